"""The life of a stay: searched, quoted, held, then confirmed or given back."""

from reservas.features.reservations.service.confirming import confirm
from reservas.features.reservations.service.ending import cancel_hold, expire, extend_release
from reservas.features.reservations.service.holding import hold
from reservas.features.reservations.service.quoting import make_quote, read_quote, search
from reservas.features.reservations.service.reserving import ReservationRequest, reserve

__all__ = [
    "ReservationRequest",
    "cancel_hold",
    "confirm",
    "expire",
    "extend_release",
    "hold",
    "make_quote",
    "read_quote",
    "reserve",
    "search",
]
