"""The Graph simulator's parts in one place: what endpoints, control API and webhooks all work on."""

import httpx

from sandbox.clock import SandboxClock
from sandbox.courier import Courier, Patience
from sandbox.faults import FaultBoard
from sandbox.graph.chats import Chats
from sandbox.graph.media import MediaShelf
from sandbox.graph.rates import Rates
from sandbox.graph.settings import GraphSettings
from sandbox.graph.templates import Catalogue
from sandbox.serving import Journal, Json

PLACES = frozenset({"messages", "number", "media", "status_webhook", "inbound_webhook"})


class GraphWorld:
    """Chats, files, faults and the courier, made from settings."""

    def __init__(self, settings: GraphSettings, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.settings = settings
        self.clock = SandboxClock(settings.clock_offset_file)
        self.chats = Chats()
        self.media = MediaShelf(settings.own_url, transport)
        self.board = FaultBoard(PLACES, default_code=131000, default_http=400)
        self.journal = Journal()
        self.templates = Catalogue()
        self.rates = Rates()
        self.window_mode = "sync"
        patience = Patience(frozenset({200}), settings.retry_wait, attempt_timeout=10.0)
        self.courier = Courier(self.board, self.clock, patience, transport)

    def clear(self) -> None:
        """Back to an empty world; faults and what they hold are let go too."""
        self.board.clear()
        self.courier.clear()
        self.chats.clear()
        self.media.clear()
        self.journal.clear()
        self.templates.clear()
        self.rates = Rates()
        self.window_mode = "sync"

    def note(self, entry: Json) -> Json:
        """Open a journal entry stamped with the shared time."""
        return self.journal.open({"at": self.clock.timestamp(), **entry})
