"""What guests are told without having asked."""

from dataclasses import replace

import pytest

from reservas.domain.dialogue import Buttons, Location, Text
from reservas.domain.dialogue.events import RefundFact, ReservationFact
from reservas.domain.dialogue.notices import cancelled, changed, confirmed, expired, payment_news
from reservas.domain.payments import NEEDS_PERSON, Outcome
from tests.unit.domain.dialogue.samples import CONFIRMED, HOLD, SETTING, ids_of, words_of


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
