"""Turns of the past are decided again by the present code, from what they were decided from, and nothing is changed.

The engine's answers are those that the turn got then: a reply that differs differs because of code, not of data.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import unified_diff
from typing import Any

from sqlalchemy import or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.dialogue import CallPerson, Command, DialogueState, Event, Reply
from reservas.domain.dialogue.replies import to_content
from reservas.domain.dialogue.state import Setting
from reservas.domain.dialogue.switching import LanguageAsked, confirm_language
from reservas.domain.wording import words_for
from reservas.domain.wording.languages import choose_language
from reservas.features.conversations import repository
from reservas.features.conversations.errors import ConversationNotFound
from reservas.features.conversations.service.facts import read_setting
from reservas.features.conversations.service.recording import event_from_json
from reservas.features.conversations.service.turns import converse, read_events, text_of
from reservas.features.conversations.service.unsaid import ENDED_CAUSE, TURN_CAUSE
from reservas.kit.errors import ErrorKind, ReservasError
from reservas.models import Conversation, Message


class AskedElsewhere(ReservasError):  # noqa: N818 - reads as what happened
    """The present code asks the engine for something that the turn did not ask for then."""

    code = "asked_elsewhere"
    kind = ErrorKind.CONFLICT


@dataclass(frozen=True, slots=True)
class ReplayedTurn:
    """What one turn said, and what it would say now: one text a reply, buttons and rows under its words."""

    conversation: str
    message_id: int
    at: datetime
    heard: str
    said: tuple[str, ...]
    would_say: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Tell whether the guest would read the same."""
        return self.said == self.would_say

    def diff(self) -> list[str]:
        """Return the unified diff of both, line by line."""
        before, now = ("\n".join(replies).split("\n") for replies in (self.said, self.would_say))
        return list(unified_diff(before, now, "then", "now", lineterm=""))


async def replay(session: AsyncSession, since: datetime, code: str | None = None) -> list[ReplayedTurn]:
    """Decide each recorded turn since that instant again, of one conversation or all, in the order they were taken.

    The transaction can only read from then on. Raises ConversationNotFound.
    """
    await session.execute(text("SET TRANSACTION READ ONLY"))
    query = select(Message).where(Message.turn.is_not(None), Message.handled_at >= since)
    if code is not None:
        found = (await session.execute(select(Conversation.id).where(Conversation.code == code))).scalar_one_or_none()
        if found is None:
            raise ConversationNotFound(f"There is no conversation {code}.")
        query = query.where(Message.conversation_id == found)
    last_ones = (await session.execute(query.order_by(Message.handled_at, Message.id))).scalars().all()
    return [await _replay_turn(session, message) for message in last_ones]


async def _replay_turn(session: AsyncSession, last: Message) -> ReplayedTurn:
    assert last.turn is not None
    assert last.handled_at is not None
    conversation = await session.get_one(Conversation, last.conversation_id)
    read = select(Message).where(Message.id.in_(last.turn["messages"]))
    messages = (await session.execute(read.order_by(Message.provider_at, Message.id))).scalars().all()
    setting = await _setting_then(session, conversation, last, messages)
    return ReplayedTurn(
        conversation=conversation.code,
        message_id=last.id,
        at=last.handled_at,
        heard=text_of(messages),
        said=tuple(_shown(content) for content in await _said(session, last)),
        would_say=tuple(await _decide_again(last.turn, messages, setting)),
    )


async def _setting_then(
    session: AsyncSession, conversation: Conversation, last: Message, messages: Sequence[Message]
) -> Setting:
    """Return the setting of the turn's own day, in the language that it would choose now."""
    assert last.turn is not None
    assert last.handled_at is not None
    setting = await read_setting(session, conversation, last.handled_at)
    language, heard = last.turn["language"], text_of(messages)
    if heard:
        language, _ = choose_language(language, last.turn["heard_language"], heard)
    return Setting(setting.today, setting.time_zone, words_for(language), setting.guest_name, setting.cabins)


async def _said(session: AsyncSession, last: Message) -> list[Mapping[str, Any]]:
    mine = or_(*(Message.cause.like(f"{about}{last.id}:%") for about in (TURN_CAUSE, ENDED_CAUSE)))
    query = select(Message.content).where(
        Message.conversation_id == last.conversation_id,
        mine,
        Message.cause.not_like(f"%{repository.STAND_IN}%"),
        Message.cause.not_like("%:former:%"),
    )
    return list((await session.execute(query.order_by(Message.id))).scalars())


async def _decide_again(turn: Mapping[str, Any], messages: Sequence[Message], setting: Setting) -> list[str]:
    outcomes = list(turn["outcomes"])
    has_called = False

    async def answer(command: Command) -> Event | None:
        nonlocal has_called
        asked = type(command).__name__
        has_called = has_called or isinstance(command, CallPerson)
        if not outcomes or outcomes[0]["command"] != asked:
            raise AskedElsewhere(f"It asks for {asked}, which it did not ask for then.")
        return event_from_json(outcomes.pop(0))

    state = DialogueState.from_json(turn["state"])
    replies: list[Reply] = []
    missing = [message for message in messages if message.id in turn["missing"]]
    try:
        for event in read_events(messages, setting, missing, is_paying=turn["is_paying"]):
            if isinstance(event, LanguageAsked):
                replies.append(confirm_language(setting))
                continue
            state, said, _ = await converse(state, event, setting, answer)
            replies.extend(one for one in said if one not in replies)
            if has_called:
                break
    except AskedElsewhere as error:
        return [*(_shown(to_content(reply)) for reply in replies), f"({error.detail})"]
    except Exception as error:  # noqa: BLE001 - a turn that breaks now is what a replay is to find
        return [*(_shown(to_content(reply)) for reply in replies), f"(It fails: {type(error).__name__}: {error})"]
    return [_shown(to_content(reply)) for reply in replies]


def _shown(content: Mapping[str, Any]) -> str:
    """Return a reply as text: its words first, then what can be tapped."""
    body = str(content.get("body") or content.get("caption") or content.get("fallback_text") or content["kind"])
    taps = [*content.get("buttons", ()), *content.get("rows", ())]
    lines = [" · ".join(filter(None, (f"[{one['title']}]", str(one.get("description", ""))))) for one in taps]
    return "\n".join([body, *lines])
