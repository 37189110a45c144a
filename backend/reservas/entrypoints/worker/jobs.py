"""The job table: a name, and the use case it calls with ids only."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from reservas.bootstrap import WorkerServices
from reservas.entrypoints.worker import facts
from reservas.features.conversations.schemas import FETCH_MEDIA, SEND, TURN
from reservas.features.inbox import service as inbox
from reservas.features.inbox.schemas import Provider, bulk_job, received_job, replayed_job
from reservas.features.outbox.schemas import Fact
from reservas.features.payments import jobs as payment_jobs
from reservas.features.payments.schemas import HOLD_ENDED

Payload = dict[str, Any]
Handler = Callable[[Payload], Awaitable[None]]
# Over all workers. All of them together leave places free: providers that hang must not keep turns waiting.
MERCADOPAGO_LIMIT = 3
SEND_LIMIT = 12
MEDIA_LIMIT = 3


@dataclass(frozen=True, slots=True)
class Work:
    """What a job does, what is done when it gave up, and how many may run at once over all workers (0 = any)."""

    handler: Handler
    on_giving_up: Handler | None = None
    limit: int = 0


def job_table(services: WorkerServices) -> Mapping[str, Work]:
    """Return every job this product knows, by name. Each may run twice and in parallel."""
    return {
        **_inbox_jobs(services),
        **_conversation_jobs(services),
        **_payment_jobs(services),
        **_fact_jobs(services),
    }


def _inbox_jobs(services: WorkerServices) -> dict[str, Work]:
    database, clock, receiver = services.connections.database, services.connections.clock, services.receiver

    async def payment_received(payload: Payload) -> None:
        await payment_jobs.receive(database, clock, services.ledger, payload["event_id"])

    async def give_up(payload: Payload) -> None:
        async with database.unit_of_work() as session:
            await inbox.give_up(session, payload["event_id"], clock.now())

    return {
        received_job(Provider.WHATSAPP): Work(lambda payload: receiver.receive(payload["event_id"]), give_up),
        bulk_job(Provider.WHATSAPP): Work(lambda _: services.ticks.take_in()),
        replayed_job(Provider.WHATSAPP): Work(lambda payload: receiver.replay(payload["letter_id"])),
        received_job(Provider.MERCADOPAGO): Work(payment_received, give_up, limit=MERCADOPAGO_LIMIT),
    }


def _conversation_jobs(services: WorkerServices) -> dict[str, Work]:
    turns, sender, notifier = services.turns, services.sender, services.notifier
    return {
        TURN: Work(
            lambda payload: services.replies.answer(payload["conversation_id"]),
            on_giving_up=lambda payload: turns.give_up(payload["conversation_id"]),
        ),
        FETCH_MEDIA: Work(
            lambda payload: services.media.fetch(payload["media_id"]),
            on_giving_up=lambda payload: services.media.give_up(payload["media_id"]),
            limit=MEDIA_LIMIT,
        ),
        SEND: Work(lambda payload: sender.send(payload["conversation_id"]), limit=SEND_LIMIT),
        facts.TELL_LINK: Work(lambda payload: notifier.link_opened(payload["subject_id"])),
        facts.TELL_CONFIRMED: Work(lambda payload: notifier.confirmed(payload["subject_id"])),
        facts.TELL_EXPIRED: Work(lambda payload: notifier.expired(payload["subject_id"])),
        facts.TELL_CANCELLED: Work(lambda payload: notifier.cancelled(payload["subject_id"], payload.get("by"))),
        facts.TELL_CHANGED: Work(
            lambda payload: notifier.changed(payload["subject_id"], payload.get("by"), payload.get("at"))
        ),
        facts.TELL_REFUND: Work(lambda payload: notifier.refund_made(payload["subject_id"])),
        facts.TELL_PAYMENT: Work(lambda payload: notifier.payment_judged(payload["subject_id"], payload["outcome"])),
    }


def _payment_jobs(services: WorkerServices) -> dict[str, Work]:
    async def settle(payload: Payload) -> None:
        await services.settlement.settle(payload["reservation_id"])

    async def open_link(payload: Payload) -> None:
        await services.links.open_deposit(payload["subject_id"])

    async def renew_link(payload: Payload) -> None:
        await services.links.renew_deposit(payload["subject_id"])

    async def close_link(payload: Payload) -> None:
        await services.links.close(payload["subject_id"])

    handlers = {
        HOLD_ENDED: settle,
        facts.OPEN_LINK: open_link,
        facts.RENEW_LINK: renew_link,
        facts.CLOSE_LINK: close_link,
    }
    return {name: Work(handler, limit=MERCADOPAGO_LIMIT) for name, handler in handlers.items()}


def _fact_jobs(services: WorkerServices) -> dict[str, Work]:
    async def told(fact: Fact, payload: Payload) -> None:
        await facts.tell_subscribers(services.connections.database, fact, payload)

    return {fact: Work(partial(told, fact)) for fact in Fact}
