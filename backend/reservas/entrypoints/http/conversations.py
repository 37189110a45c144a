"""Operators' chats over HTTP: who waits, what was said, taking a chat, writing in it, giving it back to the bot."""

import hashlib
import uuid
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Path, Query, Response, UploadFile
from fastapi.responses import FileResponse
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.bootstrap import media_terms, open_uploads
from reservas.entrypoints.http.changes import Change, ChangeDep
from reservas.entrypoints.http.conversation_schemas import (
    Caption,
    ChatOut,
    ConversationOut,
    FileAsked,
    MessageOut,
    ReplyIn,
    TemplateIn,
    pointer_of,
)
from reservas.entrypoints.http.dependencies import ConnectionsDep, OfficeDep
from reservas.entrypoints.http.documented import problems
from reservas.entrypoints.http.pages import Page, Place, PlaceDep
from reservas.entrypoints.http.uploads import read_upload
from reservas.features.conversations import desk
from reservas.features.conversations.desk import ConversationFilter
from reservas.features.conversations.errors import MediaNotAvailable
from reservas.features.conversations.service import operating
from reservas.features.conversations.service.operating import FileSent, Operator, TemplateAsked

router = APIRouter(prefix="/api/v1/conversations", tags=["Conversations"])
ConversationCode = Annotated[str, Path(pattern=r"^C-[0-9A-Z]{6}$", examples=["C-7K3QXM"])]
REFUSALS: dict[str, Any] = {"responses": problems(400, 401, 403, 404, 409, 422, 503)}
LONGEST_CLOSING_MINUTES = 24 * 60
UNKNOWN_TYPE = "application/octet-stream"
FILE_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"content": {UNKNOWN_TYPE: {"schema": {"type": "string", "format": "binary"}}}, "description": "The file"}
}


@router.get("", summary="List conversations", responses=problems(401, 403, 422, 503))
async def list_conversations(
    connections: ConnectionsDep,
    _operator: OfficeDep,
    place: PlaceDep,
    driver: Annotated[Literal["bot", "human"] | None, Query()] = None,
    waiting: Annotated[bool | None, Query(description="Somebody wants a person and none has come.")] = None,
    unread: Annotated[bool | None, Query(description="The guest wrote since a person last did.")] = None,
    closing: Annotated[
        int | None,
        Query(ge=1, le=LONGEST_CLOSING_MINUTES, description="The 24-hour window closes within these minutes."),
    ] = None,
) -> Page[ConversationOut]:
    """Return conversations, the one with the newest message first. For owners and staff."""
    within = None if closing is None else timedelta(minutes=closing)
    wanted, now = ConversationFilter(driver, waiting, unread, within), connections.clock.now()
    async with connections.database.unit_of_work() as session:
        found = await desk.page(session, wanted, place.before, place.limit + 1, now)
        items = [ConversationOut.of(one, now) for one in found[: place.limit]]
    keys = [one.latest.id for one in found if one.latest is not None]
    return Page(items=items, next=place.next_after(keys))


@router.get("/{code}", summary="Read a conversation", responses=problems(401, 403, 404, 422, 503))
async def read_conversation(
    connections: ConnectionsDep, _operator: OfficeDep, place: PlaceDep, code: ConversationCode
) -> ChatOut:
    """Return the conversation with the newest page of its messages, in order. For owners and staff."""
    async with connections.database.unit_of_work() as session:
        return await _chat(session, code, place, connections.clock.now())


@router.post("/{code}/take", summary="Take a conversation", response_model=ConversationOut, **REFUSALS)
async def take_conversation(change: ChangeDep, code: ConversationCode) -> Response:
    """Drive the conversation: the bot is silent at once, and comes back on release or when your time is over."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, ConversationOut]:
        await operating.take(session, code, _operator_of(change), now)
        return 200, await _shown(session, code, now)

    return await change.answer(None, work)


@router.post("/{code}/release", summary="Give a conversation back", response_model=ConversationOut, **REFUSALS)
async def release_conversation(change: ChangeDep, code: ConversationCode) -> Response:
    """Give the conversation back to the bot, which answers what is written from now on."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, ConversationOut]:
        await operating.release(session, code, _operator_of(change), now)
        return 200, await _shown(session, code, now)

    return await change.answer(None, work)


@router.post("/{code}/reply", summary="Write to the guest", status_code=201, response_model=ConversationOut, **REFUSALS)
async def reply_to_guest(change: ChangeDep, code: ConversationCode, body: ReplyIn) -> Response:
    """Queue your words and take the conversation; 409 `window_closed` outside the 24-hour window."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, ConversationOut]:
        await operating.reply(session, code, body.text, _operator_of(change), now)
        return 201, await _shown(session, code, now)

    return await change.answer(body, work)


@router.post("/{code}/template", summary="Send a template", status_code=201, response_model=ConversationOut, **REFUSALS)
async def send_template(change: ChangeDep, code: ConversationCode, body: TemplateIn) -> Response:
    """Queue a template, as WhatsApp wants outside the 24-hour window; `text` follows once the guest writes back."""
    language = change.connections.settings.whatsapp.template_language
    asked = TemplateAsked(body.template, body.values, language, body.text)

    async def work(session: AsyncSession, now: datetime) -> tuple[int, ConversationOut]:
        await operating.send_template(session, code, asked, _operator_of(change), now)
        return 201, await _shown(session, code, now)

    return await change.answer(body, work)


@router.post(
    "/{code}/media", summary="Send a file to the guest", status_code=201, response_model=ConversationOut, **REFUSALS
)
async def send_file(
    change: ChangeDep, code: ConversationCode, file: UploadFile, caption: Annotated[Caption, Form()] = ""
) -> Response:
    """Send a picture (JPEG or PNG, 5 MB) or a PDF and take the conversation; 409 outside the 24-hour window.

    503 when WhatsApp does not take the file now; nothing is queued then.
    """
    connections = change.connections
    async with connections.database.unit_of_work() as session:
        await operating.require_open(session, code, connections.clock.now())
    terms = media_terms(connections.settings)
    read = await read_upload(file, terms.max_bytes)
    async with open_uploads(connections.settings) as uploads:
        media_id = await uploads.upload(read)
    sent = FileSent(read, media_id, caption, connections.guest_files, terms.keep_days)

    async def work(session: AsyncSession, now: datetime) -> tuple[int, ConversationOut]:
        await operating.send_file(session, code, sent, _operator_of(change), now)
        return 201, await _shown(session, code, now)

    asked = FileAsked(sha256=hashlib.sha256(read.content).hexdigest(), filename=read.filename, caption=caption)
    return await change.answer(asked, work)


@router.get(
    "/{code}/media/{media_id}",
    summary="Download a file of the chat",
    response_class=FileResponse,
    responses={**FILE_ANSWER, **problems(401, 403, 404, 409, 422, 503)},
)
async def download_media(
    connections: ConnectionsDep, _operator: OfficeDep, code: ConversationCode, media_id: uuid.UUID
) -> FileResponse:
    """Return the file as an attachment; 409 while it is not here. For owners and staff."""
    async with connections.database.unit_of_work() as session:
        media = await desk.media_of(session, code, media_id)
        name = media.file
        path = None if name is None else connections.guest_files.path_of(name)
        mime_type = media.mime_type or UNKNOWN_TYPE
        state = media.state
    if path is None or not path.is_file():
        raise MediaNotAvailable(f"The file is {state}: there is nothing to download.")
    # A type that is not (or no longer) taken is nobody's to run: a browser saves it, and guesses nothing.
    known = mime_type in connections.settings.media.types
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    return FileResponse(path, media_type=mime_type if known else UNKNOWN_TYPE, filename=str(media_id), headers=headers)


def _operator_of(change: Change) -> Operator:
    return Operator(change.operator.email, change.connections.settings.handover.hours or None)


async def _shown(session: AsyncSession, code: str, now: datetime) -> ConversationOut:
    await session.flush()
    return ConversationOut.of(await desk.view(session, code), now)


async def _chat(session: AsyncSession, code: str, place: Place, now: datetime) -> ChatOut:
    view = await desk.view(session, code)
    found = await desk.messages_before(session, view.conversation.id, place.before, place.limit + 1)
    older = place.next_after([message.id for message, _ in found])
    shown = found[: place.limit][::-1]
    pointers = [pointer for message, _ in shown if (pointer := pointer_of(message))]
    names = await desk.named_by(session, view.conversation.id, pointers) if pointers else {}
    messages = [MessageOut.of(message, media, names, code) for message, media in shown]
    return ChatOut(**ConversationOut.of(view, now).model_dump(), messages=messages, older=older)
