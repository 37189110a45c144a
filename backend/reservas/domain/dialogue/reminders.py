"""What guests are told at its time and without a fact to tell: an end that comes, money due, an arrival, thanks."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reservas.domain.dialogue.actions import ActionKind
from reservas.domain.dialogue.events import ReservationFact
from reservas.domain.dialogue.phrases import button, directions, pin, request_arguments
from reservas.domain.dialogue.replies import Buttons, Reply, Text
from reservas.domain.dialogue.state import Setting
from reservas.domain.stays import Party, Stay

QUIET_FROM_HOUR, QUIET_UNTIL_HOUR = 22, 9  # by the cabin's clock


class Reminder(StrEnum):
    """Each kind, which an owner can switch off; messages begin their causes with it."""

    HOLD_ENDING = "hold_ending"
    QUOTE_WAITING = "quote_waiting"
    BALANCE_DUE = "balance_due"
    STAY_BEGINS = "stay_begins"
    STAY_ENDED = "stay_ended"
    DATES_FREED = "dates_freed"


REFUSABLE = frozenset({Reminder.QUOTE_WAITING, Reminder.STAY_ENDED, Reminder.DATES_FREED})
"""What reads like an offer: never said to whoever wants none, nor while a person drives."""


def is_quiet(hour: int) -> bool:
    """Tell whether nobody is to be disturbed at that hour."""
    return hour >= QUIET_FROM_HOUR or hour < QUIET_UNTIL_HOUR


def hold_ending(reservation: ReservationFact, setting: Setting) -> tuple[Reply, ...]:
    """Return the last call for a deposit, with the way to pay it."""
    assert reservation.expires_at is not None
    words = setting.words
    body = words.say(
        "remind.hold_ending",
        name=reservation.cabin.name,
        until=words.hour(reservation.expires_at, setting.time_zone),
        amount=words.money(reservation.deposit_cents, reservation.currency),
    )
    pay = button(setting, ActionKind.PAY, "button.pay", reservation.code)
    return (Buttons(body, (pay, button(setting, ActionKind.PERSON, "button.person"))),)


def quote_waiting(
    quote: str, name: str, stay: Stay, total_cents: int, currency: str, setting: Setting
) -> tuple[Reply, ...]:
    """Return the question whether a quote that is still good is wanted."""
    words = setting.words
    total = words.money(total_cents, currency)
    body = words.say("remind.quote", name=name, stay=words.stay(stay, setting.today), total=total)
    book = button(setting, ActionKind.BOOK, "button.book", quote)
    return (Buttons(body, (book, button(setting, ActionKind.PERSON, "button.person"))),)


def balance_due(reservation: ReservationFact, due: date, setting: Setting) -> tuple[Reply, ...]:
    """Return what is left to pay, and until when."""
    words = setting.words
    body = words.say(
        "remind.balance",
        code=reservation.code,
        name=reservation.cabin.name,
        amount=words.money(reservation.total_cents - reservation.paid_cents, reservation.currency),
        due=words.day(due, setting.today),
    )
    return (Buttons(body, (button(setting, ActionKind.PERSON, "button.person"),)),)


def stay_begins(reservation: ReservationFact, wifi: str, door_code: str, setting: Setting) -> tuple[Reply, ...]:
    """Return all that is needed to arrive; `wifi` and `door_code` are '' where the owner wrote nothing."""
    words, cabin = setting.words, reservation.cabin
    hour = f"{cabin.check_in_time:%H:%M}"
    key = "remind.arrival_today" if reservation.stay.check_in <= setting.today else "remind.arrival"
    lines = [words.say(key, name=cabin.name, check_in_time=hour)]
    if door_code:
        lines.append(words.say("remind.door", door_code=door_code))
    if wifi:
        lines.append(words.say("remind.wifi", wifi=wifi))
    balance_cents = reservation.total_cents - reservation.paid_cents
    if balance_cents > 0 and not reservation.is_paid_elsewhere:
        balance = words.money(balance_cents, reservation.currency)
        lines.append(words.say("remind.balance_left", balance=balance))
    return (
        Text("\n".join(lines)),
        directions(setting, cabin.name, cabin.address, cabin.how_to_arrive, hour),
        pin(cabin.name, cabin.address, cabin.latitude, cabin.longitude),
    )


def stay_ended(reservation: ReservationFact, review_url: str, setting: Setting) -> tuple[Reply, ...]:
    """Return thanks, and where to write what they thought, if the owner said where."""
    words = setting.words
    lines = [words.say("remind.departed", name=reservation.cabin.name)]
    if review_url:
        lines.append(words.say("remind.review", url=review_url))
    return (Text("\n\n".join(lines)),)


@dataclass(frozen=True, slots=True)
class FreedFact:
    """A cabin that somebody waited for can be had: its code and name, for which stay and whom."""

    code: str
    name: str
    stay: Stay
    party: Party


def dates_freed(freed: FreedFact, setting: Setting) -> tuple[Reply, ...]:
    """Return the news that nights are free, without a price: it is made when they ask for it, and then is good."""
    words = setting.words
    values = {"stay": words.stay(freed.stay, setting.today), "guests": words.party(freed.party)}
    body = words.say("remind.freed", name=freed.name, **values)
    quote = button(setting, ActionKind.CABIN, "button.quote", freed.code, *request_arguments(freed.stay, freed.party))
    return (Buttons(body, (quote, button(setting, ActionKind.PERSON, "button.person"))),)
