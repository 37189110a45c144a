"""The job table, the facts and the patience between attempts fit together."""

import json
from dataclasses import fields
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import AsyncMock

import asyncpg
import pytest

from reservas.bootstrap import WorkerServices
from reservas.entrypoints.worker import facts
from reservas.entrypoints.worker.execution import LONGEST_BACKOFF_SECONDS, backoff_seconds, is_outage
from reservas.entrypoints.worker.jobs import job_table
from reservas.entrypoints.worker.main import BATCH_SIZE, CONCURRENT_JOBS
from reservas.features.conversations.errors import SendLater, SendOutcomeUnknown, SendRefused
from reservas.features.conversations.schemas import FETCH_MEDIA, SEND, TURN
from reservas.features.conversations.service.replying import SENDING_AT_ONCE
from reservas.features.inbox.schemas import Provider, bulk_job, received_job
from reservas.features.outbox.schemas import Fact
from reservas.features.payments.errors import PaymentProviderUnavailable, PaymentRequestRefused
from reservas.features.payments.schemas import HOLD_ENDED


def recorder() -> tuple[WorkerServices, list[tuple[str, tuple[Any, ...]]]]:
    """Services that only write down what they are asked."""
    calls: list[tuple[str, tuple[Any, ...]]] = []

    class Service:
        def __init__(self, name: str) -> None:
            self._name = name

        def __getattr__(self, method: str) -> Any:
            async def called(*arguments: Any) -> None:
                calls.append((f"{self._name}.{method}", arguments))

            return called

    names = [field.name for field in fields(WorkerServices)]
    services = SimpleNamespace(**{name: Service(name) for name in names})
    services.connections = SimpleNamespace(database=None, clock=None)
    return cast("WorkerServices", services), calls


@pytest.mark.parametrize("fact", Fact)
def test_every_fact_is_a_job_and_tells_somebody(fact: Fact) -> None:
    table = job_table(recorder()[0])
    assert fact in table
    assert facts.SUBSCRIBERS[fact]
    for subscriber in facts.SUBSCRIBERS[fact]:
        assert subscriber in table
        assert subscriber not in set(Fact)  # a fact that leads to a fact could go round for ever


def test_every_subscriber_is_told_of_something() -> None:
    told = {job for jobs in facts.SUBSCRIBERS.values() for job in jobs}
    names = {value for name, value in vars(facts).items() if name.startswith(("OPEN_", "RENEW_", "CLOSE_", "TELL_"))}
    assert told == names


@pytest.mark.parametrize(
    ("job", "payload", "called"),
    [
        (received_job(Provider.WHATSAPP), {"event_id": 7}, ("receiver.receive", (7,))),
        (bulk_job(Provider.WHATSAPP), {}, ("ticks.take_in", ())),
        (TURN, {"conversation_id": 7}, ("replies.answer", (7,))),
        (SEND, {"conversation_id": 7}, ("sender.send", (7,))),
        (HOLD_ENDED, {"reservation_id": 7}, ("settlement.settle", (7,))),
        (facts.OPEN_LINK, {"subject_id": 7}, ("links.open_deposit", (7,))),
        (facts.RENEW_LINK, {"subject_id": 7}, ("links.renew_deposit", (7,))),
        (facts.CLOSE_LINK, {"subject_id": 7}, ("links.close", (7,))),
        (facts.TELL_LINK, {"subject_id": 7}, ("notifier.link_opened", (7,))),
        (facts.TELL_CONFIRMED, {"subject_id": 7}, ("notifier.confirmed", (7,))),
        (facts.TELL_EXPIRED, {"subject_id": 7}, ("notifier.expired", (7,))),
        (facts.TELL_CANCELLED, {"subject_id": 7, "by": "operator"}, ("notifier.cancelled", (7, "operator"))),
        (facts.TELL_CHANGED, {"subject_id": 7}, ("notifier.changed", (7, None, None))),
        (facts.TELL_REFUND, {"subject_id": 7}, ("notifier.refund_made", (7,))),
        (
            facts.TELL_PAYMENT,
            {"subject_id": 7, "outcome": "late_taken"},
            ("notifier.payment_judged", (7, "late_taken")),
        ),
    ],
)
async def test_a_job_calls_its_use_case_with_ids(
    job: str, payload: dict[str, Any], called: tuple[str, tuple[Any, ...]]
) -> None:
    services, calls = recorder()
    await job_table(services)[job].handler(json.loads(json.dumps(payload)))
    assert calls == [called]


@pytest.mark.parametrize("fact", Fact)
async def test_a_fact_is_told_under_its_own_name(fact: Fact, monkeypatch: pytest.MonkeyPatch) -> None:
    told = AsyncMock()
    monkeypatch.setattr(facts, "tell_subscribers", told)
    await job_table(recorder()[0])[fact].handler({"subject_id": 7})
    told.assert_awaited_once_with(None, fact, {"subject_id": 7})


def test_the_wait_between_attempts_grows_and_is_capped() -> None:
    for attempts in range(9):
        waits = [backoff_seconds(attempts) for _ in range(50)]
        assert all(0.8 * 2**attempts <= wait <= 1.2 * 2**attempts for wait in waits)
        assert len(set(waits)) > 1, "all jobs of one failure would come back at once"
    for attempts in (9, 50, 1000):
        assert all(backoff_seconds(attempts) <= 1.2 * LONGEST_BACKOFF_SECONDS for _ in range(50))


def test_the_waits_of_one_job_reach_from_seconds_to_minutes() -> None:
    assert backoff_seconds(0) < 1.5
    assert sum(backoff_seconds(attempts) for attempts in range(7)) > 90


@pytest.mark.parametrize(
    ("error", "is_one"),
    [
        (PaymentProviderUnavailable("no answer"), True),
        (SendLater("slow down"), True),
        (SendOutcomeUnknown("silence"), True),
        (ConnectionRefusedError(), True),
        (asyncpg.exceptions.AdminShutdownError(), True),
        (PaymentRequestRefused("no"), False),
        (SendRefused("no", 131009), False),
        (ValueError("a mistake of ours"), False),
        (asyncpg.exceptions.UniqueViolationError(), False),
    ],
)
def test_an_outage_is_somebody_elses_and_passes(error: Exception, is_one: bool) -> None:
    assert is_outage(error) == is_one


def test_providers_that_hang_all_at_once_leave_room_for_the_guests() -> None:
    table = job_table(recorder()[0])
    links = {facts.OPEN_LINK, facts.RENEW_LINK, facts.CLOSE_LINK}
    asks_a_provider = {received_job(Provider.MERCADOPAGO), HOLD_ENDED, FETCH_MEDIA, SEND} | links
    assert {name for name, work in table.items() if work.limit} == asks_a_provider
    # A turn sends what it says too, a few at once.
    assert sum(work.limit for work in table.values()) + SENDING_AT_ONCE <= CONCURRENT_JOBS - BATCH_SIZE


def test_a_call_whose_job_gives_up_is_shown_to_operators() -> None:
    table = job_table(recorder()[0])
    assert {name for name in table if name.endswith(".received")} == {received_job(one) for one in Provider}
    assert all(table[received_job(one)].on_giving_up is not None for one in Provider)


async def test_a_turn_that_gave_up_is_told() -> None:
    services, calls = recorder()
    give_up = job_table(services)[TURN].on_giving_up
    assert give_up is not None
    await give_up({"conversation_id": 7})
    assert calls == [("turns.give_up", (7,))]
