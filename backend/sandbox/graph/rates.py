"""How much Meta lets through, per number and per number and guest; enforced only when a test asks for it."""

from dataclasses import dataclass, field

from sandbox.graph.errors import GraphError

PAIR_SECONDS, PAIR_BURST = 6.0, 45
WINDOW = 1.0


@dataclass(slots=True)
class Rates:
    """`number_per_second` and `is_paired` switch the limits on; `peak` is the most that one second has seen."""

    number_per_second: int | None = None
    is_paired: bool = False
    peak: int = 0
    _recent: list[float] = field(default_factory=list)
    _pairs: dict[str, tuple[float, float]] = field(default_factory=dict)

    def pass_one(self, wa_id: str, now: float) -> None:
        """Count one message at `now` (monotonic seconds), or refuse it as Meta does."""
        self._recent = [at for at in self._recent if at > now - WINDOW]
        if self.number_per_second is not None and len(self._recent) >= self.number_per_second:
            raise GraphError(130429, "Cloud API message throughput has been reached")
        if self.is_paired:
            tokens, at = self._pairs.get(wa_id, (float(PAIR_BURST), now))
            tokens = min(float(PAIR_BURST), tokens + (now - at) / PAIR_SECONDS)
            if tokens < 1:
                raise GraphError(131056, "Too many messages sent from the sender phone number to the same recipient")
            self._pairs[wa_id] = (tokens - 1, now)
        self._recent.append(now)
        self.peak = max(self.peak, len(self._recent))
