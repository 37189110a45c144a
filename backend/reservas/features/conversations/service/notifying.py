"""A fact becomes what its guest is told, once: the message's cause is the fact and its subject."""

from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.dialogue import notices
from reservas.domain.dialogue.events import LinkFound
from reservas.domain.dialogue.replies import Reply, to_content
from reservas.domain.dialogue.state import Setting
from reservas.domain.payments import NEEDS_PERSON, Outcome
from reservas.domain.reservation_states import LIVE, PAID_FOR
from reservas.features.conversations import repository
from reservas.features.conversations.schemas import HANDOVER_HOURS, SEND
from reservas.features.conversations.service import driving
from reservas.features.conversations.service.facts import read_setting, refund_fact, reservation_fact
from reservas.features.outbox.schemas import Fact
from reservas.features.payments import repository as payments
from reservas.features.payments.schemas import Ending
from reservas.features.reservations import repository as reservations
from reservas.features.reservations.schemas import ReservationView
from reservas.infra.database import Database
from reservas.infra.queue import enqueue
from reservas.kit.clock import Clock

GUEST = "guest"  # the actor of what guests do in the chat
log = structlog.get_logger(__name__)
Compose = Callable[[AsyncSession, ReservationView, Setting], Awaitable[tuple[Reply, ...]]]


class Notifier:
    """Tells guests about links, news of their money, and what became of their reservation."""

    def __init__(
        self, database: Database, clock: Clock, media_url: str, handover_hours: float | None = HANDOVER_HOURS
    ) -> None:
        self._database = database
        self._clock = clock
        self._media_url = media_url
        self._handover_hours = handover_hours

    async def link_opened(self, link_id: int) -> None:
        """Send the payment link to the guest of its reservation."""
        async with self._database.unit_of_work() as session:
            link = await payments.link_view(session, link_id)
        if link is None:
            return

        async def compose(_: AsyncSession, view: ReservationView, setting: Setting) -> tuple[Reply, ...]:
            amount = link.amount
            found = LinkFound(
                view.code, view.accommodation_name, link.url, amount.amount_cents, amount.currency, link.expires_at
            )
            return (notices.payment_link(found, setting),)

        await self._tell(link.reservation_id, f"{Fact.PAYMENT_LINK_OPENED}:{link_id}", compose)

    async def confirmed(self, reservation_id: int) -> None:
        """Send the confirmation, with how to arrive, unless the stay was cancelled meanwhile."""

        async def compose(session: AsyncSession, view: ReservationView, setting: Setting) -> tuple[Reply, ...]:
            if view.status not in PAID_FOR:
                # Cancelled meanwhile, of which its guest is told: good news would come too late.
                return ()
            return notices.confirmed(await reservation_fact(session, view, self._media_url, self._clock.now()), setting)

        await self._tell(reservation_id, f"{Fact.RESERVATION_CONFIRMED}:{reservation_id}", compose)

    async def expired(self, reservation_id: int) -> None:
        """Say that the hold ended, unless its nights were paid for after all."""

        async def compose(session: AsyncSession, view: ReservationView, setting: Setting) -> tuple[Reply, ...]:
            if view.status != "expired":
                return ()
            return notices.expired(await reservation_fact(session, view, self._media_url, self._clock.now()), setting)

        await self._tell(reservation_id, f"{Fact.RESERVATION_EXPIRED}:{reservation_id}", compose)

    async def cancelled(self, reservation_id: int, by: str | None) -> None:
        """Say that the reservation was cancelled and what comes back; a guest who did it here was answered here."""
        if by == GUEST:
            return

        async def compose(session: AsyncSession, view: ReservationView, setting: Setting) -> tuple[Reply, ...]:
            ending = (await payments.endings_of(session, [view.id])).get(view.id, Ending())
            refund = None if ending.refund is None else refund_fact(ending.refund)
            fact = await reservation_fact(session, view, self._media_url, self._clock.now())
            return notices.cancelled(fact, refund, ending.withdrawal, setting)

        await self._tell(reservation_id, f"{Fact.RESERVATION_CANCELLED}:{reservation_id}", compose)

    async def changed(self, reservation_id: int, by: str | None, at: str | None) -> None:
        """Say how the reservation stands after the change made `at` that instant.

        Without `at` only a hold's time changed, which its new link tells.
        """
        if by == GUEST or at is None:
            return

        async def compose(session: AsyncSession, view: ReservationView, setting: Setting) -> tuple[Reply, ...]:
            if view.status not in LIVE:
                return ()
            return notices.changed(await reservation_fact(session, view, self._media_url, self._clock.now()), setting)

        await self._tell(reservation_id, f"{Fact.RESERVATION_CHANGED}:{reservation_id}:{at}", compose)

    async def refund_made(self, refund_id: int) -> None:
        """Say that a refund was given back, and how."""
        async with self._database.unit_of_work() as session:
            refund = await payments.refund_view(session, refund_id)

        async def compose(_: AsyncSession, view: ReservationView, setting: Setting) -> tuple[Reply, ...]:
            return notices.refunded(view.code, refund_fact(refund), setting)

        await self._tell(refund.reservation_id, f"{Fact.REFUND_MADE}:{refund_id}", compose)

    async def payment_judged(self, payment_id: int, outcome: str) -> None:
        """Tell the news of a payment; one that needs a person also calls one."""
        async with self._database.unit_of_work() as session:
            payment = await payments.payment_view(session, payment_id)
        if payment.reservation_id is None or payment.outcome != outcome:
            # Nobody's, or overtaken by later news of the same payment, which has a job of its own.
            return
        judged, amount = Outcome(outcome), payment.amount

        async def compose(_: AsyncSession, view: ReservationView, setting: Setting) -> tuple[Reply, ...]:
            return notices.payment_news(judged, view.status, amount.amount_cents, amount.currency, setting)

        cause = f"{Fact.PAYMENT_JUDGED}:{payment_id}:{outcome}"
        await self._tell(payment.reservation_id, cause, compose, call_person=judged in NEEDS_PERSON)

    async def _tell(self, reservation_id: int, cause: str, compose: Compose, *, call_person: bool = False) -> None:
        now = self._clock.now()
        async with self._database.unit_of_work() as session:
            view = await reservations.view(session, reservation_id)
            conversation = await repository.lock_of_guest(session, view.guest_id)
            if conversation is None:
                log.info("notice.no_conversation", cause=cause)
                return
            setting = await read_setting(session, conversation, now)
            replies = await compose(session, view, setting)
            added = [
                await repository.add_outbound(session, conversation.id, f"{cause}:{number}", to_content(reply), now)
                for number, reply in enumerate(replies)
            ]
            if any(added):
                await enqueue(session, SEND, {"conversation_id": conversation.id})
                if call_person:
                    hours = self._handover_hours
                    await driving.take(session, conversation, now, by=driving.BOT, hours=hours)
