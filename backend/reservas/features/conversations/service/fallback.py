"""What the channel refused, at once or in a later status, is said in another way, waits its turn, or is shown."""

import random
from datetime import datetime, timedelta

import structlog
from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.delivery import (
    PROBLEMS,
    RATE_PROBLEMS,
    STOPPING_PROBLEMS,
    TEMPLATE_PROBLEMS,
    Problem,
    problem_of,
)
from reservas.domain.dialogue.replies import Template, Text, from_content, to_content
from reservas.domain.dialogue.templates import ANSWER_READY, DEFAULT_LANGUAGE
from reservas.domain.wording import words_for
from reservas.features.conversations import repository
from reservas.features.conversations.desk import OPERATOR
from reservas.features.conversations.schemas import SEND
from reservas.features.conversations.service import stopping
from reservas.features.conversations.service.unsaid import ENDED_CAUSE, TURN_CAUSE
from reservas.features.conversations.stand_ins import StandIn
from reservas.infra.metrics import messages_refused, messages_sent
from reservas.infra.queue import enqueue
from reservas.models import Conversation, Guest, GuestIdentifier, Message

log = structlog.get_logger(__name__)
MAXIMUM_ATTEMPTS = 60  # with the longest backoff, about four hours
MAXIMUM_FAILURES = 5  # a message that was accepted and failed through no fault of its own
MAXIMUM_BACKOFF_SECONDS = 300
ACCOUNT_SECONDS, MAXIMUM_ACCOUNT_SECONDS = 60, 1800
GUEST_DOUBLINGS = 5  # 4^5 s are 17 minutes
RETRIED_LATER = RATE_PROBLEMS | {Problem.OUTCOME_UNKNOWN}
PLAIN = ":plain"
WORDLESS = frozenset({"image", "document", "location", "reaction"})  # beside words that say what matters


async def on_refused(session: AsyncSession, message: Message, code: int | None, now: datetime) -> None:
    """Decide what becomes of `message`, marked `failed` and locked, that the channel refused with `code`.

    It stays failed and is shown to operators unless something better is known. Locks its conversation, which a caller
    that may do so has locked before the message.
    """
    problem, is_said = problem_of(code), False
    count_problem(message.kind, problem, code)
    conversation = await repository.lock(session, message.conversation_id)
    if problem in STOPPING_PROBLEMS:
        # The message has nothing to do with it: it waits with the others.
        repository.requeue(message)
        await stopping.freeze(session, conversation.account, problem, code, now)
    elif problem in RETRIED_LATER:
        if message.attempts < MAXIMUM_FAILURES:
            wait = timedelta(seconds=backoff_seconds(problem, message.attempts))
            repository.requeue(message, not_before=now + wait)
    elif problem in TEMPLATE_PROBLEMS:
        is_said = await _say_otherwise(session, conversation, message, now)
    else:
        is_said = await _heed(session, conversation, message, problem, now)
    if message.status == "failed":
        log.error("message.refused", message_id=message.id, code=code, problem=problem)
        if not is_said:
            call_person(conversation, message, now)
    # Whatever is queued now, or was waiting for this one's outcome, goes on.
    await enqueue(session, SEND, {"conversation_id": conversation.id})


def call_person(conversation: Conversation, message: Message, now: datetime) -> None:
    """Let operators find the conversation: its guest was not told something, and nobody but them will tell it."""
    if message.kind not in WORDLESS:
        conversation.awaits_person_since = conversation.awaits_person_since or now


async def _heed(
    session: AsyncSession, conversation: Conversation, message: Message, problem: Problem, now: datetime
) -> bool:
    """Do what Meta's page says of a problem that lies with the guest or with what was sent; tell if it is said now."""
    match problem:
        case Problem.SPAM:
            await _stop_unasked(session, conversation, message, now)
        case Problem.WINDOW_CLOSED:
            await _say_by_template_or_park(session, message, now)
        case Problem.UNDELIVERABLE:
            return await _say_by_template(session, message, now) or await _say_plainly(session, message, now)
        case Problem.NEEDS_PHONE:
            await _send_to_phone(session, conversation, message)
        case Problem.OPTED_OUT:
            guest = await session.get_one(Guest, conversation.guest_id)
            guest.offers_refused_at = guest.offers_refused_at or now
    return False


async def park(session: AsyncSession, message: Message, now: datetime) -> None:
    """Keep what cannot be said while the window is closed until the guest writes; a template tells them that it waits.

    The conversation must be locked.
    """
    message.status, message.error = "withheld", {"reason": repository.WINDOW_CLOSED}
    messages_sent.labels("withheld").inc()
    log.warning("message.withheld", message_id=message.id, reason=repository.WINDOW_CLOSED)
    conversation = await session.get_one(Conversation, message.conversation_id)
    if not message.stand_ins and await _awaits_answer(session, conversation, message):
        locale = words_for(conversation.language).locale
        languages = ANSWER_READY.languages_for(locale, DEFAULT_LANGUAGE)
        message.stand_ins = [StandIn(ANSWER_READY.fill(one, {}), says_all=False).to_json() for one in languages]
    await _say_by_template(session, message, now)


def backoff_seconds(problem: Problem, attempts: int) -> float:
    """Return how long a message that was tried `attempts` times waits, some jitter included.

    Meta, "pair rate limits": 4^n s, n from 0. Account limits are counted by the hour: minutes.
    """
    tried = max(0, attempts - 1)
    if problem is Problem.GUEST_RATE:
        return float(4 ** min(tried, GUEST_DOUBLINGS)) * random.uniform(1, 1.2)  # noqa: S311 - jitter, no secret
    first, longest = 1, MAXIMUM_BACKOFF_SECONDS
    if problem is Problem.ACCOUNT_RATE:
        first, longest = ACCOUNT_SECONDS, MAXIMUM_ACCOUNT_SECONDS
    return min(longest, first * float(2 ** min(tried, 20))) * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, no secret


def count_problem(kind: str, problem: Problem, code: int | None) -> None:
    """Count a problem by the message's kind and the channel's code; codes Meta never told of share one label."""
    messages_refused.labels(kind, problem, str(code) if code in PROBLEMS else "other").inc()


async def _awaits_answer(session: AsyncSession, conversation: Conversation, message: Message) -> bool:
    """Tell whether the message answers a guest who has not been told, since the window closed, that an answer waits."""
    cause = message.cause or ""
    # Of an answer in several messages the first speaks for all.
    if not cause.startswith(OPERATOR) and not (cause.startswith((TURN_CAUSE, ENDED_CAUSE)) and cause.endswith(":0")):
        return False
    told = exists().where(
        Message.conversation_id == conversation.id,
        Message.content["name"].astext == ANSWER_READY.name,
        Message.created_at >= (conversation.window_closes_at or conversation.created_at),
        Message.status.not_in(("failed", "withheld")),
    )
    return not await session.scalar(select(told))


async def _stop_unasked(session: AsyncSession, conversation: Conversation, message: Message, now: datetime) -> None:
    await stopping.stop_unasked(session, conversation.account, now)
    if message.kind == Template.kind:
        repository.requeue(message)
        message.status, message.error = "withheld", {"reason": str(Problem.SPAM)}


async def _say_by_template_or_park(session: AsyncSession, message: Message, now: datetime) -> None:
    """An answer is parked and a template says that it is there; nothing else that Meta refused so is worth keeping."""
    if message.kind == Template.kind:
        return
    repository.requeue(message)
    await park(session, message, now)


async def _say_by_template(session: AsyncSession, message: Message, now: datetime) -> bool:
    """Queue the best template that may stand in for `message`; its later ones stand in for the template in turn."""
    stand_ins = [StandIn.from_json(one) for one in message.stand_ins or ()]
    if not stand_ins:
        return False
    best, *others = stand_ins
    cause = f"{repository.stand_in_cause(message.cause or '')}{len(others)}"
    content = to_content(best.template)
    return await repository.add_outbound(session, message.conversation_id, cause, content, now, others)


async def _say_plainly(session: AsyncSession, message: Message, now: datetime) -> bool:
    """Say once, as plain text, what an old telephone cannot show as buttons or as a list."""
    body = message.content.get("body")
    if message.kind not in ("buttons", "list", "link") or not body:
        return False
    url = message.content.get("url")
    plain = to_content(Text(f"{body}\n{url}" if url else str(body)))
    cause = f"{message.cause or message.id}{PLAIN}"
    return await repository.add_outbound(session, message.conversation_id, cause, plain, now)


async def _say_otherwise(session: AsyncSession, conversation: Conversation, message: Message, now: datetime) -> bool:
    """After a template that is not to be had: the parked message itself, the next template, or the same in words."""
    is_open = conversation.window_closes_at is not None and conversation.window_closes_at > now
    parked = await repository.stood_in_for(session, message)
    if not is_open:
        is_said = await _say_by_template(session, message, now)
        if not is_said:
            log.critical("template.none_left", message_id=message.id)
        return is_said
    if parked is not None:
        if parked.status == "withheld":
            repository.requeue(parked)
        return True
    template = from_content(message.content)
    if not isinstance(template, Template) or not template.fallback_text.strip():
        return False
    cause = f"{message.cause or message.id}{PLAIN}"
    content = to_content(Text(template.fallback_text))
    return await repository.add_outbound(session, conversation.id, cause, content, now)


async def _send_to_phone(session: AsyncSession, conversation: Conversation, message: Message) -> None:
    phones = select(GuestIdentifier.value).where(
        GuestIdentifier.guest_id == conversation.guest_id, GuestIdentifier.kind == "phone"
    )
    phone = (await session.execute(phones.order_by(GuestIdentifier.id.desc()).limit(1))).scalar_one_or_none()
    if phone is not None and conversation.recipient != phone:
        conversation.recipient = phone
        repository.requeue(message)
