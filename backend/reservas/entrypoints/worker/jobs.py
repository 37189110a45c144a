"""The job table: a name, and the use case it calls with ids only."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from reservas.bootstrap import WorkerServices
from reservas.entrypoints.worker import facts
from reservas.features.conversations.schemas import ACKNOWLEDGE, SEND, TURN
from reservas.features.inbox.schemas import RECEIVED, Provider
from reservas.features.outbox.schemas import Fact
from reservas.features.payments import jobs as payment_jobs
from reservas.features.payments.schemas import HOLD_ENDED

Payload = dict[str, Any]
Handler = Callable[[Payload], Awaitable[None]]


def job_table(services: WorkerServices) -> Mapping[str, Handler]:
    """Return every job this product knows, by name. Each may run twice and in parallel."""
    database, clock = services.connections.database, services.connections.clock

    async def received(payload: Payload) -> None:
        if payload["provider"] == Provider.WHATSAPP:
            await services.receiver.receive(payload["event_id"])
        else:
            await payment_jobs.receive(database, clock, services.ledger, payload["event_id"])

    async def told(fact: Fact, payload: Payload) -> None:
        await facts.tell_subscribers(database, fact, payload)

    return {
        RECEIVED: received,
        TURN: lambda payload: services.turns.handle(payload["conversation_id"]),
        SEND: lambda payload: services.sender.send(payload["conversation_id"]),
        ACKNOWLEDGE: lambda payload: services.messenger.acknowledge(payload["provider_id"]),
        HOLD_ENDED: lambda payload: services.settlement.settle(payload["reservation_id"]),
        facts.OPEN_LINK: lambda payload: services.links.open_deposit(payload["subject_id"]),
        facts.CLOSE_LINK: lambda payload: services.links.close(payload["subject_id"]),
        facts.TELL_LINK: lambda payload: services.notifier.link_opened(payload["subject_id"]),
        facts.TELL_CONFIRMED: lambda payload: services.notifier.confirmed(payload["subject_id"]),
        facts.TELL_EXPIRED: lambda payload: services.notifier.expired(payload["subject_id"]),
        facts.TELL_PAYMENT: lambda payload: services.notifier.payment_judged(payload["subject_id"], payload["outcome"]),
        **{fact: partial(told, fact) for fact in Fact},
    }
