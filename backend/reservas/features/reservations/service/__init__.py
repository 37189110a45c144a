"""The life of a stay: searched, quoted, held, then confirmed or given back."""

from reservas.features.reservations.service.alternatives import tell_alternatives
from reservas.features.reservations.service.blocks import Author, block, move_block, unblock
from reservas.features.reservations.service.changing import ReservationChange, change, preview_change
from reservas.features.reservations.service.confirming import confirm
from reservas.features.reservations.service.ending import cancel_hold, expire, extend_release
from reservas.features.reservations.service.holding import hold
from reservas.features.reservations.service.quoting import make_quote, read_quote, search, search_or_refuse
from reservas.features.reservations.service.reserving import ReservationRequest, reserve
from reservas.features.reservations.service.stays import (
    cancel,
    check_in,
    check_out,
    extend_hold,
    lock_cancellable,
    mark_no_show,
)

__all__ = [
    "Author",
    "ReservationChange",
    "ReservationRequest",
    "block",
    "cancel",
    "cancel_hold",
    "change",
    "check_in",
    "check_out",
    "confirm",
    "expire",
    "extend_hold",
    "extend_release",
    "hold",
    "lock_cancellable",
    "make_quote",
    "mark_no_show",
    "move_block",
    "preview_change",
    "read_quote",
    "reserve",
    "search",
    "search_or_refuse",
    "tell_alternatives",
    "unblock",
]
