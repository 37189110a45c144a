"""One short transaction reads every unhandled message of a conversation, decides, and writes what follows."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.dialogue import (
    Action,
    Cancelled,
    Command,
    DialogueState,
    Event,
    GuestSaid,
    GuestSentMedia,
    GuestTapped,
    Reply,
    StayCancelled,
    Text,
    requests_of,
    step,
)
from reservas.domain.dialogue.replies import to_content
from reservas.domain.dialogue.state import Setting
from reservas.domain.dialogue.switching import LanguageAsked, confirm_language
from reservas.domain.nlu import Embedder, embed_ahead, needs_embedding, understand
from reservas.domain.wording import words_for
from reservas.domain.wording.languages import asked_language, choose_language
from reservas.features.conversations import repository
from reservas.features.conversations.arrivals import opens_chat
from reservas.features.conversations.schemas import SEND, TURN, Pace
from reservas.features.conversations.service import driving, media
from reservas.features.conversations.service.commands import carry_out
from reservas.features.conversations.service.facts import holds_unpaid, read_setting
from reservas.features.conversations.service.receipts import Receipts
from reservas.features.conversations.service.recording import Outcome, TurnBefore
from reservas.features.conversations.service.saying import only_true_figures
from reservas.features.conversations.service.turning import Turn
from reservas.features.conversations.service.unsaid import ENDED_CAUSE, TURN_CAUSE
from reservas.features.reservations.ports import NightLocks
from reservas.features.reservations.schemas import HoldTerms
from reservas.infra.database import Database
from reservas.infra.queue import enqueue
from reservas.kit.clock import Clock
from reservas.models import Conversation, Guest, Message

log = structlog.get_logger(__name__)
GREETING = "hola"
Follow = Callable[[AsyncSession, Conversation], Awaitable[None]]
MAXIMUM_STEPS = 8  # a chain of commands is two or three long; this only stops a mistake from going round for ever


class Turns:
    """Answers guests. No provider is called here, and nothing is waited for."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        pace: Pace,
        terms: HoldTerms,
        media_url: str,
        locks: NightLocks,
        embedder: Embedder | None = None,
        receipts: Receipts | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._pace = pace
        self._terms = terms
        self._media_url = media_url
        self._locks = locks
        self._receipts = receipts
        self._embedder = embedder

    async def handle(self, conversation_id: int, follow: Follow | None = None) -> None:
        """Answer what the guest has written since the last turn; a surplus turn finds nothing to do.

        `follow` is done in the same transaction, unless the turn comes back because more text may be on its way.
        """
        run = partial(self._run, conversation_id, follow)
        try:
            burst = await self._database.transaction(partial(run, None))
        except _NotEmbeddedError as doubt:
            # What arrives meanwhile makes the turn too early, or is understood by its words alone.
            embedded = await asyncio.to_thread(embed_ahead, doubt.texts, doubt.embedder)
            burst = await self._database.transaction(partial(run, embedded))
        if self._receipts and len(burst) > 1 and burst[-1].provider_id:
            self._receipts.show(burst[-1].provider_id, is_typing=False)

    async def _run(
        self, conversation_id: int, follow: Follow | None, embedded: Embedder | None, session: AsyncSession
    ) -> Sequence[Message]:
        """Return what the guest had written and now sees answered."""
        conversation = await repository.lock(session, conversation_id)
        messages = await repository.unhandled(session, conversation_id)
        if messages and await self._is_too_early(session, conversation_id, messages):
            return ()
        # What the guest took back is nobody's to read, nor its file to fetch.
        standing = [message for message in messages if "revoked" not in message.content]
        is_answered = conversation.driver == repository.BOT
        if is_answered and embedded is None and self._embedder is not None:
            _look_for_doubt(standing, self._embedder)
        missing = [message for message in standing if not await media.expect(session, message)]
        now = self._clock.now()
        if is_answered and standing:
            await self._answer(session, conversation, standing, missing, embedded, now)
        for message in messages:
            message.handled_at = now
        if follow is not None:
            await follow(session, conversation)
        return messages if is_answered else ()

    async def give_up(self, conversation_id: int) -> None:
        """Hand a conversation whose turn keeps failing to a person, so that one mistake of ours mutes nobody."""
        async with self._database.unit_of_work() as session:
            now = self._clock.now()
            conversation = await repository.lock(session, conversation_id)
            messages = await repository.unhandled(session, conversation_id)
            for message in messages:
                await media.expect(session, message)
                message.handled_at = now
            if not messages or conversation.driver == repository.HUMAN:
                return
            await driving.take(session, conversation, now, by=driving.BOT, hours=self._pace.handover_hours)
            said = to_content(Text(words_for(conversation.language).say("person")))
            await repository.add_outbound(session, conversation.id, f"turn_failed:{messages[-1].id}", said, now)
            await enqueue(session, SEND, {"conversation_id": conversation.id})

    async def _is_too_early(self, session: AsyncSession, conversation_id: int, messages: Sequence[Message]) -> bool:
        """Tell whether more text may be on its way; if so this turn comes back when it would not be any more."""
        wait = self._wait_for_more(messages)
        if not wait:
            return False
        await enqueue(session, TURN, {"conversation_id": conversation_id}, delay=wait)
        return True

    def _wait_for_more(self, messages: Sequence[Message]) -> timedelta:
        if any(message.kind == "tap" for message in messages):
            return timedelta()
        quiet_at = max(message.created_at for message in messages) + timedelta(seconds=self._pace.quiet_seconds)
        cap_at = min(message.created_at for message in messages) + timedelta(seconds=self._pace.cap_seconds)
        wait = min(quiet_at, cap_at) - self._clock.now()
        # The queue's clock and ours may differ by a hair: less than this is not worth another job.
        return wait if wait > timedelta(milliseconds=50) else timedelta()

    async def _answer(
        self,
        session: AsyncSession,
        conversation: Conversation,
        messages: Sequence[Message],
        missing: Sequence[Message],
        embedded: Embedder | None,
        now: datetime,
    ) -> None:
        before = TurnBefore.of(conversation, messages, missing)
        await _choose_language(session, conversation, messages)
        setting = await read_setting(session, conversation, now)
        hours = self._pace.handover_hours
        turn = Turn(session, conversation, setting, self._terms, self._media_url, self._locks, now, hours)
        state = DialogueState.from_json(conversation.state)
        replies: list[Reply] = []
        has_files = any(message.kind not in ("text", "tap") for message in messages)
        is_paying = has_files and await holds_unpaid(session, conversation.guest_id, setting.today)
        outcomes: list[Outcome] = []
        for event in read_events(messages, setting, missing, is_paying=is_paying, embedder=embedded):
            if isinstance(event, LanguageAsked):
                replies.append(confirm_language(setting))
                continue
            state, said, came = await converse(state, event, setting, partial(carry_out, turn))
            # A question that was taken for two requests is answered once.
            replies.extend(one for one in said if one not in replies)
            outcomes.extend(came)
            if conversation.driver == repository.HUMAN:
                break
        conversation.state = state.to_json()
        messages[-1].turn = before.to_json(outcomes, is_paying=is_paying)
        for message in messages:
            # Here already: otherwise the statements below would have each message written twice.
            message.handled_at = now
        has_ended = any(isinstance(one.event, (Cancelled, StayCancelled)) for one in outcomes)
        about = ENDED_CAUSE if has_ended else TURN_CAUSE
        cause = f"{about}{messages[-1].id}"
        await repository.add_answers(session, conversation.id, cause, [to_content(reply) for reply in replies], now)
        log.info("turn.answered", conversation_id=conversation.id, messages=len(messages), replies=len(replies))


class _NotEmbeddedError(Exception):
    """A turn reads what words alone leave in doubt: it begins anew once that is embedded, and has written nothing."""

    def __init__(self, texts: Sequence[str], embedder: Embedder) -> None:
        super().__init__()
        self.texts, self.embedder = texts, embedder


def _look_for_doubt(messages: Sequence[Message], embedder: Embedder) -> None:
    """Raise _NotEmbeddedError when the embedder is to be asked: it takes longer than a turn may hold its locks."""
    runs = groupby(messages, key=lambda message: message.kind == "text")
    texts = ["\n".join(_words(message) for message in run) for is_text, run in runs if is_text]
    if doubtful := [text for text in texts if needs_embedding(text)]:
        raise _NotEmbeddedError(doubtful, embedder)


async def _choose_language(session: AsyncSession, conversation: Conversation, messages: Sequence[Message]) -> None:
    """Speak what the guest writes from now on, here and wherever else they are told something."""
    text = text_of(messages)
    if not text:
        return
    language, conversation.heard_language = choose_language(conversation.language, conversation.heard_language, text)
    if language != conversation.language:
        conversation.language = language
        (await session.get_one(Guest, conversation.guest_id)).language = language
        log.info("conversation.language_changed", conversation_id=conversation.id, language=language)


async def converse(
    state: DialogueState, first: Event, setting: Setting, answer: Callable[[Command], Awaitable[Event | None]]
) -> tuple[DialogueState, list[Reply], list[Outcome]]:
    """Step until the dialogue asks nothing more of the booking engine, whose part `answer` takes."""
    replies: list[Reply] = []
    outcomes: list[Outcome] = []
    events, told, states = [first], [first], [state]
    for _ in range(MAXIMUM_STEPS):
        if not events:
            break
        decided = step(state, events.pop(0), setting)
        state = decided.state
        states.append(state)
        replies.extend(decided.replies)
        for command in decided.commands:
            outcome = await answer(command)
            outcomes.append(Outcome(command, outcome))
            if outcome is not None:
                events.append(outcome)
                told.append(outcome)
    return state, list(only_true_figures(replies, told, states, setting)), outcomes


def read_events(
    messages: Sequence[Message],
    setting: Setting,
    missing: Sequence[Message],
    *,
    is_paying: bool,
    embedder: Embedder | None = None,
) -> Iterator[Event | LanguageAsked]:
    """Yield what stored messages say; texts in a row are one thing said."""
    names = [cabin.name for cabin in setting.cabins]
    spoken: list[str] = []
    before: Message | None = None
    for message in [*messages, None]:
        if message is not None and message.kind == "text":
            spoken.append(_words(message))
            before = message
            continue
        if spoken:
            text = "\n".join(spoken)
            wish = asked_language(text)
            is_only_wish = wish is not None and wish.is_all
            if is_only_wish:
                yield LanguageAsked()
            else:
                understood = understand(text, today=setting.today, cabins=names, embedder=embedder)
                yield from requests_of(GuestSaid(text, understood))
            spoken = []
        if message is None:
            return
        if opens_chat(message.kind, message.content):
            # The chat was opened without a word, or its first one cannot be had: whoever says something is answered.
            if not any(one.kind in ("text", "tap") for one in messages):
                yield GuestSaid(GREETING, understand(GREETING, today=setting.today, cabins=names))
        elif message.kind == "tap":
            yield GuestTapped(Action.from_id(str(message.content.get("id", ""))))
        elif before is None or before.kind in ("text", "tap"):
            # Five pictures in a row get one answer.
            yield GuestSentMedia(message.kind, is_missing=message in missing, is_paying=is_paying)
        before = message


def text_of(messages: Sequence[Message]) -> str:
    """Return all that the guest wrote in words."""
    return "\n".join(_words(message) for message in messages if message.kind == "text")


def _words(text: Message) -> str:
    """Return a text as the guest left it: one that was edited says what it says now."""
    changed = text.content.get("edited")
    now = changed.get("now") if isinstance(changed, dict) else None
    said = now if isinstance(now, dict) and now.get("kind") == "text" else text.content
    return str(said.get("body", ""))
