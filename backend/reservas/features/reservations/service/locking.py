"""A hold's nights are locked in Redis under the reservation's code, and given back when the transaction has ended."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.stays import Stay
from reservas.features.reservations import repository
from reservas.features.reservations.ports import NightLocks
from reservas.infra.database import afterwards
from reservas.models import Reservation


def night_keys(accommodation_id: int, stay: Stay) -> list[str]:
    """Return one key for each night of `stay` there."""
    return [f"reservas:night:{accommodation_id}:{night:%Y-%m-%d}" for night in stay.each_night()]


class HoldLock:
    """The lock of a hold about to be placed: it stays only if the reservation is really kept."""

    def __init__(self, session: AsyncSession, locks: NightLocks, accommodation_id: int, stay: Stay, code: str) -> None:
        self._session = session
        self._locks = locks
        self._keys = night_keys(accommodation_id, stay)
        self._code = code
        self._is_kept = False

    async def take(self, seconds: float) -> bool:
        """Take the nights' locks; return False when somebody else is at one of them."""
        if not await self._locks.take(self._keys, self._code, seconds):
            return False
        afterwards(self._session, self._settle)
        return True

    def keep(self) -> None:
        """Let the lock live as long as the hold, if the transaction keeps that."""
        self._is_kept = True

    async def _settle(self, committed: bool) -> None:
        if not (committed and self._is_kept):
            await self._locks.give_back(self._keys, self._code)


def keys_of(reservation: Reservation) -> list[str]:
    """Return the keys of the reservation's nights where it is now."""
    return night_keys(reservation.accommodation_id, repository.as_stay(reservation.nights))


def give_back_afterwards(session: AsyncSession, locks: NightLocks, reservation: Reservation) -> None:
    """Give the ended hold's locks back once its end is committed, when nobody waits in a transaction."""
    give_keys_back_afterwards(session, locks, keys_of(reservation), reservation.code)


def give_keys_back_afterwards(session: AsyncSession, locks: NightLocks, keys: Sequence[str], code: str) -> None:
    """Give those of `keys` that are the reservation's back once its leaving them is committed."""

    async def give_back(committed: bool) -> None:
        if committed:
            await locks.give_back(keys, code)

    afterwards(session, give_back)
