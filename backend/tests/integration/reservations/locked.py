"""Holds placed with real locks in front, and a Redis that is made to fail from outside."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.reservations import service
from reservas.features.reservations.ports import NightLocks
from reservas.features.reservations.schemas import ReservationView, Source
from reservas.infra.database import Database
from reservas.models import Guest, Quote
from tests.factories.moments import NOW
from tests.fixtures.servers import Valkey
from tests.integration.reservations.booking import TERMS, telling


async def hold_with(database: Database, locks: NightLocks, quote: Quote, guest: Guest) -> tuple[ReservationView, float]:
    """Take the quoted nights behind `locks`; return the reservation and how many seconds it took."""

    async def work(session: AsyncSession) -> ReservationView:
        view, _ = await service.hold(
            session,
            quote.public_id,
            guest.id,
            terms=TERMS,
            source=Source.WHATSAPP,
            actor="test",
            now=NOW,
            locks=locks,
        )
        return view

    started = time.monotonic()
    view = await telling(database, work, NOW)
    return view, time.monotonic() - started


@contextmanager
def hanging(server: Valkey) -> Iterator[None]:
    """Stop the server's process in its tracks: it is connected to, and answers nothing."""
    os.kill(server.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.pid, signal.SIGCONT)
