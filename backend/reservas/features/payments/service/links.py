"""A held reservation asks for its deposit by a link that dies with the hold."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.money import Money
from reservas.domain.reservation_states import Status
from reservas.features.outbox import service as outbox
from reservas.features.outbox.schemas import Fact
from reservas.features.payments import repository
from reservas.features.payments.ports import PaymentProvider
from reservas.features.payments.schemas import REFERENCE_PREFIX, LinkRequest
from reservas.features.payments.service.judging import credit
from reservas.features.reservations import repository as reservations
from reservas.features.reservations import service as booking
from reservas.features.reservations.schemas import ReservationView
from reservas.infra.database import Database
from reservas.kit.clock import Clock
from reservas.kit.ids import new_reference
from reservas.models import PaymentLink

DEPOSIT = "deposit"
ACTOR = "system:payments"
ENDED = ("closing", "closed")


class PaymentLinks:
    """Opens and closes links; the provider is called between transactions, never inside one."""

    def __init__(self, database: Database, clock: Clock, provider: PaymentProvider) -> None:
        self._database = database
        self._clock = clock
        self._provider = provider

    async def open_deposit(self, reservation_id: int) -> None:
        """Make the link for what a hold's deposit lacks and tell that it is open.

        Does nothing when it is open, or the hold is over. A hold that lacks nothing, because its deposit was changed to
        what has come in, is confirmed instead.
        Raises PaymentProviderUnavailable: the link's row and reference stay, so trying again makes no second link.
        """
        reservation, link = await self._prepare(reservation_id)
        if link is None:
            # The hold is over; a link that was being made meanwhile must not stay open.
            await self.close(reservation_id)
            return
        if link.status != "creating":
            return
        opened = await self._provider.open_link(
            LinkRequest(
                external_reference=link.external_reference,
                title=f"Seña {reservation.accommodation_name} · {reservation.code}",
                description=f"{reservation.stay.check_in:%d/%m/%Y} al {reservation.stay.check_out:%d/%m/%Y}",
                amount=Money(link.amount_cents, link.currency),
                expires_at=link.expires_at,
            )
        )
        async with self._database.unit_of_work() as session:
            locked = await repository.lock_link(session, link.id)
            if locked.status == "creating":
                locked.preference_id, locked.url, locked.status = opened.preference_id, opened.url, "open"
                await outbox.publish(session, Fact.PAYMENT_LINK_OPENED, link.id)
            elif locked.status in ENDED:
                # The hold ended while the provider was answering: only now is there an id to close the link by.
                locked.preference_id, locked.url, locked.status = opened.preference_id, opened.url, "closing"
            is_late = locked.status == "closing"
        if is_late:
            await self.close(reservation_id)
            await self._close_outdated(reservation_id)

    async def renew_deposit(self, reservation_id: int) -> None:
        """Put a link with the hold's present deposit and end in the place of one that says otherwise.

        Raises PaymentProviderUnavailable; trying again goes on where it stopped.
        """
        await self._close_outdated(reservation_id)
        await self.open_deposit(reservation_id)

    async def close(self, reservation_id: int) -> None:
        """Make every link of a reservation that is over refuse new payments. Raises PaymentProviderUnavailable."""
        async with self._database.unit_of_work() as session:
            if (await reservations.view(session, reservation_id)).status == Status.PRE_RESERVED:
                return
            links = [
                link for link in await repository.lock_links_of(session, reservation_id) if link.status != "closed"
            ]
            for link in links:
                await repository.set_link_status(session, link.id, "closing")
        await self._finish_closing(links)

    async def _close_outdated(self, reservation_id: int) -> None:
        async with self._database.unit_of_work() as session:
            reservation = await reservations.view(session, reservation_id)
            present = (await _lacking_cents(session, reservation), reservation.expires_at)
            outdated = [
                link
                for link in await repository.lock_links_of(session, reservation_id)
                if link.status != "closed" and (link.amount_cents, link.expires_at) != present
            ]
            for link in outdated:
                await repository.set_link_status(session, link.id, "closing")
        await self._finish_closing(outdated)

    async def _finish_closing(self, links: Sequence[PaymentLink]) -> None:
        for link in links:
            if link.preference_id is not None:
                await self._provider.close_link(link.preference_id)
            async with self._database.unit_of_work() as session:
                await repository.set_link_status(session, link.id, "closed")

    async def _prepare(self, reservation_id: int) -> tuple[ReservationView, PaymentLink | None]:
        now = self._clock.now()
        async with self._database.unit_of_work() as session:
            reservation = await reservations.view(session, reservation_id)
            if reservation.status != Status.PRE_RESERVED or reservation.expires_at is None:
                return reservation, None
            lacking = await _lacking_cents(session, reservation)
            if lacking <= 0:
                await _confirm_covered(session, reservation, now)
                return reservation, None
            if await repository.live_link(session, reservation_id, DEPOSIT) is None:
                await repository.add_link(
                    session,
                    reservation_id=reservation_id,
                    purpose=DEPOSIT,
                    amount_cents=lacking,
                    currency=reservation.currency,
                    external_reference=new_reference(REFERENCE_PREFIX),
                    status="creating",
                    expires_at=reservation.expires_at,
                    created_at=now,
                )
            return reservation, await repository.live_link(session, reservation_id, DEPOSIT)


async def _lacking_cents(session: AsyncSession, reservation: ReservationView) -> int:
    return reservation.deposit_cents - await repository.paid_cents(session, reservation.id)


async def _confirm_covered(session: AsyncSession, reservation: ReservationView, now: datetime) -> None:
    reason = "what has come in covers the deposit"
    await booking.confirm(session, reservation.id, actor=ACTOR, now=now, reason=reason)
    credit(session, await repository.lock_counted(session, reservation.id), reservation.code, actor=ACTOR, now=now)
