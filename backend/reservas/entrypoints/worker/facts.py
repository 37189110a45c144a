"""Who is told of which fact: one job for each subscriber, in one transaction."""

from collections.abc import Mapping
from typing import Any

from reservas.features.outbox.schemas import Fact
from reservas.infra.database import Database
from reservas.infra.queue import enqueue

OPEN_LINK = "payments.open_link"
RENEW_LINK = "payments.renew_link"
CLOSE_LINK = "payments.close_link"
TELL_LINK = "notify.link_opened"
TELL_CONFIRMED = "notify.confirmed"
TELL_EXPIRED = "notify.expired"
TELL_CANCELLED = "notify.cancelled"
TELL_CHANGED = "notify.changed"
TELL_REFUND = "notify.refund_made"
TELL_PAYMENT = "notify.payment_judged"

SUBSCRIBERS: Mapping[Fact, tuple[str, ...]] = {
    Fact.RESERVATION_HELD: (OPEN_LINK,),
    Fact.RESERVATION_CHANGED: (RENEW_LINK, TELL_CHANGED),
    Fact.RESERVATION_CONFIRMED: (TELL_CONFIRMED, CLOSE_LINK),
    Fact.RESERVATION_CANCELLED: (TELL_CANCELLED, CLOSE_LINK),
    Fact.RESERVATION_EXPIRED: (TELL_EXPIRED, CLOSE_LINK),
    Fact.PAYMENT_LINK_OPENED: (TELL_LINK,),
    Fact.PAYMENT_JUDGED: (TELL_PAYMENT,),
    Fact.REFUND_MADE: (TELL_REFUND,),
}


async def tell_subscribers(database: Database, fact: Fact, payload: dict[str, Any]) -> None:
    """Enqueue one job for each subscriber of `fact`, all or none."""
    async with database.unit_of_work() as session:
        for job in SUBSCRIBERS[fact]:
            await enqueue(session, job, payload)
