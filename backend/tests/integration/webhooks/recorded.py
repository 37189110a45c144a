"""A stage on which WhatsApp calls are played: two guests, one chat, the API that stores, the worker that takes in."""

import hashlib
import hmac
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select, text

from reservas.bootstrap import WorkerServices
from reservas.domain.wording import words_for
from reservas.entrypoints.worker.jobs import Work, job_table
from reservas.features.conversations.schemas import TURN
from reservas.features.conversations.service import Receiver, Ticks, Turns
from reservas.features.inbox import service as inbox
from reservas.features.inbox.schemas import Provider, bulk_job, received_job
from reservas.infra.database import Database
from reservas.integrations.whatsapp import read_batch
from reservas.kit.clock import FixedClock
from reservas.models import Conversation, Guest, GuestIdentifier, IdentityConflict, Media, Message
from tests.factories.conversations import add_conversation, add_inbound, add_outbound
from tests.factories.guests import add_guest
from tests.factories.moments import NOW
from tests.fakes.locks import NO_LOCKS
from tests.integration.conversations.chat import MEDIA_URL, PACE, QUIET, TERMS
from tests.integration.queued import queued_jobs
from tests.integration.serving import APP_SECRETS

FILES = sorted((Path(__file__).parents[2] / "data" / "whatsapp").glob("*.json"))
PATH = "/api/v1/webhooks/whatsapp"
ANA, BETO, ACCOUNT = "5492944000001", "5492944000002", "100000000000001"
DOUBTFUL = uuid.UUID("6f1c1f2e-0a55-4c1b-9a53-0d2f6f4a7a10")
WORDS = words_for("es")
# In the order of their foreign keys: for so few rows, deleting is a lot faster than truncating.
_TABLES = (
    "identity_conflicts",
    "dead_letters",
    "inbox_events",
    "media",
    "messages",
    "conversations",
    "guest_identifiers",
    "guests",
    "pgqueuer",
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One file: the oddity it holds, the bytes of the call, and what must come of it."""

    what: str
    body: bytes
    effect: dict[str, Any]


def read_recorded(path: Path) -> Recorded:
    stored = json.loads(path.read_text(encoding="utf-8"))
    # Meta escapes whatever is not ASCII, and so does `dumps`.
    body = stored["text"].encode() if "text" in stored else json.dumps(stored["body"]).encode()
    return Recorded(stored["what"], body, stored["effect"])


def signed(body: bytes) -> dict[str, str]:
    digest = hmac.new(APP_SECRETS[0].encode(), body, hashlib.sha256).hexdigest()
    return {"x-hub-signature-256": f"sha256={digest}", "content-type": "application/json"}


class Stage:
    """Ana has a chat whose 24 hours are over, with a text of hers and two of ours; Beto is known and never wrote."""

    def __init__(self, api: httpx.AsyncClient, database: Database, services: WorkerServices) -> None:
        clock = FixedClock(NOW)
        receiver = Receiver(database, clock, read_batch, PACE, ACCOUNT)
        turns = Turns(database, clock, PACE, TERMS, MEDIA_URL, NO_LOCKS)
        self._api, self._database, self._clock = api, database, clock
        ticks = Ticks(database, clock, read_batch)
        table = job_table(replace(services, receiver=receiver, ticks=ticks, turns=turns))

        async def turn(payload: dict[str, Any]) -> None:
            """Leave what it says in the queue: nothing is sent here."""
            await turns.handle(payload["conversation_id"])

        self._jobs = {**table, TURN: Work(turn)}

    async def clear(self) -> None:
        """Begin anew: whatever an earlier call has brought is gone."""
        self._clock.instant = NOW
        async with self._database.unit_of_work() as session:
            for table in _TABLES:
                await session.execute(text(f"DELETE FROM {table}"))
            beto = await add_guest(session, phone=BETO)
            session.add(GuestIdentifier(guest_id=beto.id, kind="whatsapp_user", value="AR.BETO", created_at=NOW))
            ana = await add_guest(session, phone=ANA)
            chat = await add_conversation(
                session, ana, phone=ANA, account=ACCOUNT, window_closes_at=NOW - timedelta(hours=1)
            )
            await add_inbound(session, chat, "para 4", provider_id="wamid.theirs", handled_at=NOW)
            await add_outbound(session, chat, "¿Qué días?", cause="ours", status="sent", provider_id="wamid.ours")
            await add_outbound(
                session,
                chat,
                "¿Seguís ahí?",
                cause="doubtful",
                status="sending",
                callback_id=DOUBTFUL,
                sending_since=NOW,
            )

    async def deliver(self, body: bytes) -> int:
        """Send one signed call and return the status of the answer."""
        return (await self._api.post(PATH, content=body, headers=signed(body))).status_code

    async def work(self) -> None:
        """Run the jobs of the inbox, and then, after some quiet, the turns."""
        received, in_bulk = received_job(Provider.WHATSAPP), bulk_job(Provider.WHATSAPP)
        for name, pause in ((received, 0.0), (in_bulk, 0.0), (received, 0.0), (TURN, QUIET)):
            self._clock.instant += timedelta(seconds=pause)
            for job in await queued_jobs(self._database, name):
                await self._jobs[name].handler(job.payload)

    async def stored_ids(self) -> set[str | None]:
        """The provider's ids of every message there is."""
        async with self._database.unit_of_work() as session:
            return set((await session.execute(select(Message.provider_id))).scalars())

    async def effect(self, stated: dict[str, Any]) -> dict[str, Any]:
        """Say what has come of the calls, in the words of the files; what is as it was is left out."""
        async with self._database.unit_of_work() as session:
            messages = (await session.execute(select(Message).order_by(Message.id))).scalars().all()
            chat = (await session.execute(select(Conversation).order_by(Conversation.id))).scalars().first()
            assert chat is not None
            known = (await session.execute(select(GuestIdentifier))).scalars().all()
            guests = (await session.execute(select(Guest).order_by(Guest.id))).scalars().all()
            conflicts = (await session.execute(select(IdentityConflict))).scalars().all()
            files = (await session.execute(select(Media.provider_id).order_by(Media.id))).scalars().all()
            letters = await inbox.waiting_letters(session)
        beto, ana, *others = guests
        replies = [one for one in messages if (one.cause or "").startswith("turn:")]
        newest = others[-1] if others else ana
        names = [one.name for one in others if one.name]
        found = {
            "stored": sorted(_shown(one) for one in messages[3:] if one not in replies),
            "replies": bool(replies),
            "window_open": _is_open(chat),
            "window_hours": None if not _is_open(chat) else _hours(chat.window_closes_at),
            "driver": chat.driver,
            "recipient": chat.recipient,
            "statuses": {one.cause: one.status for one in messages[1:3] if one.status != _BEFORE[str(one.cause)]},
            "times": {
                one.cause: [_iso(one.delivered_at), _iso(one.read_at)] for one in messages[1:3] if one.delivered_at
            },
            "dead_letters": [f"{one.path}: {one.why}" for one in letters],
            "new_guests": len(others),
            "names": names,
            "known_as": _identifiers(known, newest.id),
            "beto_known_as": _identifiers(known, beto.id),
            "conflicts": [f"{one.kind} {one.value}" for one in conflicts],
            "content": {
                key: next((_part(one.content, part) for one in messages if one.provider_id == key), None)
                for key, part in stated.get("content", {}).items()
            },
            "files": files,
            "wants_no_offers": ana.offers_refused_at is not None,
            "greeted": _says(replies, WORDS.say("greeting", name="")[:5]),
            "asked_again": _says(replies, WORDS.say("media.again")),
        }
        return {name: found[name] for name in (_DEFAULTS | stated) if name in stated or name in _DEFAULTS}


_BEFORE = {"ours": "sent", "doubtful": "sending"}
_DEFAULTS: dict[str, Any] = {
    "stored": [],
    "replies": False,
    "window_open": False,
    "driver": "bot",
    "statuses": {},
    "dead_letters": [],
    "new_guests": 0,
    "conflicts": [],
}


def stated_effect(recorded: Recorded) -> dict[str, Any]:
    """Return what a file states, with what goes without saying."""
    return _DEFAULTS | recorded.effect | {"stored": sorted(recorded.effect.get("stored", []))}


def _shown(message: Message) -> str:
    return f"{message.direction} {message.kind}" + (f" by {message.author}" if message.author else "")


def _is_open(chat: Conversation) -> bool:
    return chat.window_closes_at is not None and chat.window_closes_at > NOW


def _hours(closes_at: datetime | None) -> float | None:
    return None if closes_at is None else (closes_at - NOW) / timedelta(hours=1)


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _identifiers(known: Sequence[GuestIdentifier], guest_id: int) -> list[str]:
    return sorted(f"{one.kind} {one.value}" for one in known if one.guest_id == guest_id)


def _part(content: Any, stated: Any) -> Any:
    """Return of `content` only the keys that are stated."""
    if not isinstance(stated, dict) or not isinstance(content, dict):
        return content
    return {key: _part(content.get(key), value) for key, value in stated.items()}


def _says(replies: Sequence[Message], sentence: str) -> bool:
    return any(str(one.content.get("body", "")).startswith(sentence) for one in replies)
