"""Guests and their chats as the phone knows them, with whoever is watching told of every change."""

import asyncio
import base64
import hashlib
import secrets
from dataclasses import dataclass, field

from sandbox.serving import Json

RANKS = {"accepted": 0, "sent": 1, "delivered": 2, "read": 3}
WINDOW_SECONDS = 24 * 3600


@dataclass(slots=True)
class ChatMessage:
    """One bubble, whoever wrote it, with the payload exactly as it crossed the wire."""

    wamid: str
    wa_id: str
    direction: str
    kind: str
    payload: Json
    at: float
    status: str = "accepted"
    opaque: str | None = None
    media_id: str | None = None
    reaction: str = ""
    error: Json | None = None
    seen: bool = False
    edited: str | None = None
    revoked: bool = False
    statuses: list[Json] = field(default_factory=list)

    def as_json(self) -> Json:
        """The message as the control API and the page read it."""
        return {
            "id": self.wamid,
            "wa_id": self.wa_id,
            "direction": self.direction,
            "type": self.kind,
            "payload": self.payload,
            "at": self.at,
            "status": self.status,
            "opaque": self.opaque,
            "media_id": self.media_id,
            "reaction": self.reaction,
            "edited": self.edited,
            "revoked": self.revoked,
            "error": self.error,
            "statuses": self.statuses,
        }

    def advance(self, status: str, at: float) -> bool:
        """Move the ticks forward; never back, and never out of a failure."""
        if self.status == "failed" or RANKS[status] <= RANKS[self.status]:
            return False
        self.status = status
        self.statuses.append({"status": status, "at": at})
        return True

    def choices(self) -> dict[str, str]:
        """The ids a guest can tap on this message, with their titles."""
        interactive = self.payload.get("interactive")
        action = interactive.get("action", {}) if isinstance(interactive, dict) else {}
        found = {button["reply"]["id"]: button["reply"]["title"] for button in action.get("buttons", [])}
        for section in action.get("sections", []):
            found |= {row["id"]: row["title"] for row in section["rows"]}
        return found


@dataclass(slots=True)
class Guest:
    """A person with a phone; `hide_phone` is a guest with a username, whose number Meta withholds."""

    wa_id: str
    name: str
    hide_phone: bool = False
    last_inbound_at: float | None = None
    messages: list[ChatMessage] = field(default_factory=list)

    @property
    def user_id(self) -> str:
        """The business-scoped id, stable for a number."""
        return "AR." + hashlib.sha256(self.wa_id.encode()).hexdigest()[:20].upper()

    def window_open(self, now: float) -> bool:
        """Whether free-form messages may still be sent to this guest."""
        return self.last_inbound_at is not None and now - self.last_inbound_at < WINDOW_SECONDS

    def unread(self) -> int:
        """Messages of the business that the guest has not looked at."""
        return sum(1 for m in self.messages if m.direction == "out" and not m.seen and m.status != "failed")

    def as_json(self) -> Json:
        """The guest as the list of chats shows it."""
        last = self.messages[-1].as_json() if self.messages else None
        return {
            "wa_id": self.wa_id,
            "name": self.name,
            "user_id": self.user_id,
            "hide_phone": self.hide_phone,
            "last_inbound_at": self.last_inbound_at,
            "last_message": last,
            "unread": self.unread(),
        }


class Chats:
    """All chats of the simulated world."""

    def __init__(self) -> None:
        self._watchers: set[asyncio.Queue[Json]] = set()
        self._guests: dict[str, Guest] = {}
        self._messages: dict[str, ChatMessage] = {}
        self._sent: list[ChatMessage] = []

    def guests(self) -> list[Guest]:
        """Everybody known, in order of appearance."""
        return list(self._guests.values())

    def guest(self, wa_id: str, name: str | None = None) -> Guest:
        """The guest with this number, met now if never before."""
        guest = self._guests.get(wa_id)
        if guest is None:
            guest = self._guests[wa_id] = Guest(wa_id=wa_id, name=name or f"+{wa_id}")
            self.tell("guest", guest.wa_id, guest=guest.as_json())
        elif name and name != guest.name:
            guest.name = name
            self.tell("guest", guest.wa_id, guest=guest.as_json())
        return guest

    def by_user_id(self, user_id: str) -> Guest | None:
        """The guest with this business-scoped id."""
        return next((guest for guest in self._guests.values() if guest.user_id == user_id), None)

    def message(self, wamid: str) -> ChatMessage | None:
        """A message by the provider's id."""
        return self._messages.get(wamid)

    def sent(self) -> list[ChatMessage]:
        """Every message of the business that was accepted, in order."""
        return list(self._sent)

    def add(self, message: ChatMessage) -> None:
        """Put a bubble into its chat; a guest's bubble opens the 24-hour window."""
        guest = self.guest(message.wa_id)
        guest.messages.append(message)
        self._messages[message.wamid] = message
        if message.direction == "in":
            # Changing an old message is not writing one.
            if message.kind not in {"edit", "revoke"}:
                guest.last_inbound_at = message.at
        else:
            self._sent.append(message)
            self.tell("typing", message.wa_id, on=False)
        self.tell("message", message.wa_id, message=message.as_json())

    def add_foreign(self, message: ChatMessage) -> None:
        """Put a bubble into its chat that the business did not send through the API."""
        self.guest(message.wa_id).messages.append(message)
        self._messages[message.wamid] = message
        self.tell("message", message.wa_id, message=message.as_json())

    def changed(self, message: ChatMessage) -> None:
        """Tell the watchers that ticks, reaction or picture of a message changed."""
        self.tell("update", message.wa_id, message=message.as_json())

    def tell(self, event: str, wa_id: str, **data: object) -> None:
        """Publish an event to every watcher."""
        for watcher in self._watchers:
            watcher.put_nowait({"type": event, "wa_id": wa_id, **data})

    def watch(self) -> asyncio.Queue[Json]:
        """A queue that receives every event from now on."""
        queue: asyncio.Queue[Json] = asyncio.Queue()
        self._watchers.add(queue)
        return queue

    def unwatch(self, queue: asyncio.Queue[Json]) -> None:
        """Stop filling a queue."""
        self._watchers.discard(queue)

    def clear(self) -> None:
        """Forget everybody and everything."""
        self._guests.clear()
        self._messages.clear()
        self._sent.clear()
        self.tell("cleared", "")


def new_wamid() -> str:
    """A message id shaped like Meta's."""
    return "wamid." + base64.b64encode(b"\x1d\x0fHBg" + secrets.token_bytes(24)).decode()
