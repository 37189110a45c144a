"""How long nights wait for money that was promised but is not in, or that a person must judge."""

from datetime import datetime, timedelta

UNSETTLED_MAXIMUM = timedelta(hours=24)


def unsettled_limit(expires_at: datetime) -> datetime:
    """Return the last moment a hold that ended at `expires_at` waits for a payment in review or in question.

    Mercado Pago's review takes up to two business days; an owner cannot keep unpaid nights closed for that long.
    """
    return expires_at + UNSETTLED_MAXIMUM
