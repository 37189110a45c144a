"""What guests are told without having asked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from reservas.domain.dialogue import Buttons, Location, Reply, Setting, Text
from reservas.domain.dialogue.events import RefundFact, ReservationFact
from reservas.domain.dialogue.figures import guard
from reservas.domain.dialogue.notices import (
    cancelled,
    changed,
    confirmed,
    expired,
    payment_link,
    payment_news,
    refunded,
)
from reservas.domain.dialogue.reminders import (
    FreedFact,
    balance_due,
    dates_freed,
    hold_ending,
    quote_waiting,
    stay_begins,
    stay_ended,
)
from reservas.domain.payments import NEEDS_PERSON, Outcome
from reservas.domain.wording import LANGUAGES, words_for
from reservas.features.conversations.service.saying import NOTHING, Told, only_if_true, only_true_news
from tests.unit.domain.dialogue.samples import (
    CONFIRMED,
    HOLD,
    LINK,
    PARTY,
    PRICE,
    SETTING,
    STAY,
    WORDS,
    ids_of,
    words_of,
)


def test_a_confirmation_says_code_dates_money_and_the_way() -> None:
    told, way, pin = confirmed(CONFIRMED, SETTING)

    assert isinstance(told, Text)
    for part in (
        "*Arrayán* · código *R-7K3QXM*",
        "domingo 10 de enero",
        "Pagaste $\u00a0170.000. Queda un saldo de $\u00a0170.000",
    ):
        assert part in told.body
    assert isinstance(way, Text)
    assert "Ruta 40 km 2100" in way.body
    assert isinstance(pin, Location)


@pytest.mark.parametrize("paid_cents", [34_000_000, 35_000_000])
def test_a_stay_paid_in_full_owes_nothing(paid_cents: int) -> None:
    told = confirmed(replace(CONFIRMED, paid_cents=paid_cents), SETTING)
    assert "está todo saldado" in words_of(told)
    assert "saldo de" not in words_of(told)


def test_the_end_of_a_hold_offers_the_same_search_again() -> None:
    (reply,) = expired(HOLD, SETTING)
    assert isinstance(reply, Buttons)
    assert "domingo 10 al jueves 14 de enero" in reply.body
    assert ids_of(reply) == ["offers|2027-01-10|2027-01-14|4|0|0", "person"]


@pytest.mark.parametrize("outcome", Outcome)
def test_news_of_a_payment_reach_the_guest_unless_another_message_does(outcome: Outcome) -> None:
    told = payment_news(outcome, "pre_reserved", 12_345, "ARS", SETTING)
    is_told = outcome in NEEDS_PERSON or outcome in (Outcome.PENDING, Outcome.REJECTED)
    assert bool(told) == is_told
    if outcome in (Outcome.UNDERPAID, Outcome.LATE_TAKEN, Outcome.DUPLICATE):
        assert "$\u00a0123,45" in words_of(told)


REFUND = RefundFact(17_000_000, "ARS")
BY_HAND = replace(CONFIRMED, paid_cents=0, has_money=False, is_paid_elsewhere=True)


def test_a_house_that_cancels_says_sorry_what_comes_back_and_how_to_look_again() -> None:
    (reply,) = cancelled(CONFIRMED, REFUND, None, SETTING, by_house=True)
    assert isinstance(reply, Buttons)
    for part in ("Lo sentimos mucho: tuvimos que cancelar", "*R-7K3QXM*", "Te devolvemos $\u00a0170.000"):
        assert part in reply.body
    assert ids_of(reply) == ["offers|2027-01-10|2027-01-14|4|0|0", "person"]


@pytest.mark.parametrize(
    ("reservation", "refund", "by_house", "said"),
    [
        (HOLD, None, False, "No hay nada para devolverte."),
        (HOLD, None, True, None),
        (BY_HAND, None, False, "te escribe una persona del equipo."),
        (BY_HAND, None, True, "te escribe una persona del equipo."),
        (BY_HAND, REFUND, True, "Te devolvemos $\u00a0170.000"),
    ],
)
def test_an_end_says_of_the_money_only_what_is_known(
    reservation: ReservationFact, refund: RefundFact | None, by_house: bool, said: str | None
) -> None:
    body = words_of(cancelled(reservation, refund, None, SETTING, by_house=by_house))
    assert said is None or said in body
    assert ("devol" in body) == (said is not None and "devol" in said)


def test_money_that_is_not_known_here_is_not_told_as_nothing() -> None:
    for told in (confirmed(BY_HAND, SETTING), changed(BY_HAND, SETTING)):
        body = words_of(told)
        assert "otal" in body
        assert "$\u00a0340.000" in body
        assert "Pagaste" not in body
        assert "saldo" not in body


PAID_BACK = replace(REFUND, method="transfer")
DUE = date(2027, 1, 3)
FREED = FreedFact("coihue", "Coihue", STAY, PARTY)
TOLD = [
    ("link", (LINK,), lambda words: (payment_link(LINK, words),)),
    ("confirmed", (CONFIRMED,), lambda words: confirmed(CONFIRMED, words)),
    ("expired", (HOLD,), lambda words: expired(HOLD, words)),
    ("changed", (CONFIRMED,), lambda words: changed(CONFIRMED, words)),
    ("cancelled", (CONFIRMED, REFUND, "A-7K3QXM"), lambda words: cancelled(CONFIRMED, REFUND, "A-7K3QXM", words)),
    ("refunded", ("R-7K3QXM", PAID_BACK), lambda words: refunded("R-7K3QXM", PAID_BACK, words)),
    ("paid", (12_345,), lambda words: payment_news(Outcome.UNDERPAID, "pre_reserved", 12_345, "ARS", words)),
    ("hold_ending", (HOLD,), lambda words: hold_ending(HOLD, words)),
    ("balance_due", (CONFIRMED, DUE), lambda words: balance_due(CONFIRMED, DUE, words)),
    ("stay_begins", (CONFIRMED, "Red 5G", "4711#"), lambda words: stay_begins(CONFIRMED, "Red 5G", "4711#", words)),
    ("stay_ended", (CONFIRMED, "http://r/77"), lambda words: stay_ended(CONFIRMED, "http://r/77", words)),
    (
        "quote",
        ("Coihue", STAY, PRICE),
        lambda words: quote_waiting("q", "Coihue", STAY, PRICE.total_cents, "ARS", words),
    ),
    ("freed", (FREED,), lambda words: dates_freed(FREED, words)),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("facts", "tell"), [one[1:] for one in TOLD], ids=[one[0] for one in TOLD])
def test_every_figure_told_unasked_is_of_its_facts(
    facts: tuple[object, ...], tell: Callable[[Setting], tuple[Reply, ...]], language: str
) -> None:
    setting = replace(SETTING, words=words_for(language))
    replies = tell(setting)
    assert guard(replies, facts, (), setting).replies == replies


def test_a_sum_that_no_fact_holds_is_not_told_unasked() -> None:
    told = Told(hold_ending(HOLD, SETTING), (replace(HOLD, deposit_cents=100),))
    assert only_if_true(told, SETTING) == NOTHING
    assert words_of(tuple(only_true_news(told, SETTING))) == WORDS.say("figures.safe")
