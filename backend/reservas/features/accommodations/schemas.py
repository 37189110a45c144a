"""What the owner of an accommodation asks and allows, in the domain's words, and who edits it."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from reservas.domain.cancellation import Policy
from reservas.domain.pricing import Rates
from reservas.domain.restrictions import Restrictions


@dataclass(frozen=True, slots=True)
class Terms:
    """An accommodation's prices and restrictions, as they stand now."""

    rates: Rates
    restrictions: Restrictions


@dataclass(frozen=True, slots=True)
class Cabin:
    """What a booking needs to know of an accommodation; `terms` is None while no stored rate can charge its prices."""

    id: int
    code: str
    name: str
    is_let: bool
    capacity: int
    pets_allowed: bool
    time_zone: str
    turnover_days: int
    hold_minutes: int | None
    policy: Policy
    terms: Terms | None

    def local_day(self, now: datetime) -> date:
        """Return the calendar day there at `now`."""
        return now.astimezone(ZoneInfo(self.time_zone)).date()


@dataclass(frozen=True, slots=True)
class Editor:
    """Who edits an owner's tables, and when."""

    actor: str
    now: datetime
