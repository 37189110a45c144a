"""The facts that may be told, each the name of the job that carries it."""

from enum import StrEnum


class Fact(StrEnum):
    """A past event; `entrypoints/worker` lists who is told of it. The subject is the noun's id."""

    RESERVATION_HELD = "reservation.held"
    RESERVATION_CHANGED = "reservation.changed"
    RESERVATION_CONFIRMED = "reservation.confirmed"
    RESERVATION_CANCELLED = "reservation.cancelled"
    RESERVATION_EXPIRED = "reservation.expired"
    PAYMENT_LINK_OPENED = "payment_link.opened"
    PAYMENT_JUDGED = "payment.judged"
    REFUND_MADE = "refund.made"
