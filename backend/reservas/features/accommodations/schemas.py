"""What the owner of an accommodation asks and allows, in the domain's words."""

from dataclasses import dataclass

from reservas.domain.pricing import Rates
from reservas.domain.restrictions import Restrictions


@dataclass(frozen=True, slots=True)
class Terms:
    """An accommodation's prices and restrictions, as they stand now."""

    rates: Rates
    restrictions: Restrictions
