"""What understanding a guest costs, in a fresh process: milliseconds a message, who asked the embedder, and memory."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from reservas.domain.nlu import Embedder, understand
from reservas.integrations.embedding.nano import open_embedder
from training.messages import read_messages

BACKEND = Path(__file__).parents[1]
TODAY = date(2026, 11, 21)
CABINS = ("Arrayán", "Coihue", "Lenga", "Ñire")
BAR_MS, BAR_MB = 25, 150


class _Counted:
    """An embedder that counts how often it is asked."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.asked = 0

    def embed(self, text: str) -> Sequence[float] | None:
        self.asked += 1
        return self._embedder.embed(text)


def measure() -> None:
    """Run this module in a process of its own and show what it prints."""
    print(f"\nUnderstanding a message on one core: bars {BAR_MS} ms at the 95th, {BAR_MB} MB added", flush=True)
    subprocess.run([sys.executable, "-m", "benchmarks.understanding"], check=True, cwd=BACKEND)


def main() -> None:
    """Measure in this process, which must not have understood anything yet."""
    # The weights know the other messages: they would hardly be in doubt about one.
    texts = [message.text for message in read_messages() if message.is_held_out]
    before = _resident_mb()
    opened = open_embedder()
    embedder = _Counted(opened) if opened else None
    # The model and the weights are loaded on first use.
    if embedder is not None:
        embedder.embed("hola")
    understand("mi nena de tres duerme con nosotros, igual te la tengo que contar?", today=TODAY, embedder=embedder)
    added = _resident_mb() - before
    asked_before = embedder.asked if embedder else 0
    taken = [_time(text, embedder) for text in texts]
    asked = (embedder.asked if embedder else 0) - asked_before
    alone = [_time(text, None) for text in texts]
    _tell("with the embedder", taken)
    _tell("words and grammar alone", alone)
    print(f"  the embedder was asked for {asked} of {len(texts)} messages ({asked / len(texts):.0%})")
    print(f"  opening the embedder and the weights added {added:.0f} MB of resident memory")


def _time(text: str, embedder: Embedder | None) -> tuple[float, float]:
    """Milliseconds of this thread's CPU and by the wall's clock."""
    cpu, wall = time.thread_time(), time.perf_counter()
    understand(text, today=TODAY, cabins=CABINS, embedder=embedder)
    return (time.thread_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


def _tell(title: str, taken: Sequence[tuple[float, float]]) -> None:
    shown = []
    for name, values in zip(("CPU", "wall"), zip(*taken, strict=True), strict=True):
        ranked = sorted(values)
        middle, high = ranked[len(ranked) // 2], ranked[int(len(ranked) * 0.95)]
        shown.append(f"{name} p50 {middle:.1f}, p95 {high:.1f}, max {ranked[-1]:.1f} ms")
    print(f"  {title}: {'; '.join(shown)}")


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


if __name__ == "__main__":
    main()
