"""A hold whose time is over is released only after the provider was asked whether its money is there."""

from datetime import datetime, timedelta

import structlog

from reservas.domain.reservation_states import Status
from reservas.features.payments import repository
from reservas.features.payments.errors import PaymentProviderUnavailable, PaymentRequestRefused
from reservas.features.payments.ports import PaymentProvider
from reservas.features.payments.schemas import HOLD_ENDED
from reservas.features.payments.service.applying import PaymentLedger
from reservas.features.payments.service.pending import unsettled_limit
from reservas.features.reservations import repository as reservations
from reservas.features.reservations import service as reservation_service
from reservas.features.reservations.ports import NightLocks
from reservas.features.reservations.service.rows import lock_reservation
from reservas.infra.database import Database
from reservas.infra.queue import enqueue
from reservas.kit.clock import Clock
from reservas.models import Reservation

log = structlog.get_logger(__name__)
BATCH = 100
# Between two looks at the same ended hold, so that money in review does not cost a search every few seconds.
BETWEEN_CHECKS = timedelta(minutes=1)


class HoldSettlement:
    """Sweeps ended holds; each is settled by a job of its own."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        provider: PaymentProvider,
        ledger: PaymentLedger,
        locks: NightLocks,
    ) -> None:
        self._database = database
        self._clock = clock
        self._provider = provider
        self._ledger = ledger
        self._locks = locks

    async def sweep(self) -> int:
        """Enqueue one job for each hold whose shown end has passed and whose turn it is; return how many."""
        now = self._clock.now()
        async with self._database.unit_of_work() as session:
            due = await reservations.claim_ended_holds(session, now, now + BETWEEN_CHECKS, BATCH)
            for reservation_id in due:
                await enqueue(session, HOLD_ENDED, {"reservation_id": reservation_id})
        return len(due)

    async def settle(self, reservation_id: int) -> None:
        """Ask the provider for the hold's payments, apply them, and release the nights if no money is there or coming.

        While the provider gives no usable answer the nights stay until the hold's release time.
        """
        asked = await self._apply_payments(reservation_id)
        now = self._clock.now()
        async with self._database.unit_of_work() as session:
            # Locked before the ledger is read: a payment entered meanwhile would go unseen.
            reservation = await lock_reservation(session, reservation_id)
            unsettled = await repository.has_unsettled(session, reservation_id)
            if _must_wait(reservation, now, asked=asked, unsettled=unsettled):
                return
            reason = "not paid in time" if asked else "not paid in time; the payment provider could not be asked"
            await reservation_service.expire(session, reservation_id, now, reason=reason, locks=self._locks)

    async def _apply_payments(self, reservation_id: int) -> bool:
        """Apply what the provider has for the reservation's links; return False when it gave no usable answer."""
        async with self._database.unit_of_work() as session:
            references = [link.external_reference for link in await repository.links_of(session, reservation_id)]
        try:
            for reference in references:
                found = await self._provider.find_payments(reference)
                read = [await self._ledger.read_and_apply(payment_id) for payment_id in found]
                if not all(read):
                    log.warning("hold.payment_unreadable", reservation_id=reservation_id)
                    return False
        except (PaymentProviderUnavailable, PaymentRequestRefused) as error:
            log.warning("hold.provider_gave_no_answer", reservation_id=reservation_id, error=error.detail)
            return False
        return True


def _must_wait(reservation: Reservation, now: datetime, *, asked: bool, unsettled: bool) -> bool:
    if reservation.status != Status.PRE_RESERVED or reservation.expires_at is None or reservation.release_at is None:
        return True
    if unsettled:
        return now < unsettled_limit(reservation.expires_at)
    return not asked and now < reservation.release_at
