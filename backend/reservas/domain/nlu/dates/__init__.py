"""From a message's tokens to the one stay it speaks of: arrival, departure, nights, or the reason to ask."""

from reservas.domain.nlu.dates.spoken import SpokenStay
from reservas.domain.nlu.dates.stays import read_stay

__all__ = ["SpokenStay", "read_stay"]
