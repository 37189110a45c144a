"""All cabins with their terms are read once, and again only when an owner has edited something."""

from collections import OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.cancellation import policy_of
from reservas.domain.pricing import ListExchange
from reservas.features.accommodations import repository
from reservas.features.accommodations.errors import AccommodationNotFound, ExchangeRateMissing
from reservas.features.accommodations.schemas import Cabin, Terms
from reservas.features.accommodations.service.terms import OwnersRules, rates_of, restrictions_of
from reservas.models import Accommodation

COPIES = 4
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class StoredRate:
    """A rate of exchange and the moment it is in force from."""

    effective_at: datetime
    exchange: ListExchange


@dataclass(frozen=True, slots=True)
class Listed:
    """A cabin and its terms in its list currency; `charged_from` names that and the one charged, if they differ."""

    cabin: Cabin
    terms: Terms
    charged_from: Pair | None


@dataclass(slots=True)
class Catalogue:
    """Every cabin, let or not, in the owner's order, and every rate of exchange, newest first: all of one revision.

    Values, no rows: a session that rolls back or edits cannot change them.
    """

    listed: Mapping[int, Listed]
    rates: Mapping[Pair, Sequence[StoredRate]]
    _charged: dict[tuple[int, ListExchange | None], Cabin] = field(default_factory=dict)

    def cabins(self, now: datetime) -> list[Cabin]:
        """Return those that are let, in the owner's order, priced at the rate in force at `now`."""
        return [self.cabin(key, now) for key, listed in self.listed.items() if listed.cabin.is_let]

    def cabin(self, accommodation_id: int, now: datetime) -> Cabin:
        """Return the one with that key, let or not."""
        listed = self.listed[accommodation_id]
        exchange = self._exchange(listed.charged_from, now)
        if listed.charged_from is not None and exchange is None:
            return listed.cabin
        # Kept, because what nights were found to cost is kept in it.
        key = (accommodation_id, exchange)
        if key not in self._charged:
            self._charged[key] = replace(listed.cabin, terms=_charge(listed.terms, exchange))
        return self._charged[key]

    def _exchange(self, pair: Pair | None, now: datetime) -> ListExchange | None:
        stored = self.rates.get(pair, ()) if pair else ()
        return next((one.exchange for one in stored if one.effective_at <= now), None)


class _Copies:
    """The catalogues read last, by revision; revisions are random, so one database's is never taken for another's."""

    def __init__(self) -> None:
        self._kept: OrderedDict[UUID, Catalogue] = OrderedDict()

    def get(self, revision: UUID | None) -> Catalogue | None:
        return None if revision is None else self._kept.get(revision)

    def keep(self, revision: UUID, catalogue: Catalogue) -> None:
        self._kept[revision] = catalogue
        while len(self._kept) > COPIES:
            self._kept.popitem(last=False)


_copies = _Copies()


async def read_catalogue(session: AsyncSession, revision: UUID | None = None) -> Catalogue:
    """Return the catalogue as the session's transaction sees it: its own edits too, nobody else's uncommitted ones.

    `revision` is its name, when the transaction has just read it.
    """
    revision = revision or await repository.revision(session)
    catalogue = _copies.get(revision)
    if catalogue is None:
        catalogue = await _read(session)
        # Somebody may have committed an edit since the revision was read. Then what was read is newer than its name,
        # and nobody will ask for that name again.
        if revision is not None:
            _copies.keep(revision, catalogue)
    return catalogue


async def read_cabins(session: AsyncSession, now: datetime, *, revision: UUID | None = None) -> list[Cabin]:
    """Return the cabins that are let, in the owner's order."""
    return (await read_catalogue(session, revision)).cabins(now)


async def read_cabin(session: AsyncSession, code: str, now: datetime, *, revision: UUID | None = None) -> Cabin:
    """Return the cabin with that code while it is let. Raises AccommodationNotFound."""
    found = next((one for one in await read_cabins(session, now, revision=revision) if one.code == code), None)
    if found is None:
        raise AccommodationNotFound(f"There is no accommodation called {code!r}.", field="accommodation")
    return found


async def read_cabin_by_id(session: AsyncSession, accommodation_id: int, now: datetime) -> Cabin:
    """Return the cabin with that key, let or not."""
    return (await read_catalogue(session)).cabin(accommodation_id, now)


async def read_terms_of(session: AsyncSession, accommodation: Accommodation, now: datetime) -> Terms:
    """Return the terms of one accommodation. Raises ExchangeRateMissing."""
    return require_terms((await read_catalogue(session)).cabin(accommodation.id, now))


def require_terms(cabin: Cabin) -> Terms:
    """Return what the owner asks and allows there. Raises ExchangeRateMissing."""
    if cabin.terms is None:
        raise ExchangeRateMissing(f"No stored rate charges what {cabin.code} costs.")
    return cabin.terms


async def _read(session: AsyncSession) -> Catalogue:
    owned: defaultdict[int, OwnersRules] = defaultdict(OwnersRules)
    for season in await repository.all_seasons(session):
        owned[season.accommodation_id].seasons.append(season)
    for rule in await repository.all_price_rules(session):
        owned[rule.accommodation_id].rules.append(rule)
    for fee in await repository.all_fees(session):
        owned[fee.accommodation_id].fees.append(fee)
    holidays = await repository.list_holidays(session)
    rates: defaultdict[Pair, list[StoredRate]] = defaultdict(list)
    for rate in await repository.all_rates(session):
        exchange = ListExchange(rate.list_currency, rate.rate, rate.source)
        rates[rate.list_currency, rate.charge_currency].append(StoredRate(rate.effective_at, exchange))
    listed = {}
    for accommodation in await repository.list_all(session):
        rules = owned[accommodation.id]
        rules.holidays = holidays
        listed[accommodation.id] = _as_listed(accommodation, rules)
    return Catalogue(listed, rates)


def _as_listed(accommodation: Accommodation, rules: OwnersRules) -> Listed:
    currency, list_currency = accommodation.currency, accommodation.list_currency
    cabin = Cabin(
        id=accommodation.id,
        code=accommodation.code,
        name=accommodation.name,
        is_let=accommodation.active,
        capacity=accommodation.capacity,
        pets_allowed=accommodation.pets_allowed,
        time_zone=accommodation.time_zone,
        turnover_days=accommodation.turnover_days,
        hold_minutes=accommodation.hold_minutes,
        policy=policy_of(accommodation.cancellation_policy, accommodation.cancellation_tiers),
        terms=None,
    )
    terms = Terms(rates_of(accommodation, rules), restrictions_of(accommodation, rules))
    return Listed(cabin, terms, (list_currency, currency) if list_currency else None)


def _charge(terms: Terms, exchange: ListExchange | None) -> Terms:
    return replace(terms, rates=replace(terms.rates, exchange=exchange))
