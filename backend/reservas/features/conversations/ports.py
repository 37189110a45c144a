"""What a conversation needs of a chat channel."""

from collections.abc import Callable
from typing import Protocol

from reservas.domain.dialogue import Reply
from reservas.features.conversations.schemas import InboundBatch


class Messenger(Protocol):
    """A chat channel's sending side."""

    async def send(self, recipient: str, reply: Reply, callback_id: str) -> str:
        """Send and return the provider's id. Raises SendRefused, SendLater or SendOutcomeUnknown."""
        ...

    async def acknowledge(self, provider_id: str) -> None:
        """Show the guest that their message was read and that an answer is being written. Never raises."""
        ...


BatchReader = Callable[[bytes], InboundBatch]
"""Reads one webhook body, item by item: what is wrong with one never loses another."""
