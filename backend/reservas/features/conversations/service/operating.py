"""An operator takes a chat, writes in it, gives it back; each leaves an audit entry that holds no text."""

import asyncio
import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.delivery import units
from reservas.domain.dialogue.replies import File, Reply, Template, Text, to_content
from reservas.domain.dialogue.templates import TEMPLATES
from reservas.domain.wording import words_for
from reservas.features.audit import service as audit
from reservas.features.conversations import repository
from reservas.features.conversations.desk import OPERATOR
from reservas.features.conversations.errors import TemplateNotFound, TemplateValuesWrong, WindowClosed
from reservas.features.conversations.schemas import SEND, OutgoingFile
from reservas.features.conversations.service import driving
from reservas.features.conversations.stand_ins import StandIn
from reservas.infra.files import PrivateFiles
from reservas.infra.queue import enqueue
from reservas.models import Conversation

LONGEST_TEMPLATE = 1024  # WhatsApp, error 132005: a template's body with its values


@dataclass(frozen=True, slots=True)
class TemplateAsked:
    """A template by its name with its values, the language for when the guest's has none, and the words to follow."""

    name: str
    values: Mapping[str, str]
    language: str
    then: str | None


@dataclass(frozen=True, slots=True)
class FileSent:
    """A file that the channel named `media_id`, its caption, and where and for how many days it is kept here."""

    file: OutgoingFile
    media_id: str
    caption: str
    kept_in: PrivateFiles
    keep_days: float


@dataclass(frozen=True, slots=True)
class Operator:
    """Who acts, and for how many hours a conversation is theirs after it (None: until they release it)."""

    email: str
    hours: float | None


async def take(session: AsyncSession, code: str, operator: Operator, now: datetime) -> None:
    """Let the operator drive; the bot is silent from now on. Raises ConversationNotFound."""
    conversation = await repository.lock_by_code(session, code)
    await driving.take(session, conversation, now, by=operator.email, hours=operator.hours)


async def release(session: AsyncSession, code: str, operator: Operator, now: datetime) -> None:
    """Give the conversation back to the bot. Raises ConversationNotFound."""
    conversation = await repository.lock_by_code(session, code)
    await driving.give_back(session, conversation, now, by=operator.email)


async def reply(session: AsyncSession, code: str, body: str, operator: Operator, now: datetime) -> None:
    """Queue the operator's words, taking the conversation if the bot drives it.

    Raises ConversationNotFound, and WindowClosed, which names the templates that can be sent instead.
    """
    conversation = await repository.lock_by_code(session, code)
    _require_open(conversation, now, "text")
    await _write(session, conversation, Text(body), operator, now)


async def require_open(session: AsyncSession, code: str, now: datetime) -> None:
    """Raise ConversationNotFound, or WindowClosed when the guest can be sent nothing but a template."""
    _require_open(await repository.lock_by_code(session, code), now, "file")


async def send_file(session: AsyncSession, code: str, sent: FileSent, operator: Operator, now: datetime) -> None:
    """Queue a file that the channel has, taking the conversation too, and keep it where operators find it.

    Raises ConversationNotFound and WindowClosed.
    """
    conversation = await repository.lock_by_code(session, code)
    _require_open(conversation, now, "file")
    file = sent.file
    said = File(sent.media_id, file.mime_type, file.filename, sent.caption)
    message_id = await _write(session, conversation, said, operator, now)
    name = await asyncio.to_thread(_keep, sent)
    await repository.add_media(
        session,
        public_id=uuid.uuid4(),
        message_id=message_id,
        provider_id=sent.media_id,
        state="stored",
        mime_type=file.mime_type,
        sha256=hashlib.sha256(file.content).hexdigest(),
        size_bytes=len(file.content),
        file=name,
        created_at=now,
        stored_at=now,
        delete_at=now + timedelta(days=sent.keep_days),
    )


async def send_template(
    session: AsyncSession, code: str, asked: TemplateAsked, operator: Operator, now: datetime
) -> None:
    """Queue a template, which may be sent at any time, taking the conversation too.

    With words to follow, these wait until the guest writes; inside the window they are sent in the template's place.
    Raises ConversationNotFound, TemplateNotFound and TemplateValuesWrong.
    """
    conversation = await repository.lock_by_code(session, code)
    # One language after the other: the account may not have the guest's own.
    best, *others = _fill(asked, words_for(conversation.language).locale)
    if asked.then is None:
        stand_ins = [StandIn(one, says_all=False) for one in others]
        await _write(session, conversation, best, operator, now, stand_ins)
    else:
        stand_ins = [StandIn(one, says_all=False) for one in (best, *others)]
        await _write(session, conversation, Text(asked.then), operator, now, stand_ins)


def _fill(asked: TemplateAsked, locale: str) -> list[Template]:
    """Return the template in each language that may be sent, the best first."""
    registered = TEMPLATES.get(asked.name)
    if registered is None:
        raise TemplateNotFound(f"There is no template {asked.name}: there are {_choice()}.", field="template")
    if set(asked.values) != set(registered.parameters):
        wanted = ", ".join(registered.parameters) or "none"
        raise TemplateValuesWrong(f"{asked.name} takes these values: {wanted}.", field="values")
    languages = tuple(registered.languages_for(locale, asked.language)) or tuple(registered.bodies)
    filled = [registered.fill(language, asked.values) for language in languages]
    if any(units(one.fallback_text) > LONGEST_TEMPLATE for one in filled):
        raise TemplateValuesWrong(
            f"{asked.name} would be longer than the {LONGEST_TEMPLATE} characters of a template.", field="values"
        )
    return filled


async def _write(
    session: AsyncSession,
    conversation: Conversation,
    said: Reply,
    operator: Operator,
    now: datetime,
    stand_ins: Sequence[StandIn] = (),
) -> int:
    """Queue what the operator says and return the message's key."""
    await driving.take(session, conversation, now, by=operator.email, hours=operator.hours)
    cause = f"{OPERATOR}{operator.email}:{uuid.uuid4()}"
    await repository.add_outbound(session, conversation.id, cause, to_content(said), now, stand_ins)
    await enqueue(session, SEND, {"conversation_id": conversation.id})
    audit.record(
        session,
        at=now,
        actor=f"{OPERATOR}{operator.email}",
        action="conversation.replied",
        subject_kind="conversation",
        subject=conversation.code,
        kind=said.kind,
    )
    return await repository.key_of(session, conversation.id, cause)


def _choice() -> str:
    """Return every template with the values it takes."""
    each = (f"{one.name} ({', '.join(one.parameters)})" if one.parameters else one.name for one in TEMPLATES.values())
    return ", ".join(each)


def _keep(sent: FileSent) -> str:
    with sent.kept_in.create() as (name, kept):
        kept.write(sent.file.content)
    return name


def _require_open(conversation: Conversation, now: datetime, field: str) -> None:
    if conversation.window_closes_at is None or conversation.window_closes_at <= now:
        raise WindowClosed(_why_closed(conversation), field=field)


def _why_closed(conversation: Conversation) -> str:
    closed_at = conversation.window_closes_at
    since = f"It closed at {closed_at:%Y-%m-%d %H:%M} UTC. " if closed_at else "They never wrote. "
    return (
        "WhatsApp takes free text only within 24 hours of the guest's last message. "
        f"{since}Send one of the templates: {_choice()}. Once they write, you can answer freely."
    )
