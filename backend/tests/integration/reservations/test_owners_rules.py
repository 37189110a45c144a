"""What an owner keeps in the tables is what a stay costs, and whether it may be booked."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.pricing import Exchange
from reservas.domain.stays import Party
from reservas.features.accommodations.errors import ExchangeRateMissing
from reservas.features.accommodations.service import suggest_holidays
from reservas.features.reservations import repository
from reservas.features.reservations.errors import CapacityExceeded, DatesUnavailable, PetsNotAllowed, StayRefused
from reservas.features.reservations.schemas import HoldTerms, Source
from reservas.features.reservations.service.alternatives import read_alternatives, tell_alternatives
from reservas.features.reservations.service.holding import hold
from reservas.features.reservations.service.quoting import make_quote, read_quote, search, search_or_refuse
from reservas.infra.database import Database
from reservas.models import ExchangeRate, Fee, Holiday, PriceRule, Season
from tests.factories.accommodations import add_accommodation
from tests.factories.guests import add_guest
from tests.factories.moments import NOW, STAY, january
from tests.factories.reservations import add_occupancy, add_quote, add_reservation
from tests.fakes.locks import NO_LOCKS

PAIR = Party(2)
SUMMER = Range(date(2026, 12, 15), date(2027, 3, 1), bounds="[)")


async def add_season(session: AsyncSession, accommodation_id: int, **values: Any) -> None:
    defaults: dict[str, Any] = {
        "name": "Alta",
        "nights": SUMMER,
        "recurs_yearly": True,
        "weekday_price_cents": 12_000_000,
        "weekend_price_cents": 15_000_000,
        "minimum_nights": 3,
    }
    session.add(Season(accommodation_id=accommodation_id, created_at=NOW, **{**defaults, **values}))
    await session.flush()


async def add_rule(session: AsyncSession, accommodation_id: int, kind: str, **values: Any) -> None:
    session.add(PriceRule(accommodation_id=accommodation_id, kind=kind, created_at=NOW, **values))
    await session.flush()


async def add_fee(session: AsyncSession, accommodation_id: int, kind: str, basis: str, amount_cents: int) -> None:
    fee = Fee(
        accommodation_id=accommodation_id,
        kind=kind,
        label=kind,
        basis=basis,
        amount_cents=amount_cents,
        created_at=NOW,
    )
    session.add(fee)
    await session.flush()


async def test_seasons_guests_fees_and_a_discount_become_lines(database: Database) -> None:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session, included_guests=2, extra_guest_cents=1_000_000)
        await add_season(session, cabin.id)
        await add_fee(session, cabin.id, "cleaning", "stay", 2_500_000)
        await add_fee(session, cabin.id, "pets", "pet_night", 100_000)
        await add_rule(session, cabin.id, "length_discount", percent=10, minimum_nights=4, label="4 noches o más")
        quote = await make_quote(session, cabin.code, STAY, Party(2, 1, 1), NOW)
        [offer] = [one for one in await search(session, STAY, Party(2, 1, 1), NOW) if one.accommodation == cabin.code]
        stored = await read_quote(session, quote.id)

    assert [(line.rule, line.amount_cents) for line in quote.price.lines] == [
        ("night.season", 48_000_000),
        ("guest.extra", 4_000_000),
        ("discount.length", -5_200_000),
        ("fee.cleaning", 2_500_000),
        ("fee.pets", 400_000),
    ]
    assert quote.price.total_cents == 49_700_000
    assert offer.price == quote.price == stored.price


async def test_a_holiday_of_the_table_is_priced_by_the_owners_rule(database: Database) -> None:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session)
        holiday = Holiday(
            name="Fiesta", nights=Range(date(2027, 1, 12), date(2027, 1, 13), bounds="[)"), created_at=NOW
        )
        session.add(holiday)
        await session.flush()
        await add_rule(session, cabin.id, "holiday", price_cents=20_000_000)
        quote = await make_quote(session, cabin.code, STAY, PAIR, NOW)
        await add_rule(session, cabin.id, "holiday", price_cents=30_000_000, holiday_id=holiday.id)
        dearer = await make_quote(session, cabin.code, STAY, PAIR, NOW)

    assert {line.rule: line.amount_cents for line in quote.price.lines}["night.holiday"] == 20_000_000
    assert {line.label: line.amount_cents for line in dearer.price.lines}["Fiesta"] == 30_000_000


async def test_a_guest_who_was_here_before_pays_less(database: Database) -> None:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session)
        await add_rule(session, cabin.id, "returning_discount", percent=15)
        guest = await add_guest(session)
        first = await make_quote(session, cabin.code, STAY, PAIR, NOW, guest_id=guest.id)
        past = NOW.date() - timedelta(days=20)
        await add_reservation(
            session, cabin, guest=guest, stay=type(STAY)(past, past + timedelta(days=3)), status="completed"
        )
        second = await make_quote(session, cabin.code, STAY, PAIR, NOW, guest_id=guest.id)

    assert first.price.total_cents - second.price.total_cents == first.price.total_cents * 15 // 100


async def test_dollars_are_charged_at_the_newest_stored_rate_and_the_quote_keeps_it(database: Database) -> None:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session, list_currency="USD", base_price_cents=80_00)
        with pytest.raises(ExchangeRateMissing):
            await make_quote(session, cabin.code, STAY, PAIR, NOW)
        assert cabin.code not in {one.accommodation for one in await search(session, STAY, PAIR, NOW)}
        for days, rate in ((-2, "1400"), (-1, "1450.5"), (1, "2000")):
            at = NOW + timedelta(days=days)
            session.add(
                ExchangeRate(
                    list_currency="USD",
                    charge_currency="ARS",
                    rate=Decimal(rate),
                    source="BNA venta",
                    effective_at=at,
                    created_at=at,
                )
            )
        await session.flush()
        quote = await make_quote(session, cabin.code, STAY, PAIR, NOW)
        later = await make_quote(session, cabin.code, STAY, PAIR, NOW + timedelta(days=2))
        stored = await read_quote(session, quote.id)

    assert quote.price.total_cents == 4 * 11_604_000
    assert stored.price.exchange == Exchange("USD", "1450.500000", "BNA venta")
    assert stored.price.list_total_cents == 320_00
    assert later.price.total_cents == 4 * 16_000_000


async def test_rules_refuse_with_their_reason_in_quotes_and_searches(database: Database) -> None:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session, capacity=40, pets_allowed=False)
        await add_season(session, cabin.id)
        with pytest.raises(StayRefused, match="3 nights") as refused:
            await make_quote(session, cabin.code, january(10, 12), PAIR, NOW)
        with pytest.raises(CapacityExceeded, match=cabin.name):
            await make_quote(session, cabin.code, STAY, Party(41), NOW)
        with pytest.raises(PetsNotAllowed, match=cabin.name):
            await make_quote(session, cabin.code, STAY, Party(2, 0, 1), NOW)
        assert await search(session, january(10, 12), Party(40), NOW) == []
        with pytest.raises(StayRefused, match="3 nights"):
            await search_or_refuse(session, january(10, 12), Party(40), NOW)
        assert [one.accommodation for one in await search_or_refuse(session, STAY, Party(40), NOW)] == [cabin.code]

    assert (refused.value.reason, refused.value.limit, refused.value.field) == ("minimum_nights", 3, "check_out")


async def test_what_is_offered_instead_passes_the_rules(database: Database) -> None:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session, capacity=50)
        await add_season(session, cabin.id, closed_arrival_days=[0])
        found = await read_alternatives(session, january(10, 12), Party(50), NOW, asked=cabin.code)
        assert {one.stay.nights for one in found} == {3}
        for one in found:
            assert one.stay.check_in.weekday() != 0
            assert (await make_quote(session, one.accommodation, one.stay, Party(50), NOW)).stay == one.stay


async def test_days_between_stays_are_kept_free_in_searches_alternatives_and_holds(database: Database) -> None:
    party, terms = Party(60), HoldTerms(minutes=30, grace_minutes=5)
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session, capacity=60, turnover_days=1)
        guest = await add_guest(session)
        quoted = await make_quote(session, cabin.code, january(14, 17), party, NOW)
        await add_occupancy(session, cabin, stay=STAY)

        assert await search(session, january(14, 17), party, NOW) == []
        assert [one.accommodation for one in await search(session, january(15, 17), party, NOW)] == [cabin.code]
        with pytest.raises(DatesUnavailable) as refused:
            await hold(
                session,
                quoted.id,
                guest.id,
                terms=terms,
                source=Source.API,
                actor="operator:1",
                now=NOW,
                locks=NO_LOCKS,
            )
        told = await tell_alternatives(session, refused.value, NOW)
        assert all(
            not (january(9, 15).check_in < one.stay.check_out and one.stay.check_in < january(9, 15).check_out)
            for one in told.nearest
        )
        assert january(15, 18) in {one.stay for one in told.nearest}


async def test_a_quote_stored_before_there_were_labels_still_reads(database: Database) -> None:
    old = {
        "currency": "ARS",
        "lines": [{"rule": "night.base", "quantity": 4, "unit_cents": 8_000_000, "amount_cents": 32_000_000}],
        "total_cents": 32_000_000,
        "deposit_cents": 9_600_000,
    }
    async with database.unit_of_work() as session:
        quote = await add_quote(session, snapshot=old)
        price = repository.price_of(quote)
        assert (await read_quote(session, quote.public_id)).price == price
    assert price.as_snapshot() == old


async def test_suggestions_leave_out_what_the_owner_has(database: Database) -> None:
    async with database.unit_of_work() as session:
        before = await suggest_holidays(session, 2029)
        session.add(
            Holiday(name="Mío", nights=Range(before[0].nights.first, before[0].nights.end, bounds="[)"), created_at=NOW)
        )
        await session.flush()
        assert await suggest_holidays(session, 2029) == before[1:]
