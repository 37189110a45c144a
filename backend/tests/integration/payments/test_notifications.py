"""Mercado Pago's calls, in bursts and out of order, end in one reading of the truth."""

from functools import partial

import pytest
from sqlalchemy import select

from reservas.features.inbox import service as inbox
from reservas.features.inbox.schemas import InboundCall, Provider, received_job
from reservas.features.payments import jobs
from reservas.features.payments.errors import PaymentProviderUnavailable
from reservas.models import InboxEvent
from tests.factories.moments import MINUTE, NOW
from tests.factories.payments import make_reading
from tests.integration.concurrency import race
from tests.integration.payments.ledger import Books


async def _deliver(books: Books, request_id: str, payment_id: str = "9001") -> int | None:
    """Store a call as the webhook does and return its key, or None when it was there."""
    headers = {"payment_id": payment_id, "x-request-id": request_id}
    external_id = f"{request_id}:payment:{payment_id}"
    call = InboundCall(Provider.MERCADOPAGO, external_id, b"{}", headers=headers)
    async with books.database.unit_of_work() as session:
        if not await inbox.store(session, call, NOW):
            return None
        query = select(InboxEvent.id).where(InboxEvent.external_id == external_id)
        return (await session.execute(query)).scalar_one()


async def _handled(books: Books, event_id: int) -> bool:
    async with books.database.unit_of_work() as session:
        return (await session.get_one(InboxEvent, event_id)).handled_at is not None


async def _receive(books: Books, event_id: int | None) -> None:
    assert event_id is not None
    await jobs.receive(books.database, books.clock, books.ledger, event_id)


async def test_ten_calls_in_a_burst_confirm_once(books: Books) -> None:
    books.provider.tell(make_reading(books.reference, books.deposit_cents))
    events = [await _deliver(books, f"request-{number}") for number in range(10)]

    assert await race([partial(_receive, books, event_id) for event_id in events]) == [None] * 10

    assert (await books.reservation()).status == "confirmed"
    assert len(await books.jobs("reservation.confirmed")) == 1
    assert len(await books.events()) == 1
    assert all([await _handled(books, event_id or 0) for event_id in events])


async def test_the_same_delivery_at_once_is_one_row_and_one_job(books: Books) -> None:
    stored = await race([partial(_deliver, books, "request-1")] * 5)

    assert len([key for key in stored if isinstance(key, int)]) == 1
    assert stored.count(None) == 4
    assert len(await books.jobs(received_job(Provider.MERCADOPAGO))) == 1


async def test_a_call_waits_for_a_provider_that_is_away(books: Books) -> None:
    books.provider.tell(make_reading(books.reference, books.deposit_cents))
    event_id = await _deliver(books, "request-1")
    assert event_id is not None
    books.provider.is_away = True

    with pytest.raises(PaymentProviderUnavailable):
        await _receive(books, event_id)
    assert not await _handled(books, event_id)

    books.provider.is_away = False
    await _receive(books, event_id)
    assert await _handled(books, event_id)
    assert (await books.reservation()).status == "confirmed"


async def test_a_payment_that_cannot_be_read_yet_is_waited_for(books: Books) -> None:
    event_id = await _deliver(books, "request-1")

    with pytest.raises(PaymentProviderUnavailable):
        await _receive(books, event_id)
    books.clock.instant = NOW + 2 * MINUTE
    books.provider.tell(make_reading(books.reference, books.deposit_cents))
    await _receive(books, event_id)

    assert (await books.reservation()).status == "confirmed"


async def test_a_payment_that_never_shows_is_given_up_and_changes_nothing(books: Books) -> None:
    event_id = await _deliver(books, "request-1", payment_id="404")
    assert event_id is not None
    books.clock.instant = NOW + jobs.VISIBLE_WITHIN

    await _receive(books, event_id)

    assert await _handled(books, event_id)
    assert await books.payments() == []
