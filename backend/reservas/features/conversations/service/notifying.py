"""A fact becomes what its guest is told, once: the message's cause is the fact and its subject."""

from collections.abc import Awaitable, Callable, Mapping

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.dialogue import notices, templates
from reservas.domain.dialogue.events import LinkFound
from reservas.domain.dialogue.replies import to_content
from reservas.domain.dialogue.state import Setting
from reservas.domain.payments import NEEDS_PERSON, Outcome
from reservas.domain.reservation_states import LIVE, PAID_FOR
from reservas.features.conversations import repository
from reservas.features.conversations.schemas import HANDOVER_HOURS, SEND
from reservas.features.conversations.service import driving
from reservas.features.conversations.service.facts import read_setting, refund_fact, reservation_fact
from reservas.features.conversations.service.saying import NOTHING, Told, only_true_news
from reservas.features.conversations.stand_ins import StandIn
from reservas.features.outbox.schemas import Fact
from reservas.features.payments import repository as payments
from reservas.features.payments.schemas import Ending
from reservas.features.reservations import repository as reservations
from reservas.features.reservations.schemas import ReservationView
from reservas.infra.database import Database
from reservas.infra.queue import enqueue
from reservas.kit.clock import Clock

GUEST = "guest"  # the actor of what guests do in the chat
HOUSE = "house"  # who calls off a stay that its guest wanted
log = structlog.get_logger(__name__)
Compose = Callable[[AsyncSession, ReservationView, Setting], Awaitable[Told]]


class Notifier:
    """Tells guests about links, news of their money, and what became of their reservation."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        media_url: str,
        handover_hours: float | None = HANDOVER_HOURS,
        template_language: str = templates.DEFAULT_LANGUAGE,
    ) -> None:
        self._database = database
        self._clock = clock
        self._media_url = media_url
        self._handover_hours = handover_hours
        self._template_language = template_language

    async def link_opened(self, link_id: int) -> None:
        """Send the payment link to the guest of its reservation."""
        async with self._database.unit_of_work() as session:
            link = await payments.link_view(session, link_id)
        if link is None:
            return

        async def compose(_: AsyncSession, view: ReservationView, setting: Setting) -> Told:
            amount = link.amount
            found = LinkFound(
                view.code, view.accommodation_name, link.url, amount.amount_cents, amount.currency, link.expires_at
            )
            return Told((notices.payment_link(found, setting),), (found,))

        def values(setting: Setting) -> dict[str, str]:
            words, amount = setting.words, link.amount
            until = words.hour(link.expires_at, setting.time_zone)
            return {"amount": words.money(amount.amount_cents, amount.currency), "until": until, "url": link.url}

        cause = f"{Fact.PAYMENT_LINK_OPENED}:{link_id}"
        await self.tell(link.reservation_id, cause, compose, "payment_link", values)

    async def confirmed(self, reservation_id: int) -> None:
        """Send the confirmation, with how to arrive, unless the stay was cancelled meanwhile."""

        async def compose(session: AsyncSession, view: ReservationView, setting: Setting) -> Told:
            if view.status not in PAID_FOR:
                # Cancelled meanwhile, of which its guest is told: good news would come too late.
                return NOTHING
            fact = await reservation_fact(session, view, self._media_url, self._clock.now())
            return Told(notices.confirmed(fact, setting), (fact,))

        await self.tell(
            reservation_id, f"{Fact.RESERVATION_CONFIRMED}:{reservation_id}", compose, "reservation_confirmed"
        )

    async def expired(self, reservation_id: int) -> None:
        """Say that the hold ended, unless its nights were paid for after all."""

        async def compose(session: AsyncSession, view: ReservationView, setting: Setting) -> Told:
            if view.status != "expired":
                return NOTHING
            fact = await reservation_fact(session, view, self._media_url, self._clock.now())
            return Told(notices.expired(fact, setting), (fact,))

        await self.tell(reservation_id, f"{Fact.RESERVATION_EXPIRED}:{reservation_id}", compose, "hold_expired")

    async def cancelled(self, reservation_id: int, by: str | None) -> None:
        """Say that the reservation was cancelled and what comes back; a guest who did it here was answered here."""
        if by == GUEST:
            return

        async with self._database.unit_of_work() as session:
            view = await reservations.view(session, reservation_id)
            ending = (await payments.endings_of(session, [view.id])).get(view.id, Ending())
            fact = await reservation_fact(session, view, self._media_url, self._clock.now())
        refund = None if ending.refund is None else refund_fact(ending.refund)

        async def compose(_: AsyncSession, __: ReservationView, setting: Setting) -> Told:
            replies = notices.cancelled(fact, refund, ending.withdrawal, setting, by_house=by == HOUSE)
            return Told(replies, (fact, refund, ending.withdrawal))

        cause = f"{Fact.RESERVATION_CANCELLED}:{reservation_id}"
        needs_person = refund is None and fact.is_paid_elsewhere
        await self.tell(reservation_id, cause, compose, "reservation_cancelled", call_person=needs_person)

    async def changed(self, reservation_id: int, by: str | None, at: str | None) -> None:
        """Say how the reservation stands after the change made `at` that instant.

        Without `at` only a hold's time changed, which its new link tells.
        """
        if by == GUEST or at is None:
            return

        async def compose(session: AsyncSession, view: ReservationView, setting: Setting) -> Told:
            if view.status not in LIVE:
                return NOTHING
            fact = await reservation_fact(session, view, self._media_url, self._clock.now())
            return Told(notices.changed(fact, setting), (fact,))

        cause = f"{Fact.RESERVATION_CHANGED}:{reservation_id}:{at}"
        await self.tell(reservation_id, cause, compose, "reservation_changed")

    async def refund_made(self, refund_id: int) -> None:
        """Say that a refund was given back, and how."""
        async with self._database.unit_of_work() as session:
            refund = await payments.refund_view(session, refund_id)

        async def compose(_: AsyncSession, view: ReservationView, setting: Setting) -> Told:
            given = refund_fact(refund)
            return Told(notices.refunded(view.code, given, setting), (view.code, given))

        def values(setting: Setting) -> dict[str, str]:
            return {"amount": setting.words.money(refund.amount.amount_cents, refund.amount.currency)}

        await self.tell(refund.reservation_id, f"{Fact.REFUND_MADE}:{refund_id}", compose, "refund_made", values)

    async def payment_judged(self, payment_id: int, outcome: str) -> None:
        """Tell the news of a payment; one that needs a person also calls one."""
        async with self._database.unit_of_work() as session:
            payment = await payments.payment_view(session, payment_id)
        if payment.reservation_id is None or payment.outcome != outcome:
            # Nobody's, or overtaken by later news of the same payment, which has a job of its own.
            return
        judged, amount = Outcome(outcome), payment.amount

        async def compose(_: AsyncSession, view: ReservationView, setting: Setting) -> Told:
            news = notices.payment_news(judged, view.status, amount.amount_cents, amount.currency, setting)
            return Told(news, (amount.amount_cents,))

        cause = f"{Fact.PAYMENT_JUDGED}:{payment_id}:{outcome}"
        needs_person = judged in NEEDS_PERSON
        await self.tell(payment.reservation_id, cause, compose, "payment_news", call_person=needs_person)

    async def tell(
        self,
        reservation_id: int,
        cause: str,
        compose: Compose,
        template: str,
        values: Callable[[Setting], Mapping[str, str]] = lambda _: {},
        *,
        call_person: bool = False,
    ) -> None:
        """Queue what `compose` says; the first of it may be said by `template` while the window is closed."""
        now = self._clock.now()
        async with self._database.unit_of_work() as session:
            view = await reservations.view(session, reservation_id)
            conversation = await repository.lock_of_guest(session, view.guest_id)
            if conversation is None:
                log.info("notice.no_conversation", cause=cause)
                return
            setting = await read_setting(session, conversation, now)
            told = await compose(session, view, setting)
            replies = only_true_news(told, setting)
            # A template says in short what the message says: where that is not sure, it is not either.
            is_sure = tuple(replies) == told.replies
            in_place = self._stand_ins(template, view, setting, values(setting)) if replies and is_sure else ()
            added = [
                await repository.add_outbound(
                    session, conversation.id, f"{cause}:{number}", to_content(reply), now, () if number else in_place
                )
                for number, reply in enumerate(replies)
            ]
            if any(added):
                await enqueue(session, SEND, {"conversation_id": conversation.id})
                if not is_sure:
                    driving.ask(session, conversation, now)
                if call_person:
                    hours = self._handover_hours
                    await driving.take(session, conversation, now, by=driving.BOT, hours=hours)

    def _stand_ins(
        self, template: str, view: ReservationView, setting: Setting, values: Mapping[str, str]
    ) -> tuple[StandIn, ...]:
        stay = setting.words.stay(view.stay, setting.today)
        known = {"cabin": view.accommodation_name, "code": view.code, "stay": stay, **values}
        return self.stand_ins(template, known, setting)

    def stand_ins(self, template: str, values: Mapping[str, str], setting: Setting) -> tuple[StandIn, ...]:
        """Return what may be said in a message's place while the window is closed, in the guest's language first."""
        found = templates.stand_ins(template, values, setting.words.locale, self._template_language)
        return tuple(StandIn(*one) for one in found)
