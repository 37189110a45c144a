"""The catalogues and the code that speaks from them agree, sentence by sentence, and say the same in each language."""

import ast
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from string import Formatter

import pytest

from reservas.domain import dialogue
from reservas.domain.nlu import Ambiguity
from reservas.domain.payments import NEEDS_PERSON, Outcome
from reservas.domain.restrictions import Reason
from reservas.domain.stays import Stay
from reservas.domain.wording import LANGUAGES, es_ar
from reservas.features.payments.schemas import RefundMethod

PACKAGE = Path(str(dialogue.__file__)).parent
CATALOGUES = {language: words.catalogue for language, words in LANGUAGES.items()}
SENTENCES = [
    pytest.param(language, key, sentence, id=f"{language}-{key}")
    for language, catalogue in CATALOGUES.items()
    for key, sentence in sorted(catalogue.TEXTS.items())
]
BUTTONS = [one for one in SENTENCES if ".button" in str(one.values[1]) or "button." in str(one.values[1])]
OTHERS = sorted(set(CATALOGUES) - {"es"})
FORMS = ("DAY", "DAY_WITH_YEAR", "DAY_ALONE", "SHORT_DAY", "JOIN", "STAY_LINE", "AND", "SYMBOLS")
RULES = (
    *(f"night.{kind}" for kind in ("base", "weekend", "season", "season_weekend", "holiday", "override", "agreed")),
    *("guest.extra", "guest.child", "discount.length", "discount.returning", "rounding"),
    *(f"fee.{kind}" for kind in ("cleaning", "pets", "linen", "other")),
)
WORDED = (Reason.CLOSED_TO_ARRIVAL, Reason.CLOSED_TO_DEPARTURE, Reason.LEAD_TIME, Reason.BOOKING_WINDOW)
# Keys made from a value: "ambiguous.past" from an Ambiguity, and so on.
MADE_UP = {
    *(f"ambiguous.{ambiguity}" for ambiguity in Ambiguity),
    *(f"payment.{outcome}" for outcome in (*NEEDS_PERSON, Outcome.PENDING, Outcome.REJECTED)),
    *(f"rule.{rule}" for rule in RULES),
    *(f"refused.stay_{reason}" for reason in WORDED),
    *(f"refund.done_{method}" for method in RefundMethod),
}
PICTOGRAPH = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff]")
BUTTON_TITLE, ROW_TITLE, ROW_DESCRIPTION = 20, 24, 72


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def constants(node: ast.AST) -> set[str]:
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(PACKAGE.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                yield f"{path.name}:{node.lineno}", node


def spoken() -> list[tuple[str, str, set[str], bool]]:
    """Where, which sentence, the values it is given, and whether more may come from a dictionary."""
    found = []
    for place, call in calls():
        if isinstance(call.func, ast.Attribute) and call.func.attr == "say":
            given = {keyword.arg for keyword in call.keywords if keyword.arg}
            has_more = any(keyword.arg is None for keyword in call.keywords)
            key = call.args[0]
            keys = constants(key.body) | constants(key.orelse) if isinstance(key, ast.IfExp) else constants(key)
            plain = not isinstance(key, ast.JoinedStr)
            found += [(place, one, given, has_more) for one in sorted(keys) if plain and not isinstance(key, ast.Name)]
        elif isinstance(call.func, ast.Name) and call.func.id == "button":
            key = call.args[2]
            assert isinstance(key, ast.Constant), place
            found.append((place, str(key.value), set(), False))
    return found


def test_the_scan_sees_the_code() -> None:
    assert len(spoken()) > 40


@pytest.mark.parametrize(("place", "key", "given", "has_more"), spoken())
def test_every_sentence_spoken_exists_and_gets_its_values(
    place: str, key: str, given: set[str], has_more: bool
) -> None:
    if key.endswith("."):  # the start of a key made from a value
        return
    assert key in es_ar.TEXTS, place
    needed = placeholders(es_ar.TEXTS[key])
    assert has_more or needed <= given, f"{place}: {key} lacks {needed - given}"


def test_every_sentence_is_spoken() -> None:
    mentioned = {one for path in PACKAGE.glob("*.py") for one in constants(ast.parse(path.read_text()))}
    assert set(es_ar.TEXTS) - mentioned - MADE_UP == set()


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_the_same_with_the_same_values(language: str) -> None:
    ours, theirs = es_ar.TEXTS, CATALOGUES[language].TEXTS

    assert sorted(theirs) == sorted(ours)
    assert {key: placeholders(theirs[key]) for key in ours} == {key: placeholders(ours[key]) for key in ours}
    assert sorted(CATALOGUES[language].PLURALS) == sorted(es_ar.PLURALS)
    for name in FORMS:
        assert isinstance(getattr(CATALOGUES[language], name), type(getattr(es_ar, name)))
    for name in ("JOIN", "STAY_LINE"):
        assert placeholders(getattr(CATALOGUES[language], name)) == placeholders(getattr(es_ar, name))


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_is_translated_and_not_copied(language: str) -> None:
    # What is values alone reads the same everywhere, and so do a menu and a reservation's name in two languages.
    theirs = CATALOGUES[language].TEXTS
    alike = [key for key, sentence in es_ar.TEXTS.items() if theirs[key] == sentence and len(sentence.split()) > 2]

    assert set(alike) <= {"quote", "quote.line", "nearby.row"}


@pytest.mark.parametrize(("language", "key", "sentence"), SENTENCES)
def test_a_sentence_is_well_formed(language: str, key: str, sentence: str) -> None:
    filled = sentence.format(**dict.fromkeys(placeholders(sentence), "x"))

    assert "{" not in filled
    assert "}" not in filled
    assert filled.strip() == filled
    assert filled
    assert len(PICTOGRAPH.findall(sentence)) <= 1
    assert sentence.count("*") % 2 == 0, "bold that never ends"
    assert "  " not in sentence
    assert ("¿" in sentence or "¡" in sentence) <= (language == "es"), "Spanish marks"


@pytest.mark.parametrize(("language", "key", "sentence"), BUTTONS)
def test_a_button_fits(language: str, key: str, sentence: str) -> None:
    assert placeholders(sentence) == set()
    assert len(sentence.encode("utf-16-le")) // 2 <= BUTTON_TITLE


@pytest.mark.parametrize("language", CATALOGUES)
def test_the_link_and_a_row_fit(language: str) -> None:
    words, texts = LANGUAGES[language], CATALOGUES[language].TEXTS
    assert len(texts["pay.label"]) <= BUTTON_TITLE
    widest = texts["found.row"].format(total=words.money(99_999_999_99, "USD"), capacity=words.count("guests", 99))
    assert len(widest) <= ROW_DESCRIPTION


@pytest.mark.parametrize("language", CATALOGUES)
def test_any_two_days_fit_a_rows_title(language: str) -> None:
    first = date(2026, 12, 20)
    for offset in range(366):
        arrival = first + timedelta(days=offset)
        assert len(LANGUAGES[language].short_stay(Stay(arrival, arrival + timedelta(days=9)))) <= ROW_TITLE


@pytest.mark.parametrize("language", CATALOGUES)
def test_buttons_that_may_stand_together_read_differently(language: str) -> None:
    titles = [sentence for key, sentence in CATALOGUES[language].TEXTS.items() if key.startswith("button.")]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(
    ("noun", "forms"), [pair for catalogue in CATALOGUES.values() for pair in sorted(catalogue.PLURALS.items())]
)
def test_plurals_count(noun: str, forms: tuple[str, str]) -> None:
    assert [placeholders(form) for form in forms] == [{"n"}, {"n"}]
    assert forms[0] != forms[1]
