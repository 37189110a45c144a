"""A guest moves a reservation: told the difference first, asked once, refused with a reason."""

from dataclasses import replace
from datetime import date

import pytest

from reservas.domain.dialogue import (
    ChangeLost,
    ChangeQuoted,
    ChangeReservation,
    CommandRefused,
    DialogueState,
    FindReservation,
    QuoteChange,
    ReservationChanged,
    ReservationFound,
    Step,
    step,
)
from reservas.domain.dialogue.changing import more_nights, more_people, refusal
from reservas.domain.dialogue.events import ReservationFact
from reservas.domain.dialogue.state import Awaiting, More
from reservas.domain.stays import Party, Stay
from tests.unit.domain.dialogue.samples import (
    CABIN,
    CONFIRMED,
    ENDED,
    HOLD,
    PARTY,
    SETTING,
    STAY,
    TODAY,
    WHOLE,
    WORDS,
    ids_of,
    tap,
    tell,
    words_of,
)

EMPTY = DialogueState()
CODE = CONFIRMED.code
MOVED = Stay(date(2027, 1, 12), date(2027, 1, 16))


def found(text: str, reservation: ReservationFact = CONFIRMED) -> Step:
    """Say `text`, and let the reservation be found."""
    (command,) = tell(EMPTY, text).commands
    assert isinstance(command, FindReservation)
    return step(EMPTY, ReservationFound(command.purpose, reservation, command.said, command.more), SETTING)


@pytest.mark.parametrize(
    ("text", "stay", "party"),
    [
        ("quiero cambiar mi reserva al 12 de enero", MOVED, PARTY),
        ("quiero cambiar la reserva del 12 al 16 de enero", MOVED, PARTY),
        ("quiero agregar una noche a mi reserva", Stay(STAY.check_in, date(2027, 1, 15)), PARTY),
        ("quiero agregar dos personas a mi reserva", STAY, Party(6)),
    ],
)
def test_what_was_said_is_priced_at_once(text: str, stay: Stay, party: Party) -> None:
    assert found(text).commands == (QuoteChange(CODE, CABIN.code, stay, party),)


def test_what_was_not_said_is_asked_and_can_be_tapped() -> None:
    asked = found("quiero modificar mi reserva")
    assert ids_of(asked.replies[0]) == [f"change-{what}|{CODE}" for what in ("dates", "people", "cabin")]
    assert tell(asked.state, "las fechas").commands == (FindReservation("change-dates", CODE),)
    dates = step(EMPTY, ReservationFound("change-dates", CONFIRMED), SETTING)
    assert dates.state.awaiting is Awaiting.DATES
    assert tell(dates.state, "del 12 al 16 de enero").commands == (QuoteChange(CODE, CABIN.code, MOVED, PARTY),)
    people = step(EMPTY, ReservationFound("change-people", CONFIRMED), SETTING)
    assert tap(people.state, "people|2").commands == (QuoteChange(CODE, CABIN.code, STAY, Party(2)),)
    cabins = step(EMPTY, ReservationFound("change-cabin", CONFIRMED), SETTING)
    first = ids_of(cabins.replies[0])[0]
    assert tap(cabins.state, first).commands == (QuoteChange(CODE, "coihue", STAY, PARTY),)


def quoted(cents: int, reservation: ReservationFact = CONFIRMED) -> Step:
    after = replace(reservation, stay=MOVED, total_cents=reservation.total_cents + cents)
    return step(EMPTY, ChangeQuoted(reservation, after), SETTING)


@pytest.mark.parametrize(
    ("cents", "told"),
    [(5_000_000, "$\u00a050.000 más"), (-5_000_000, "$\u00a050.000 menos"), (0, "lo mismo que ahora")],
)
def test_the_difference_is_told_before_it_is_done(cents: int, told: str) -> None:
    asked = quoted(cents)
    assert told in words_of(asked.replies)
    change = ChangeReservation(CODE, CABIN.code, MOVED, PARTY, CONFIRMED.total_cents + cents)
    assert tell(asked.state, "sí").commands == (change,)
    assert tap(EMPTY, ids_of(asked.replies[0])[0]).commands == (change,)
    for kept in (tell(asked.state, "no"), tap(asked.state, "change-no")):
        assert kept.commands == ()
        assert words_of(kept.replies) == WORDS.say("cancel.kept")


def test_what_would_give_money_back_is_for_a_person() -> None:
    after = replace(CONFIRMED, stay=MOVED, total_cents=CONFIRMED.paid_cents - 1)
    decided = step(EMPTY, ChangeQuoted(CONFIRMED, after), SETTING)
    assert words_of(decided.replies) == WORDS.say("change.refund")
    assert "person" in ids_of(decided.replies[0])
    assert tell(decided.state, "sí").commands == ()


@pytest.mark.parametrize(
    ("reservation", "key"),
    [
        (HOLD, None),
        (CONFIRMED, None),
        (ENDED, "change.ended"),
        (replace(HOLD, has_money=True), "change.money"),
        (replace(CONFIRMED, status="checked_in"), "change.begun"),
        (replace(CONFIRMED, stay=Stay(TODAY, STAY.check_out)), "change.begun"),
        (replace(CONFIRMED, is_paid_elsewhere=True), "change.by_person"),
        (replace(CONFIRMED, cancellation=replace(WHOLE, until=None)), "change.too_late"),
    ],
)
def test_the_house_lets_a_guest_change_what_it_would_still_refund(
    reservation: ReservationFact, key: str | None
) -> None:
    assert refusal(reservation, TODAY) == key
    decided = step(EMPTY, ReservationFound("change", reservation), SETTING)
    assert (words_of(decided.replies) == WORDS.say(key)) if key else decided.state.is_changing


def test_nights_that_are_taken_leave_everything_and_offer_others() -> None:
    state = quoted(0).state
    decided = step(state, ChangeLost(CODE, PARTY, (("coihue", "Coihue", MOVED),)), SETTING)
    first = ids_of(decided.replies[0])[0]
    assert tap(decided.state, first).commands == (QuoteChange(CODE, "coihue", MOVED, PARTY),)
    assert "change-no" in ids_of(decided.replies[0])
    nothing = step(state, ChangeLost(CODE, PARTY, ()), SETTING)
    assert words_of(nothing.replies) == WORDS.say("change.taken")


@pytest.mark.parametrize("code", ["capacity_exceeded", "pets_not_allowed", "currency_differs", "not_changeable"])
def test_a_refused_change_says_why_and_offers_a_person(code: str) -> None:
    state = quoted(0).state
    decided = step(state, CommandRefused(code, name="Coihue", capacity=6), SETTING)
    assert "reserva sigue como está" in words_of(decided.replies)
    assert "person" in ids_of(decided.replies[0])


def test_a_change_that_is_done_is_told_as_it_stands() -> None:
    done = step(quoted(0).state, ReservationChanged(replace(CONFIRMED, stay=MOVED)), SETTING)
    assert "martes 12 de enero" in words_of(done.replies)
    assert CODE in words_of(done.replies)
    assert done.state.reservation == CODE
    assert not done.state.is_changing


@pytest.mark.parametrize(
    "forged",
    [
        "change-yes",
        f"change-yes|{CODE}|coihue|2027-01-12|2027-01-16|4|0|0",
        f"change-yes|{CODE}|coihue|2027-01-12|2027-01-16|4|0|0|-5",
        f"change-yes|{CODE}|coihue|2027-01-12|2027-01-16|4|0|0|{'9' * 16}",
        f"change-to|{CODE}|coihue|2027-01-16|2027-01-12|4|0|0",
    ],
)
def test_a_forged_change_does_nothing(forged: str) -> None:
    assert tap(EMPTY, forged).commands == ()


def test_what_is_added_is_counted() -> None:
    assert more_nights("quiero sumar 2 noches más") == 2
    assert more_people("podemos agregar una persona?") == 1
    assert (more_nights("cambiar las fechas"), more_people("somos 4")) == (0, 0)
    assert More() == More(0, 0)
