"""The Mercado Pago simulator's parts in one place: what endpoints, pages and control API all work on."""

import httpx

from sandbox.clock import SandboxClock
from sandbox.courier import Courier, Patience
from sandbox.faults import FaultBoard
from sandbox.mercadopago.account import Account
from sandbox.mercadopago.settings import MercadoPagoSettings
from sandbox.serving import Journal, Json

PLACES = frozenset({"preferences", "payments", "refunds", "search", "webhook"})


class MercadoPagoWorld:
    """The account, the keys of calls already answered, faults and the courier."""

    def __init__(self, settings: MercadoPagoSettings, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.settings = settings
        self.clock = SandboxClock(settings.clock_offset_file)
        self.account = Account(settings, self.clock)
        self.board = FaultBoard(PLACES, default_code=500, default_http=500)
        self.journal = Journal()
        self.answered: dict[tuple[str, str], tuple[bytes, bytes]] = {}
        self.refund_status = "approved"
        self.courier = Courier(self.board, self.clock, Patience(frozenset({200, 201}), settings.retry_wait), transport)

    def timestamp(self) -> int:
        """Unix seconds, the unit real signatures carry."""
        return int(self.clock.timestamp())

    def note(self, entry: Json) -> Json:
        """Open a journal entry stamped with the shared time."""
        return self.journal.open({"at": self.clock.timestamp(), **entry})

    def clear(self) -> None:
        """Back to an empty account; faults and what they hold are let go too."""
        self.board.clear()
        self.courier.clear()
        self.account.clear()
        self.journal.clear()
        self.answered.clear()
        self.refund_status = "approved"
