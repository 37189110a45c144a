"""Guests see that they were read, and that somebody is writing, beside the work and never in its way."""

import asyncio

from reservas.features.conversations.ports import Messenger

AT_ONCE = 8
CLOSE_SECONDS = 1.0


class Receipts:
    """Shows blue ticks and "typing…". They are courtesies: more than a few at once are left out, and none is kept."""

    def __init__(self, messenger: Messenger, at_once: int = AT_ONCE) -> None:
        self._messenger = messenger
        self._at_once = at_once
        self._running: set[asyncio.Task[None]] = set()

    def show(self, provider_id: str, *, is_typing: bool) -> None:
        """Begin to show that a message, and with it all before it, was read; return at once."""
        if len(self._running) >= self._at_once:
            return
        task = asyncio.create_task(self._messenger.acknowledge(provider_id, is_typing=is_typing))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def close(self) -> None:
        """Wait a moment for what is on its way."""
        if self._running:
            await asyncio.wait(self._running, timeout=CLOSE_SECONDS)
