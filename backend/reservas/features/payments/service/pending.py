"""How long nights wait for a payment that was started but is not approved yet."""

from datetime import datetime, timedelta

PENDING_STEP = timedelta(minutes=10)
PENDING_MAXIMUM = timedelta(hours=24)


def pending_limit(expires_at: datetime) -> datetime:
    """Return the last moment a hold that ended at `expires_at` waits for a pending payment.

    Mercado Pago's review takes up to two business days; an owner cannot keep unpaid nights closed for that long.
    """
    return expires_at + PENDING_MAXIMUM


def pending_release(now: datetime, expires_at: datetime) -> datetime:
    """Return until when a payment that is pending `now` keeps the nights; each look at it moves this on."""
    return min(now + PENDING_STEP, pending_limit(expires_at))
