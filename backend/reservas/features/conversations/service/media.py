"""A guest's file is noted with its message, downloaded by a job, kept on disk for a while, and then deleted."""

import asyncio
import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.dialogue.replies import Text, to_content
from reservas.domain.wording import words_for
from reservas.features.conversations import repository
from reservas.features.conversations.arrivals import MEDIA_KINDS
from reservas.features.conversations.errors import MediaGone, MediaRefused
from reservas.features.conversations.ports import MediaSource
from reservas.features.conversations.schemas import FETCH_MEDIA, SEND, FetchedMedia, MediaTerms
from reservas.infra.database import Database
from reservas.infra.files import PrivateFiles
from reservas.infra.queue import enqueue
from reservas.kit.clock import Clock
from reservas.models import Media, Message

log = structlog.get_logger(__name__)
BATCH = 100
STRAY_AFTER = timedelta(days=1)  # by then the row of any file is there that will ever be


async def expect(session: AsyncSession, message: Message) -> bool:
    """Note the file of a stored inbound message and have it fetched; return whether there is one to be had.

    True as well for a message without a file; False when the channel itself says that the file cannot be had.
    """
    if message.kind not in MEDIA_KINDS:
        return True
    told = _told(message)
    provider_id = str(told.get("id") or "") or None
    is_new = await repository.add_media(
        session,
        public_id=uuid.uuid4(),
        message_id=message.id,
        provider_id=provider_id,
        state="pending" if provider_id else "failed",
        mime_type=_mime_type(told),
        sha256=str(told["sha256"]) if told.get("sha256") else None,
        error=None if provider_id else "The channel says that it cannot be had.",
        created_at=message.created_at,
    )
    if is_new is not None and provider_id:
        await enqueue(session, FETCH_MEDIA, {"media_id": is_new})
    return provider_id is not None


class MediaKeeper:
    """Fetches what guests sent and deletes it when its time is over."""

    def __init__(
        self, database: Database, clock: Clock, source: MediaSource, files: PrivateFiles, terms: MediaTerms
    ) -> None:
        self._database = database
        self._clock = clock
        self._source = source
        self._files = files
        self._terms = terms

    async def fetch(self, media_id: int) -> None:
        """Download one file; a second run finds it done. Raises MediaLater while it is worth trying again."""
        async with self._database.unit_of_work() as session:
            media = await session.get_one(Media, media_id)
        if media.state != "pending" or media.provider_id is None:
            return
        try:
            with self._files.create() as (name, file):
                fetched = await self._source.fetch(media.provider_id, file, self._terms)
        except MediaGone as error:
            await self._fail(media_id, error.detail, ask_again=True)
        except MediaRefused as error:
            await self._fail(media_id, error.detail)
        else:
            await self._keep(media_id, name, fetched)

    async def give_up(self, media_id: int) -> None:
        """Say that the file could not be downloaded, after every attempt at it failed."""
        await self._fail(media_id, "It could not be downloaded.")

    async def delete_old(self) -> int:
        """Delete the files whose time is over; return how many. The file goes first: a row alone betrays nobody."""
        deleted, now = 0, self._clock.now()
        while True:
            async with self._database.unit_of_work() as session:
                due = await repository.lock_old_media(session, now, BATCH)
                for media in due:
                    self._files.delete(str(media.file))
                    media.state, media.file = "deleted", None
            deleted += len(due)
            if len(due) < BATCH:
                return deleted

    async def delete_strays(self) -> int:
        """Delete files that no row knows: a crash came between file and row. Return how many.

        Nobody else would ever delete them, and they are a guest's.
        """
        deleted = 0
        for names in await asyncio.to_thread(lambda: list(self._files.names_older_than(STRAY_AFTER))):
            async with self._database.unit_of_work() as session:
                strays = set(names) - await repository.files_kept(session, names)
            for name in strays:
                self._files.delete(name)
            deleted += len(strays)
        if deleted:
            log.warning("media.strays_deleted", files=deleted)
        return deleted

    async def _keep(self, media_id: int, name: str, fetched: FetchedMedia) -> None:
        now = self._clock.now()

        async def work(session: AsyncSession) -> bool:
            media = await session.get_one(Media, media_id, with_for_update=True)
            if media.state != "pending":
                return False
            media.state, media.file, media.stored_at = "stored", name, now
            media.mime_type, media.sha256, media.size_bytes = fetched.mime_type, fetched.sha256, fetched.size_bytes
            media.delete_at = now + timedelta(days=self._terms.keep_days)
            return True

        kept = False
        try:
            kept = await self._database.transaction(work)
        finally:
            if not kept:
                # Another run was faster, or nobody will ever know this name.
                self._files.delete(name)
        if kept:
            log.info("media.stored", media_id=media_id, size_bytes=fetched.size_bytes, mime_type=fetched.mime_type)

    async def _fail(self, media_id: int, why: str, *, ask_again: bool = False) -> None:
        async with self._database.unit_of_work() as session:
            conversation = await repository.lock_of_media(session, media_id)
            media = await session.get_one(Media, media_id, with_for_update=True)
            if media.state != "pending":
                return
            media.state, media.error = "failed", why
            log.warning("media.failed", media_id=media_id, why=why)
            message = await session.get_one(Message, media.message_id)
            # A person who drives the chat sees what is missing, and asks in their own words. So does another
            # application that has the thread: one word of ours would take it away.
            if ask_again and conversation.driver == repository.BOT and not message.content.get("standby"):
                said = to_content(Text(words_for(conversation.language).say("media.again")))
                cause = f"media:{media_id}:again"
                await repository.add_outbound(session, conversation.id, cause, said, self._clock.now())
                await enqueue(session, SEND, {"conversation_id": conversation.id})


def _told(message: Message) -> Mapping[str, Any]:
    """Return what the channel told of the file, wherever the reader of its calls put it."""
    content = message.content
    raw = content.get("raw")
    inner = raw.get(message.kind) if isinstance(raw, dict) else None
    return inner if isinstance(inner, dict) else content


def _mime_type(told: Mapping[str, Any]) -> str | None:
    return str(told.get("mime_type") or "").partition(";")[0].strip().lower()[:100] or None
