"""The public door of the right of withdrawal (*botón de arrepentimiento*): a code and its phone, no sign-in."""

import hashlib
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.phones import spellings
from reservas.features.guests import repository as guests
from reservas.features.payments import repository
from reservas.features.payments.schemas import Cancellation, Cancelled, Ending
from reservas.features.payments.service.cancelling import cancel
from reservas.features.reservations import repository as reservations
from reservas.features.reservations.errors import InvalidTransition, ReservationNotFound
from reservas.features.reservations.ports import NightLocks
from reservas.features.reservations.schemas import ReservationView
from reservas.features.staff import service as staff
from reservas.infra.database import Database

# More than for one code or one phone: many guests share the address of a network, or of a proxy.
MOST_FROM_AN_ADDRESS = 30


async def withdraw(
    database: Database, code: str, phone: str, *, address: str, now: datetime, locks: NightLocks
) -> tuple[Cancelled, bool]:
    """Take the contract of reservation `code` back for whoever knows the phone (digits) it was made with.

    Attempts are counted by code, by phone and by the client's network address. Return the withdrawal and True, or the
    one made before and False. Raises ReservationNotFound, the same for a wrong code and a wrong phone; TooManyAttempts;
    WithdrawalEnded; InvalidTransition.
    """
    await staff.count_attempt(database, _hash("address", address), now, MOST_FROM_AN_ADDRESS)
    guesses = [_hash("code", code), _hash("phone", phone)]
    for guess in guesses:
        await staff.count_attempt(database, guess, now)

    async def work(session: AsyncSession) -> tuple[Cancelled, bool]:
        view = await _of_phone(session, code, phone)
        wanted = Cancellation(reason="withdrawal by the public form", is_withdrawal=True)
        try:
            return await cancel(session, code, wanted, actor=f"web:{view.guest_id}", now=now, locks=locks), True
        except InvalidTransition:
            # A second click: what the first has done is the answer.
            ending = (await repository.endings_of(session, [view.id])).get(view.id, Ending())
            if ending.withdrawal is None:
                raise
            # A contract gives everything back: without a refund, none of its money was known here.
            is_paid_elsewhere = view.confirmed_at is not None and ending.refund is None
            return Cancelled(await reservations.view(session, view.id), ending, is_paid_elsewhere), False

    result = await database.transaction(work)
    for guess in guesses:
        await staff.forget_attempts(database, guess)
    return result


def _hash(kind: str, value: str) -> str:
    return hashlib.sha256(f"withdrawal:{kind}:{value}".encode()).hexdigest()


async def _of_phone(session: AsyncSession, code: str, phone: str) -> ReservationView:
    nowhere = ReservationNotFound("No reservation has that code and that phone.")
    try:
        view = await reservations.view_by_code(session, code)
    except ReservationNotFound:
        raise nowhere from None
    if not await guests.has_phone(session, view.guest_id, spellings(phone)):
        raise nowhere
    return view
