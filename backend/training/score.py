"""``make nlu-score``: the product reads every message of a file, and its frames are held against the file's labels."""

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from reservas.domain.nlu import understand
from reservas.integrations.embedding.nano import open_embedder

DEMO_CABINS = ("Arrayán", "Coihue", "Lenga", "Ñire")
REFERENCE_DAY = date(2026, 11, 21)

Row = Mapping[str, Any]


def judge(gold: Row, said: Row) -> dict[str, bool]:
    """Which parts of a frame are right."""
    is_ambiguous = bool(gold.get("ambiguous"))
    has_same_days = all(gold.get(key) == said.get(key) for key in ("check_in", "check_out"))
    has_stay = bool(gold.get("check_in") and gold.get("check_out"))
    # Nobody said how many adults: silence is right, and so is everybody.
    adults = {gold["adults"]} if gold.get("adults") is not None else {None, gold.get("guests")}
    return {
        "intent": gold["intent"] == said.get("intent"),
        "dates": bool(said.get("ambiguous")) == is_ambiguous and (is_ambiguous or has_same_days),
        "nights": is_ambiguous or (has_stay and has_same_days) or gold.get("nights") == said.get("nights"),
        "guests": gold.get("guests") == said.get("guests"),
        "adults": said.get("adults") in adults,
        "children": (gold.get("children") or 0) == (said.get("children") or 0),
        "pets": gold.get("pets") == said.get("pets"),
        "code": _plain(gold.get("code")) == _plain(said.get("code")),
    }


def score(pairs: Sequence[tuple[Row, Row]]) -> dict[str, float | int | None]:
    """Percentages over labels and frames, and how many full stays were wrong without a doubt."""
    checked = [(gold, said, judge(gold, said)) for gold, said in pairs]

    def share(part: str, has: Callable[[Row], bool] = lambda _: True) -> float | None:
        found = [right[part] for gold, _, right in checked if has(gold)]
        return round(100 * sum(found) / len(found), 1) if found else None

    whole = [all(right.values()) for _, _, right in checked]
    return {
        "messages": len(pairs),
        "intent": share("intent"),
        "intent_or_also": _percent(
            said["intent"] in [gold["intent"], *(gold.get("also") or [])] for gold, said in pairs
        ),
        "dates": share("dates"),
        "dates_where_present": share("dates", _speaks_of_dates),
        "guests_where_present": share("guests", lambda gold: gold.get("guests") is not None),
        "pets_where_present": share("pets", lambda gold: gold.get("pets") is not None),
        "code_where_present": share("code", lambda gold: bool(gold.get("code"))),
        "frame": _percent(whole),
        "confident_wrong_stays": sum(
            bool(said["check_in"] and said["check_out"]) and not said["ambiguous"] and not right["dates"]
            for _, said, right in checked
        ),
    }


def main() -> None:
    """Score the file named on the command line, all of it and each language apart."""
    parser = argparse.ArgumentParser(prog="make nlu-score GOLD=")
    parser.add_argument("gold", type=Path, help="JSON Lines with the labels beside each text")
    parser.add_argument("--today", type=date.fromisoformat, default=REFERENCE_DAY, help="for lines without one")
    parser.add_argument("--words-alone", action="store_true", help="as on a machine without the embedding's package")
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in arguments.gold.read_text("utf-8").splitlines() if line.strip()]
    if not rows:
        sys.exit(f"{arguments.gold}: no messages")
    embedder = None if arguments.words_alone else open_embedder()
    by_language: dict[str, list[tuple[Row, Row]]] = defaultdict(list)
    took: list[float] = []
    for row in rows:
        today = date.fromisoformat(row["today"]) if row.get("today") else arguments.today
        started = time.perf_counter()
        understood = understand(row["text"], today=today, cabins=DEMO_CABINS, embedder=embedder)
        took.append((time.perf_counter() - started) * 1000)
        by_language[row["lang"]].append((row, understood.as_labels()))
    everything = [pair for pairs in by_language.values() for pair in pairs]
    figures = {"all": score(everything)} | {language: score(pairs) for language, pairs in sorted(by_language.items())}
    print(f"{'':24}" + "".join(f"{title:>8}" for title in figures))
    for name in figures["all"]:
        shown = ["" if one[name] is None else str(one[name]) for one in figures.values()]
        print(f"{name:24}" + "".join(f"{value:>8}" for value in shown))
    took.sort()
    print(f"\n{took[len(took) // 2]:.1f} ms a message in the middle, {took[int(len(took) * 0.95)]:.1f} ms at the 95th")


def _speaks_of_dates(gold: Row) -> bool:
    return bool(gold.get("check_in") or gold.get("check_out") or gold.get("ambiguous"))


def _percent(found: Iterable[bool]) -> float:
    values = list(found)
    return round(100 * sum(values) / len(values), 1)


def _plain(code: str | None) -> str | None:
    return "".join(char for char in code.upper() if char.isalnum()) if code else None


if __name__ == "__main__":
    main()
