"""A guest moves their own reservation, or its hold's end: as far as the house allows, all of it or nothing."""

from datetime import timedelta

from reservas.domain.dialogue import ChangeReservation, Event, ExtendHold, QuoteChange
from reservas.domain.dialogue.changing import refusal
from reservas.domain.dialogue.events import ChangeLost, ChangeQuoted, CommandRefused, HoldExtended, ReservationChanged
from reservas.features.accommodations import repository as accommodations
from reservas.features.conversations.service.facts import reservation_fact
from reservas.features.conversations.service.turning import Turn
from reservas.features.payments import repository as payments
from reservas.features.reservations import repository as reservations
from reservas.features.reservations import service as booking
from reservas.features.reservations.errors import ReservationNotFound
from reservas.features.reservations.schemas import ReservationView
from reservas.features.reservations.service.alternatives import read_alternatives
from reservas.kit.errors import ErrorKind, ReservasError

ASKED_FOR = "asked by the guest"
EXTENDED_BEFORE, NOT_EXTENDED, NOT_CHANGEABLE = "extended_before", "not_extended", "not_changeable"


class PriceChanged(ReservasError):  # noqa: N818 - reads as what happened
    """A change would cost something else than what was told: it is told anew."""

    code = "price_changed"
    kind = ErrorKind.CONFLICT


async def carry_out(turn: Turn, command: ExtendHold | QuoteChange | ChangeReservation) -> Event:
    """Carry out `command`. Raises what the booking engine raises, and PriceChanged: then nothing has moved."""
    match command:
        case ExtendHold():
            return await _extend(turn, command)
        case QuoteChange():
            return await _preview(turn, command)
        case ChangeReservation():
            return await _change(turn, command)


async def find_instead(turn: Turn, command: QuoteChange | ChangeReservation) -> ChangeLost:
    """Return what can be had instead of the nights that are taken."""
    found = await read_alternatives(turn.session, command.stay, command.party, turn.now, asked=command.cabin)
    names = {cabin.code: cabin.name for cabin in turn.setting.cabins}
    instead = tuple((one.accommodation, names[one.accommodation], one.stay) for one in found)
    return ChangeLost(command.code, command.party, instead)


async def _extend(turn: Turn, command: ExtendHold) -> Event:
    """Give as many minutes as the hold was made for, once: whoever has had more time already has had their turn."""
    view = await _own(turn, command.code)
    if view is None or not view.is_held_at(turn.now) or await payments.has_unsettled(turn.session, view.id):
        return CommandRefused(NOT_EXTENDED)
    assert view.expires_at is not None
    cabin = await accommodations.by_code(turn.session, view.accommodation, active_only=False)
    minutes = cabin.hold_minutes or turn.terms.minutes
    if view.expires_at - view.created_at > timedelta(minutes=minutes):
        return CommandRefused(EXTENDED_BEFORE)
    extended = await booking.extend_hold(
        turn.session,
        view.code,
        minutes,
        grace_minutes=turn.terms.grace_minutes,
        actor=turn.actor,
        reason=ASKED_FOR,
        now=turn.now,
    )
    return HoldExtended(await reservation_fact(turn.session, extended, turn.media_url, turn.now), minutes)


async def _preview(turn: Turn, command: QuoteChange) -> Event:
    view = await _own(turn, command.code)
    if view is None:
        raise ReservationNotFound(f"The guest has no reservation {command.code}.")
    before = await reservation_fact(turn.session, view, turn.media_url, turn.now)
    if refusal(before, turn.setting.today) is not None:
        return CommandRefused(NOT_CHANGEABLE, status=before.status)
    after = await booking.preview_change(turn.session, view.code, _wanted(command), turn.now)
    return ChangeQuoted(before, await reservation_fact(turn.session, after, turn.media_url, turn.now))


async def _change(turn: Turn, command: ChangeReservation) -> Event:
    quoted = await _preview(turn, QuoteChange(command.code, command.cabin, command.stay, command.party))
    if not isinstance(quoted, ChangeQuoted) or quoted.after.total_cents < quoted.before.paid_cents:
        return quoted
    done = await booking.change(
        turn.session,
        command.code,
        _wanted(command),
        actor=turn.actor,
        reason=ASKED_FOR,
        now=turn.now,
        locks=turn.locks,
    )
    if done.total_cents != command.told_cents:
        raise PriceChanged(f"{command.code} would cost {done.total_cents} cents.")
    return ReservationChanged(await reservation_fact(turn.session, done, turn.media_url, turn.now))


async def _own(turn: Turn, code: str) -> ReservationView | None:
    """Return the guest's live reservation with that code, or without one the one that matters now; nobody else's."""
    guest_id = turn.conversation.guest_id
    if code:
        return await reservations.live_of_guest(turn.session, guest_id, code)
    return await reservations.current_of_guest(turn.session, guest_id, turn.setting.today)


def _wanted(command: QuoteChange | ChangeReservation) -> booking.ReservationChange:
    stay, party = command.stay, command.party
    return booking.ReservationChange(
        command.cabin, stay.check_in, stay.check_out, party.adults, party.children, party.pets
    )
