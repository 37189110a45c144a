"""A hold asks for its deposit once, by one link, which dies when the hold does."""

import asyncio
from functools import partial

import pytest
from sqlalchemy import select

from reservas.features.payments.errors import PaymentProviderUnavailable
from reservas.features.payments.service import PaymentLinks
from reservas.infra.database import Database
from reservas.kit.clock import FixedClock
from reservas.models import PaymentLink, Reservation
from tests.factories.payments import add_link
from tests.factories.reservations import add_reservation
from tests.fakes.payment_provider import FakePaymentProvider
from tests.integration.concurrency import race
from tests.integration.queued import queued_jobs
from tests.integration.reservations.booking import cancel, confirm


@pytest.fixture
def provider() -> FakePaymentProvider:
    return FakePaymentProvider()


@pytest.fixture
def links(database: Database, clock: FixedClock, provider: FakePaymentProvider) -> PaymentLinks:
    return PaymentLinks(database, clock, provider)


@pytest.fixture
async def held(database: Database) -> Reservation:
    async with database.unit_of_work() as session:
        return await add_reservation(session)


async def _links(database: Database) -> list[PaymentLink]:
    async with database.unit_of_work() as session:
        return list((await session.execute(select(PaymentLink).order_by(PaymentLink.id))).scalars())


async def _link(database: Database) -> PaymentLink:
    (only,) = await _links(database)
    return only


async def test_the_link_asks_for_the_deposit_and_dies_with_the_hold(
    database: Database, links: PaymentLinks, provider: FakePaymentProvider, held: Reservation
) -> None:
    await links.open_deposit(held.id)

    link = await _link(database)
    (request,) = provider.requests
    assert (request.amount.amount_cents, request.amount.currency) == (held.deposit_cents, held.currency)
    assert request.expires_at == held.expires_at
    assert request.external_reference == link.external_reference
    assert held.code in request.title
    assert (link.status, link.url) == ("open", provider.links[link.external_reference].url)
    told = await queued_jobs(database, "payment_link.opened")
    assert [job.payload for job in told] == [{"subject_id": link.id}]


async def test_a_lost_answer_and_another_try_make_no_second_link(
    database: Database, links: PaymentLinks, provider: FakePaymentProvider, held: Reservation
) -> None:
    provider.loses_answers = True
    with pytest.raises(PaymentProviderUnavailable):
        await links.open_deposit(held.id)
    assert (await _link(database)).status == "creating"
    provider.loses_answers = False

    await links.open_deposit(held.id)
    await links.open_deposit(held.id)

    assert len(provider.requests) == 2
    assert len(provider.links) == 1
    assert (await _link(database)).status == "open"
    assert len(await queued_jobs(database, "payment_link.opened")) == 1


async def test_a_provider_that_is_away_leaves_the_link_to_be_made(
    database: Database, links: PaymentLinks, provider: FakePaymentProvider, held: Reservation
) -> None:
    provider.is_away = True

    with pytest.raises(PaymentProviderUnavailable):
        await links.open_deposit(held.id)

    link = await _link(database)
    assert (link.status, link.url) == ("creating", None)
    assert await queued_jobs(database, "payment_link.opened") == []


async def test_the_same_job_many_times_at_once_makes_one_link(
    database: Database, links: PaymentLinks, provider: FakePaymentProvider, held: Reservation
) -> None:
    ends = await race([partial(links.open_deposit, held.id)] * 6)

    assert ends == [None] * 6
    assert len(provider.links) == 1
    assert (await _link(database)).status == "open"
    assert len(await queued_jobs(database, "payment_link.opened")) == 1


async def test_a_hold_that_is_over_asks_for_nothing(
    database: Database, links: PaymentLinks, provider: FakePaymentProvider, held: Reservation
) -> None:
    await cancel(database, held)

    await links.open_deposit(held.id)

    assert provider.requests == []
    assert await _links(database) == []


async def test_the_hold_ends_while_its_link_is_being_made(
    database: Database, links: PaymentLinks, provider: FakePaymentProvider, held: Reservation
) -> None:
    provider.gate = asyncio.Event()
    opening = asyncio.create_task(links.open_deposit(held.id))
    await asyncio.wait_for(provider.arrived.wait(), 5)
    await cancel(database, held)
    await links.close(held.id)

    provider.gate.set()
    await opening
    await links.close(held.id)

    link = await _link(database)
    assert link.status == "closed"
    assert provider.closed == [provider.links[link.external_reference].preference_id]
    assert await queued_jobs(database, "payment_link.opened") == []


async def test_closing_closes_every_link_once_the_hold_is_over(
    database: Database, links: PaymentLinks, provider: FakePaymentProvider, held: Reservation
) -> None:
    async with database.unit_of_work() as session:
        await add_link(session, held, preference_id="earlier", status="closed")
        await add_link(session, held, preference_id="deposit")
        await add_link(session, held, preference_id="balance", purpose="balance")
    await cancel(database, held)

    await links.close(held.id)
    await links.close(held.id)

    assert sorted(provider.closed) == ["balance", "deposit"]
    assert {link.status for link in await _links(database)} == {"closed"}


async def test_a_confirmed_stay_needs_its_deposit_link_no_more(
    database: Database, links: PaymentLinks, provider: FakePaymentProvider, held: Reservation
) -> None:
    await links.open_deposit(held.id)
    await confirm(database, held.id)

    await links.close(held.id)

    assert (await _link(database)).status == "closed"
    assert len(provider.closed) == 1


async def test_a_live_holds_link_is_not_closed(
    database: Database, links: PaymentLinks, provider: FakePaymentProvider, held: Reservation
) -> None:
    await links.open_deposit(held.id)

    await links.close(held.id)

    assert (await _link(database)).status == "open"
    assert provider.closed == []


async def test_closing_is_finished_when_the_provider_comes_back(
    database: Database, links: PaymentLinks, provider: FakePaymentProvider, held: Reservation
) -> None:
    await links.open_deposit(held.id)
    await cancel(database, held)
    provider.is_away = True
    with pytest.raises(PaymentProviderUnavailable):
        await links.close(held.id)
    assert (await _link(database)).status == "closing"

    provider.is_away = False
    await links.close(held.id)

    assert (await _link(database)).status == "closed"
    assert len(provider.closed) == 1
