"""What a conversation needs of a chat channel."""

from collections.abc import Callable
from typing import BinaryIO, Protocol

from reservas.domain.dialogue import Reply
from reservas.features.conversations.arrivals import InboundBatch
from reservas.features.conversations.schemas import FetchedMedia, MediaTerms


class Messenger(Protocol):
    """A chat channel's sending side."""

    async def send(self, recipient: str, reply: Reply, callback_id: str) -> str:
        """Send and return the provider's id. Raises SendRefused, ChannelStopped, SendLater or SendOutcomeUnknown."""
        ...

    async def probe(self) -> None:
        """Ask the channel whether our number may use it, without sending anything.

        Raises ChannelStopped when it may not, another of the errors above when nobody can tell.
        """
        ...

    async def acknowledge(self, provider_id: str, *, is_typing: bool) -> None:
        """Show the guest that their message was read, and maybe that an answer is being written. Never raises."""
        ...


class MediaSource(Protocol):
    """Where the files are that guests send."""

    async def fetch(self, provider_id: str, file: BinaryIO, terms: MediaTerms) -> FetchedMedia:
        """Write the file into `file` and return what it is.

        Raises MediaGone, MediaRefused, MediaDamaged or MediaLater.
        """
        ...


class SendingRates(Protocol):
    """How much may be sent: per number, and per guest."""

    async def take(self, account: str, conversation_id: int) -> float:
        """Return 0 and count one message, or the seconds until one may be sent. Never raises."""
        ...

    async def pause(self, account: str, seconds: float) -> None:
        """Let nothing leave by the number for `seconds`: the channel complained. Never raises."""
        ...


BatchReader = Callable[[bytes], InboundBatch]
"""Reads one webhook body, item by item: what is wrong with one never loses another."""
