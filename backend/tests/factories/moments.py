"""The moment tests live in, and the stay they ask for."""

from datetime import UTC, date, datetime, timedelta

from reservas.domain.stays import Stay

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def january(first: int, last: int) -> Stay:
    """The nights from the one day of January 2027 to the other."""
    return Stay(date(2027, 1, first), date(2027, 1, last))


STAY = january(10, 14)  # Sunday to Thursday: four nights at the base price
