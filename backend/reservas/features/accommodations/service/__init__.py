"""An owner's cabins: what they ask and allow, as a stay is priced and judged by it."""

from reservas.features.accommodations.service.terms import (
    OwnersRules,
    rates_of,
    read_terms,
    read_terms_of,
    restrictions_of,
    suggest_holidays,
)

__all__ = ["OwnersRules", "rates_of", "read_terms", "read_terms_of", "restrictions_of", "suggest_holidays"]
