"""A guest is answered in the language they write, which does not flicker with a foreign word."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reservas.domain.wording import LANGUAGES
from reservas.domain.wording.languages import (
    Wish,
    asked_language,
    choose_language,
    heard_language,
    without_wish,
)

CORPUS = Path(__file__).parents[4] / "training" / "nlu"
SPANISH = "hola, tenés lugar para el finde largo?"
PORTUGUESE = "oi, vocês têm vaga para o feriado?"
ENGLISH = "hi, do you have a cabin for the weekend?"


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        (SPANISH, ("es", True)),
        ("buenas, somos 4 y queremos ir en enero, cuanto sale", ("es", True)),
        (PORTUGUESE, ("pt", True)),
        ("bom dia! quanto custa a diaria pra 2 pessoas", ("pt", True)),
        (ENGLISH, ("en", True)),
        ("hello! we're two adults, is the lake cabin free", ("en", True)),
        ("hola", ("es", False)),
        ("oi", ("pt", False)),
        ("Hello", ("en", False)),
        ("ok", None),
        ("4", None),
        ("👍", None),
        ("", None),
        ("10/1 - 14/1", None),
        ("Arrayán", None),
        ("check in, late check out, pet friendly", None),
    ],
)
def test_words_show_their_language_or_none(text: str, heard: tuple[str, bool] | None) -> None:
    assert heard_language(text) == heard


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("english please", Wish("en", is_all=True)),
        ("English?", Wish("en", is_all=True)),
        ("em português", Wish("pt", is_all=True)),
        ("En español, por favor!", Wish("es", is_all=True)),
        ("¿podemos hablar en español?", Wish("es", is_all=True)),
        ("Can we switch to English please", Wish("en", is_all=True)),
        ("vocês falam português?", Wish("pt", is_all=True)),
        ("I don't speak Spanish, english please", Wish("en", is_all=False)),
        ("english please. do you have a cabin for 4?", Wish("en", is_all=False)),
        ("no hablo español", None),
        ("não falo espanhol", None),
        ("The payment page is only in Spanish. Which button means continue?", None),
        ('How do I say "where is the bathroom" in Spanish?', None),
        (SPANISH, None),
    ],
)
def test_a_language_can_be_asked_for(text: str, wish: Wish | None) -> None:
    assert asked_language(text) == wish


def after(*texts: str, language: str = "es") -> str:
    heard = None
    for text in texts:
        language, heard = choose_language(language, heard, text)
    return language


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        # at the start one message decides
        ((PORTUGUESE,), "pt"),
        ((ENGLISH,), "en"),
        (("Hello",), "en"),
        (("Hello", SPANISH), "es"),  # a greeting alone does not settle it
        (("hola", ENGLISH), "en"),
        # later, two in a row do
        ((SPANISH, ENGLISH), "es"),
        ((SPANISH, ENGLISH, ENGLISH), "en"),
        ((SPANISH, ENGLISH, SPANISH, ENGLISH), "es"),
        ((SPANISH, ENGLISH, "ok", "4", ENGLISH), "en"),
        ((SPANISH, ENGLISH, PORTUGUESE), "es"),
        # a word that is no message
        ((SPANISH, "hello", "thanks", "bye"), "es"),
        # no language at all keeps what there was
        ((PORTUGUESE, "ok", "4", "👍", "10/1 a 14/1"), "pt"),
        # a wish is enough, whenever it comes
        ((SPANISH, "english please"), "en"),
        ((ENGLISH, ENGLISH, "en español por favor"), "es"),
        ((SPANISH, "english please", SPANISH), "en"),
        ((SPANISH, "english please", SPANISH, SPANISH), "es"),
        # speaking of a language is no wish for it
        ((SPANISH, "mi novia habla inglés y quiere saber si hay lugar en enero"), "es"),
        (("hola, hablan inglés? es para mi amiga que viene en enero",), "es"),
    ],
)
def test_the_language_spoken_after_some_messages(texts: tuple[str, ...], language: str) -> None:
    assert after(*texts) == language


@given(st.text(max_size=80), st.sampled_from(sorted(LANGUAGES)), st.sampled_from([None, *sorted(LANGUAGES)]))
def test_whatever_is_written_a_language_of_ours_is_spoken(text: str, language: str, heard: str | None) -> None:
    spoken, last = choose_language(language, heard, text)

    assert spoken in LANGUAGES
    assert last in (None, *LANGUAGES)
    assert choose_language(language, heard, text) == (spoken, last)


def test_nobody_in_the_corpus_is_heard_clearly_in_a_language_they_did_not_write() -> None:
    written = [json.loads(line) for path in sorted(CORPUS.glob("*.jsonl")) for line in path.read_text().splitlines()]
    clear = [(one, shown[0]) for one in written if (shown := heard_language(one["text"])) and shown[1]]

    assert [(one["id"], shown) for one, shown in clear if shown != one["lang"]] == []
    assert len(clear) > 0.7 * len(written)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("english please. do you have a cabin?", "do you have a cabin?"),
        ("pode ser em português? tem vaga?", "tem vaga?"),
        ("en castellano por favor, cuánto sale?", "cuánto sale?"),
        ("hi!! could this be in english? how far is the lake", "hi!!? how far is the lake"),
        ("English please", "English please"),
        ("no hablo español, hay lugar?", "no hablo español, hay lugar?"),
        (SPANISH, SPANISH),
        ("", ""),
    ],
)
def test_what_is_asked_beside_a_wish_is_left(text: str, left: str) -> None:
    assert without_wish(text) == left


@given(text=st.text(max_size=700))
def test_something_is_always_left(text: str) -> None:
    assert bool(without_wish(text).strip()) == bool(text.strip())
