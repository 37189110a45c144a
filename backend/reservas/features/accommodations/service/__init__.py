"""An owner's cabins: what they ask and allow, as a stay is priced and judged by it."""

from reservas.features.accommodations.service.catalogue import (
    read_cabin,
    read_cabin_by_id,
    read_cabins,
    read_terms_of,
    require_terms,
)
from reservas.features.accommodations.service.terms import rates_of, suggest_holidays

__all__ = [
    "rates_of",
    "read_cabin",
    "read_cabin_by_id",
    "read_cabins",
    "read_terms_of",
    "require_terms",
    "suggest_holidays",
]
