"""The first and last night that an owner writes become the half-open range that the tables keep."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy.dialects.postgresql import Range

from reservas.features.accommodations.errors import TermsContradict

A_DAY = timedelta(days=1)


def with_nights(values: Mapping[str, Any], before: Range[date] | None = None) -> dict[str, Any]:
    """Return `values` with `nights` in place of `first_night` and `last_night`; what is missing stays as `before`.

    Raises TermsContradict when the last night comes before the first.
    """
    columns = dict(values)
    first, last = columns.pop("first_night", None), columns.pop("last_night", None)
    if first is None and last is None:
        return columns
    if before is not None:
        first, last = first or before.lower, last or last_night(before)
    if last < first:
        raise TermsContradict("The last night comes before the first.", field="last_night")
    return columns | {"nights": Range(first, last + A_DAY, bounds="[)")}


def first_night(nights: Range[date]) -> date:
    """Return the night that the range begins with."""
    assert nights.lower is not None
    return nights.lower


def last_night(nights: Range[date]) -> date:
    """Return the last night that is in the range."""
    assert nights.upper is not None
    return nights.upper - A_DAY


def in_words(nights: Range[date]) -> str:
    """Return the range as a refusal names it."""
    return f"{first_night(nights)} to {last_night(nights)}"
