"""A figure that no fact of the turn holds is never said: whatever wrote it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reservas.domain.dialogue import (
    Buttons,
    DialogueState,
    Image,
    LinkButton,
    ListReply,
    OffersFound,
    QuoteMade,
    Reply,
    Row,
    Text,
    step,
)
from reservas.domain.dialogue.figures import figures_in, guard, texts_of
from reservas.domain.pricing import PriceLine
from tests.unit.domain.dialogue.samples import OFFERS, QUOTE, SETTING, WORDS, ids_of, said

EMPTY = DialogueState()


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("$ 340.000 por 4 noches", {"340000", "4"}),
        ("hasta las 18:45 del 07/01", {"18:45", "7", "1"}),
        ("código *R-7K3QXM*", {"R-7K3QXM"}),
        ("ARS 340,000.50", {"34000050"}),
        ("sin números", set()),
    ],
)
def test_figures_are_read_as_guests_read_them(text: str, figures: set[str]) -> None:
    assert figures_in(text) == figures


@pytest.mark.parametrize(
    "made_up",
    [
        Text("Son $ 123.456 por todo."),
        Text("Tu código es *R-999999*."),
        Text("Te esperamos a las 17:35."),
        Buttons("Te queda un saldo de $ 99.999.", ()),
        ListReply("Esto hay:", "Ver", (Row("menu", "Coihue", "$ 87.654"),)),
        LinkButton("Seña de $ 77.777", "Pagar", "http://pay/1"),
        Image("http://product/1.jpg", "La 333"),
    ],
)
def test_what_nobody_said_is_not_said_and_a_person_is_offered(made_up: Reply) -> None:
    honest = step(EMPTY, QUOTE, SETTING).replies
    guarded = guard((*honest, made_up), [QUOTE], [EMPTY], SETTING)

    assert guarded.replies[:-1] == honest
    (safe,) = guarded.replies[-1:]
    assert isinstance(safe, Buttons)
    assert safe.body == WORDS.say("figures.safe")
    assert "person" in ids_of(safe)
    assert guarded.unknown


def test_each_line_of_a_price_is_a_fact() -> None:
    lines = (PriceLine("night.base", 3, 8_500_000), PriceLine("fee.cleaning", 1, 2_150_000))
    itemised = replace(QUOTE, price=replace(QUOTE.price, lines=lines))
    told = step(EMPTY, itemised, SETTING).replies
    assert "255.000" in " ".join(text for reply in told for text in texts_of(reply))
    assert guard(told, [itemised], [EMPTY], SETTING).replies == told


def test_several_that_fail_are_one_safe_sentence() -> None:
    guarded = guard([Text("$ 111.111"), Text("$ 222.222")], [QUOTE], [EMPTY], SETTING)
    assert len(guarded.replies) == 1
    assert guarded.unknown == ("111111", "222222")


def test_the_figures_of_another_turn_are_nobodys() -> None:
    told = step(EMPTY, QUOTE, SETTING).replies
    assert guard(told, [said("hola")], [EMPTY], SETTING).unknown


@given(st.integers(10_000, 10**9), st.sampled_from([QUOTE, OFFERS]))
def test_no_other_sum_than_the_facts_gets_through(pesos: int, event: QuoteMade | OffersFound) -> None:
    said_of_it = figures_in(" ".join(text for reply in step(EMPTY, event, SETTING).replies for text in texts_of(reply)))
    sum_in_words = WORDS.money(pesos * 100, "ARS")
    guarded = guard([Text(sum_in_words)], [event], [EMPTY], SETTING)
    assert bool(guarded.unknown) is not (figures_in(sum_in_words) <= said_of_it)
