"""Everything that can be done to nights, each drawn at random: what is asked for is often taken, over or wrong."""

import random
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.stays import Party, Stay
from reservas.features.audit import service as audit
from reservas.features.payments import service as payments
from reservas.features.payments.schemas import Cancellation
from reservas.features.payments.service import HoldSettlement, PaymentLedger
from reservas.features.reservations import service
from reservas.features.reservations.errors import (
    BlockNotFound,
    DatesUnavailable,
    InvalidTransition,
    QuoteExpired,
    ReservationNotFound,
    StayRefused,
)
from reservas.features.reservations.ports import NightLocks
from reservas.features.reservations.schemas import Source
from reservas.features.reservations.service import Author, ReservationChange, ReservationRequest
from reservas.infra.database import Database
from reservas.kit.ids import new_reservation_code
from reservas.models import PaymentLink, Reservation
from tests.factories.payments import add_link, make_reading
from tests.fakes.payment_provider import FakePaymentProvider
from tests.integration.reservations.booking import TERMS
from tests.integration.reservations.stateful.clock import SharedClock

REFUSALS = (BlockNotFound, DatesUnavailable, InvalidTransition, QuoteExpired, ReservationNotFound, StayRefused)
"""What an operation may come to; anything else is a bug."""

ZONE = ZoneInfo("America/Argentina/Buenos_Aires")
CALENDAR_DAYS = 16
PEOPLE = 6
PARTIES = (Party(2), Party(1, 1), Party(3, 0, 1))
LATEST, SOONEST, ENDING = "id DESC LIMIT 40", "lower(nights) LIMIT 4", "expires_at LIMIT 4"
HELD, PAID, HERE = ("pre_reserved",), ("confirmed",), ("checked_in",)

Result = TypeVar("Result")


@dataclass
class Hands:
    """One worker's: its own connections and dice. `cabins` are codes, `guests` keys."""

    database: Database
    locks: NightLocks
    clock: SharedClock
    dice: random.Random
    actor: str
    cabins: Sequence[str]
    guests: Sequence[int]

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    @property
    def step(self) -> dict[str, Any]:
        """Who does it, why and when: what each step of a reservation's life is told."""
        return {"actor": self.actor, "reason": None, "now": self.now}

    def cabin(self) -> str:
        return self.dice.choice(self.cabins)

    def stay(self) -> Stay:
        ahead = min(self.dice.randrange(CALENDAR_DAYS), self.dice.randrange(CALENDAR_DAYS))
        check_in = self.today + timedelta(days=ahead)
        return Stay(check_in, check_in + timedelta(days=self.dice.choice((1, 1, 2, 2, 3, 5))))

    async def do(self, work: Callable[..., Awaitable[Result]], *arguments: Any, **details: Any) -> Result:
        """Do `work` in a transaction, and look for something else after a refusal, as the product's entrypoints do."""

        async def carry_out(session: AsyncSession) -> Result:
            return await work(session, *arguments, **details)

        try:
            return await self.database.transaction(carry_out)
        except DatesUnavailable as error:
            async with self.database.unit_of_work() as session:
                raise await service.tell_alternatives(session, error, self.now) from error

    async def find(self, statuses: Collection[str], among: str = LATEST) -> tuple[int, str]:
        """Return the key and code of a reservation in one of `statuses`; now and then another's, or nobody's."""
        luck = self.dice.random()
        found = await self._rows(
            f"SELECT id, code FROM reservations WHERE status = ANY(:asked) OR :any ORDER BY {among}",
            asked=list(statuses),
            any=luck > 0.95,
        )
        return self.dice.choice(found) if found and luck < 0.99 else (0, new_reservation_code())

    async def a_quote(self) -> str | None:
        """Return a quote somebody got lately."""
        found = await self._rows("SELECT public_id FROM quotes ORDER BY id DESC LIMIT 60")
        return self.dice.choice(found)[0] if found else None

    async def a_block(self) -> tuple[str, date]:
        """Return the cabin and first day of a block, or of none."""
        found = await self._rows(
            "SELECT a.code, lower(nights) FROM occupancies JOIN accommodations a ON a.id = accommodation_id"
            " WHERE kind = 'owner_block' ORDER BY 1, 2"
        )
        return self.dice.choice(found) if found else (self.cabin(), self.today)

    async def _rows(self, query: str, **values: Any) -> list[Any]:
        async with self.database.unit_of_work() as session:
            return [tuple(row) for row in await session.execute(text(query), values)]


async def quote_and_hold(hands: Hands) -> None:
    guest, party = hands.dice.choice(hands.guests), hands.dice.choice(PARTIES)
    quote = await hands.do(service.make_quote, hands.cabin(), hands.stay(), party, hands.now, guest_id=guest)
    await _hold(hands, quote.id, guest)


async def hold_an_old_quote(hands: Hands) -> None:
    quote = await hands.a_quote()
    if quote is not None:
        await _hold(hands, quote, hands.dice.choice(hands.guests))


async def _hold(hands: Hands, quote: str, guest: int) -> None:
    terms = {"terms": TERMS, "source": Source.WHATSAPP, "actor": hands.actor}
    await hands.do(service.hold, quote, guest, now=hands.now, locks=hands.locks, **terms)


async def reserve(hands: Hands) -> None:
    asked = ReservationRequest(
        hands.cabin(),
        hands.stay(),
        hands.dice.choice(PARTIES),
        guest_name="Ana",
        phone=f"54929441000{hands.dice.randrange(PEOPLE):02}",
        email="ana@example.com",
        quote=None,
    )
    terms = {"terms": TERMS, "source": Source.API, "actor": hands.actor}
    await hands.do(service.reserve, asked, now=hands.now, locks=hands.locks, **terms)


async def confirm(hands: Hands) -> bool:
    late = hands.dice.random() < 0.3
    key, code = await hands.find(("expired",) if late else HELD)
    if not key:
        raise ReservationNotFound(code)
    return await hands.do(service.confirm, key, actor=hands.actor, now=hands.now, reason="money")


async def pay(hands: Hands) -> None:
    """Apply money for a hold, or late money for an expired one, as it is read back from the provider."""
    key, code = await hands.find((*HELD, "expired"))
    if not key:
        raise ReservationNotFound(code)
    number = hands.dice.getrandbits(120)
    link = await hands.do(_ask_for_deposit, key, f"rsv-{number:032x}")
    ledger = PaymentLedger(hands.database, hands.clock, FakePaymentProvider())
    reading = make_reading(link.external_reference, link.amount_cents, payment_id=str(number), at=hands.now)
    await ledger.apply(reading)


async def _ask_for_deposit(session: AsyncSession, key: int, reference: str) -> PaymentLink:
    reservation = await session.get_one(Reservation, key)
    return await add_link(session, reservation, external_reference=reference, preference_id=reference, status="closed")


async def cancel_hold(hands: Hands) -> None:
    _, code = await hands.find(HELD)
    await hands.do(service.cancel_hold, code, guest_id=None, locks=hands.locks, **hands.step)


async def cancel(hands: Hands) -> None:
    _, code = await hands.find((*HELD, *PAID))
    await hands.do(payments.cancel, code, Cancellation(), actor=hands.actor, now=hands.now, locks=hands.locks)


async def extend_hold(hands: Hands) -> None:
    _, code = await hands.find(HELD)
    minutes = hands.dice.randint(1, 60)
    await hands.do(service.extend_hold, code, minutes, grace_minutes=TERMS.grace_minutes, **hands.step)


async def expire(hands: Hands) -> bool:
    key, code = await hands.find(HELD, ENDING)
    if not key:
        raise ReservationNotFound(code)
    return await hands.do(service.expire, key, hands.now, reason="not paid in time", locks=hands.locks)


async def settle(hands: Hands) -> None:
    """Sweep, and settle a hold as the job of the sweep would."""
    settlement = settlement_of(hands)
    await settlement.sweep()
    key, _ = await hands.find(HELD, ENDING)
    if key:
        await settlement.settle(key)


def settlement_of(hands: Hands) -> HoldSettlement:
    """Return what ends holds, with a provider that knows of no money."""
    provider = FakePaymentProvider()
    ledger = PaymentLedger(hands.database, hands.clock, provider)
    return HoldSettlement(hands.database, hands.clock, provider, ledger, hands.locks)


async def change_dates(hands: Hands) -> None:
    _, code = await hands.find((*HELD, *PAID))
    stay = hands.stay()
    await _change(hands, code, check_in=stay.check_in, check_out=stay.check_out)


async def change_cabin(hands: Hands) -> None:
    _, code = await hands.find((*HELD, *PAID))
    stay = hands.stay() if hands.dice.random() < 0.5 else None
    dates = {"check_in": stay.check_in, "check_out": stay.check_out} if stay else {}
    await _change(hands, code, accommodation=hands.cabin(), **dates)


async def change_people(hands: Hands) -> None:
    _, code = await hands.find((*HELD, *PAID))
    party = hands.dice.choice(PARTIES)
    await _change(hands, code, adults=party.adults, children=party.children, pets=party.pets)


async def change_departure(hands: Hands) -> None:
    _, code = await hands.find(HERE)
    await _change(hands, code, check_out=hands.today + timedelta(days=hands.dice.randint(-1, 6)))


async def _change(hands: Hands, code: str, **wanted: Any) -> None:
    await hands.do(service.change, code, ReservationChange(**wanted), locks=hands.locks, **hands.step)


async def check_in(hands: Hands) -> None:
    _, code = await hands.find(PAID, SOONEST)
    await hands.do(service.check_in, code, **hands.step)


async def check_out(hands: Hands) -> None:
    _, code = await hands.find(HERE)
    await hands.do(service.check_out, code, **hands.step)


async def mark_no_show(hands: Hands) -> None:
    _, code = await hands.find(PAID, SOONEST)
    await hands.do(service.mark_no_show, code, **hands.step)


async def block(hands: Hands) -> None:
    await hands.do(service.block, hands.cabin(), hands.stay(), _owner(hands))


async def move_block(hands: Hands) -> None:
    cabin, first = await hands.a_block()
    await hands.do(service.move_block, cabin, first, hands.stay(), _owner(hands))


async def unblock(hands: Hands) -> None:
    cabin, first = await hands.a_block()
    await hands.do(service.unblock, cabin, first, _owner(hands))


def _owner(hands: Hands) -> Author:
    return Author(hands.actor, "pintura", hands.now)


async def seal(hands: Hands) -> None:
    await audit.seal(hands.database)


async def move_the_clock(hands: Hands) -> None:
    hands.clock.advance(timedelta(minutes=hands.dice.choice((2, 10, 20, 31, 12 * 60))))


OPERATIONS: dict[Callable[[Hands], Awaitable[bool | None]], int] = {
    quote_and_hold: 20,
    hold_an_old_quote: 4,
    reserve: 12,
    confirm: 6,
    pay: 5,
    cancel_hold: 4,
    cancel: 5,
    extend_hold: 3,
    expire: 6,
    settle: 3,
    change_dates: 8,
    change_cabin: 6,
    change_people: 3,
    change_departure: 4,
    check_in: 5,
    check_out: 3,
    mark_no_show: 3,
    block: 5,
    move_block: 4,
    unblock: 4,
    seal: 1,
    move_the_clock: 3,
}
"""Each with its share of the draws."""

WITHOUT_TIME = {
    operation: share
    for operation, share in OPERATIONS.items()
    if operation not in (move_the_clock, check_out, mark_no_show, check_in)
}
"""Those after which a hold's lock is given back or still its own; the others leave locks to end by themselves."""
