"""A hold that gets more time or another price gets another link, and the old one dies."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from reservas.features.payments.errors import PaymentProviderUnavailable
from reservas.features.payments.service import PaymentLinks
from reservas.infra.database import Database
from reservas.kit.clock import FixedClock
from reservas.models import PaymentLink, Reservation
from tests.factories.payments import add_payment
from tests.factories.reservations import add_reservation
from tests.fakes.payment_provider import FakePaymentProvider


async def _links(database: Database) -> list[PaymentLink]:
    async with database.unit_of_work() as session:
        return list((await session.execute(select(PaymentLink).order_by(PaymentLink.id))).scalars())


async def _change(database: Database, held: Reservation, **values: object) -> None:
    async with database.unit_of_work() as session:
        row = await session.get_one(Reservation, held.id)
        for name, value in values.items():
            setattr(row, name, value)


async def test_a_link_follows_its_hold(database: Database, clock: FixedClock) -> None:
    provider = FakePaymentProvider()
    links = PaymentLinks(database, clock, provider)
    async with database.unit_of_work() as session:
        held = await add_reservation(session)
    assert held.expires_at is not None
    await links.open_deposit(held.id)
    await links.renew_deposit(held.id)
    assert [link.status for link in await _links(database)] == ["open"]

    await _change(
        database,
        held,
        deposit_cents=held.deposit_cents + 100,
        expires_at=held.expires_at + timedelta(minutes=5),
        release_at=held.expires_at + timedelta(minutes=10),
    )
    await links.renew_deposit(held.id)
    await links.renew_deposit(held.id)

    old, new = await _links(database)
    assert (old.status, new.status) == ("closed", "open")
    assert new.amount_cents == held.deposit_cents + 100
    assert new.expires_at == held.expires_at + timedelta(minutes=5)
    assert provider.closed == [old.preference_id]


async def test_an_outage_while_renewing_is_waited_out(database: Database, clock: FixedClock) -> None:
    provider = FakePaymentProvider()
    links = PaymentLinks(database, clock, provider)
    async with database.unit_of_work() as session:
        held = await add_reservation(session)
    await links.open_deposit(held.id)
    await _change(database, held, deposit_cents=1)

    provider.is_away = True
    with pytest.raises(PaymentProviderUnavailable):
        await links.renew_deposit(held.id)
    provider.is_away = False
    await links.renew_deposit(held.id)

    assert [(link.status, link.amount_cents) for link in await _links(database)] == [
        ("closed", held.deposit_cents),
        ("open", 1),
    ]


@pytest.mark.parametrize(
    ("deposit", "status", "lacking"), [(5_000, "confirmed", []), (12_000, "pre_reserved", [4_000])]
)
async def test_a_changed_deposit_counts_what_has_come_in(
    database: Database, clock: FixedClock, deposit: int, status: str, lacking: list[int]
) -> None:
    links = PaymentLinks(database, clock, FakePaymentProvider())
    async with database.unit_of_work() as session:
        held = await add_reservation(session, total_cents=40_000, deposit_cents=20_000)
    await links.open_deposit(held.id)
    async with database.unit_of_work() as session:
        await add_payment(session, held, amount_cents=8_000, outcome="underpaid", attention="underpaid")
    await _change(database, held, deposit_cents=deposit)

    await links.renew_deposit(held.id)

    old, *new = await _links(database)
    assert (old.status, [one.amount_cents for one in new]) == ("closed", lacking)
    async with database.unit_of_work() as session:
        assert (await session.get_one(Reservation, held.id)).status == status
