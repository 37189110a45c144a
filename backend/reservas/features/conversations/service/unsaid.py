"""What waited before it could be said is held against what is true now: said, dropped, or answered anew."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.dialogue.reminders import Reminder
from reservas.domain.dialogue.replies import Template
from reservas.domain.payments import Outcome
from reservas.domain.reservation_states import LIVE, PAID_FOR, Status
from reservas.features.conversations import repository, waiting
from reservas.features.conversations.arrivals import SILENT_KINDS
from reservas.features.conversations.schemas import TURN
from reservas.features.conversations.service import truth
from reservas.features.outbox.schemas import Fact
from reservas.features.payments import repository as payments
from reservas.features.reservations import repository as reservations
from reservas.features.reservations.schemas import ReservationView
from reservas.infra.queue import enqueue
from reservas.models import Conversation, Message, Payment, PaymentLink, Reservation

ANSWER_KEEPS = timedelta(minutes=30)
"""For how long an answer of the dialogue is worth saying: it may name a hold's end, and what was free then."""

ANSWERED_ANEW, OVERTAKEN, NOT_TRUE = "answered_anew", "overtaken", "not_true_any_more"
TURN_CAUSE = "turn:"
ENDED_CAUSE = "ended:"
"""How the causes of a turn's answers begin, and of those that tell a guest what they have just ended.

These say what comes back and its code: that stays true, is told nowhere else, and is said however late, whoever drives.
"""
_FORMER = ":former:"


def is_answer(message: Message) -> bool:
    """Tell whether the dialogue says it in answer to a guest; a template only says that an answer is there."""
    return (message.cause or "").startswith(TURN_CAUSE) and message.kind != Template.kind


def is_old_answer(message: Message, now: datetime) -> bool:
    """Tell whether it answers a guest and has waited too long to be said as it is."""
    return is_answer(message) and now - message.created_at > ANSWER_KEEPS


async def answer_anew(session: AsyncSession, answer: Message) -> bool:
    """Withhold all that is unsaid of a turn's `answer`, and let a turn read again what the guest had written.

    What a later turn has answered is not read again. Return False, and change nothing, when there is nothing to read.
    The conversation must be locked.
    """
    asked = await _asked(session, answer)
    if asked is None:
        return False
    of_guest = (
        Message.conversation_id == answer.conversation_id,
        Message.direction == "in",
        Message.kind.not_in(SILENT_KINDS),
    )
    is_overtaken = asked.handled_at is not None and bool(
        await session.scalar(select(exists().where(*of_guest, Message.handled_at > asked.handled_at)))
    )
    reason = OVERTAKEN if is_overtaken else ANSWERED_ANEW
    of_answer = update(Message).where(
        Message.conversation_id == answer.conversation_id,
        Message.cause.startswith(f"{TURN_CAUSE}{asked.id}:"),
        Message.cause.not_like(f"%{repository.STAND_IN}%"),
        Message.cause.not_like(f"%{_FORMER}%"),
    )
    unsaid = of_answer.where(or_(Message.status == "pending", _is_parked()))
    await session.execute(unsaid.values(status="withheld", error={"reason": reason}))
    # The new answer's causes are the old one's, also those of what was said of it.
    await session.execute(of_answer.values(cause=func.concat(Message.cause, _FORMER, Message.id)))
    if not is_overtaken and asked.handled_at is not None:
        read_with_it = update(Message).where(*of_guest, Message.handled_at == asked.handled_at)
        await session.execute(read_with_it.values(handled_at=None))
        # The pictures of a cabin may be among what was not said.
        conversation = await session.get_one(Conversation, answer.conversation_id)
        conversation.state = {name: value for name, value in conversation.state.items() if name != "pictured"}
        await enqueue(session, TURN, {"conversation_id": answer.conversation_id})
    return True


async def release(session: AsyncSession, conversation: Conversation) -> bool:
    """Let what was parked be said, now that the guest has written, and what they asked before be answered.

    The conversation must be locked; return whether there is something to send.
    """
    if not await repository.has_parked(session, conversation.id):
        return False
    if conversation.driver == repository.BOT:
        of_turns = select(Message).where(
            Message.conversation_id == conversation.id, Message.cause.startswith(TURN_CAUSE), _is_parked()
        )
        for answer in (await session.execute(of_turns.order_by(Message.id).with_for_update())).scalars().all():
            await repository.keep_back_stand_ins(session, answer)
            await answer_anew(session, answer)
    return await repository.release_parked(session, conversation.id)


async def on_untrue(session: AsyncSession, message: Message) -> None:
    """Let whoever was to hear that nights are free wait on, unless a template has told them."""
    kind, _, rest = (message.cause or "").partition(":")
    if kind == Reminder.DATES_FREED and not await repository.is_said_by_stand_in(session, message):
        await waiting.reopen(session, int(rest.partition(":")[0]))


async def is_still_true(session: AsyncSession, message: Message, now: datetime) -> bool:
    """Tell whether a notice, or a template in its place, says what is so; other messages are not for us to judge."""
    fact, _, rest = (message.cause or "").partition(":")
    subject, _, number = rest.partition(repository.STAND_IN)[0].partition(":")
    if fact in set(Reminder) and subject.isdigit():
        return await truth.is_still_due(session, Reminder(fact), int(subject), now, number)
    if fact not in _JUDGED or not subject.isdigit():
        return True
    if fact == Fact.PAYMENT_LINK_OPENED:
        return await _can_pay(session, int(subject), now)
    if fact == Fact.PAYMENT_JUDGED:
        return await _is_news_of_money(session, int(subject), rest.split(":")[1])
    if await session.get(Reservation, int(subject)) is None:
        return True
    view = await reservations.view(session, int(subject))
    if fact == Fact.RESERVATION_EXPIRED:
        return view.status == Status.EXPIRED
    # Nobody is told how to arrive at a stay that is over.
    is_over = view.stay.check_out < now.date()
    if fact == Fact.RESERVATION_CONFIRMED:
        return view.status in PAID_FOR and not is_over
    return view.status in LIVE and not is_over and not await _was_changed_again(session, message, view)


_JUDGED = frozenset(
    {
        Fact.PAYMENT_LINK_OPENED,
        Fact.PAYMENT_JUDGED,
        Fact.RESERVATION_EXPIRED,
        Fact.RESERVATION_CONFIRMED,
        Fact.RESERVATION_CHANGED,
    }
)


async def _asked(session: AsyncSession, answer: Message) -> Message | None:
    """Return the last message of the guest that the turn read."""
    key = (answer.cause or "").removeprefix(TURN_CAUSE).partition(":")[0]
    query = select(Message).where(
        Message.id == int(key), Message.conversation_id == answer.conversation_id, Message.direction == "in"
    )
    return (await session.execute(query.execution_options(populate_existing=True))).scalar_one_or_none()


def _is_parked() -> ColumnElement[bool]:
    return and_(Message.status == "withheld", Message.error["reason"].astext == repository.WINDOW_CLOSED)


async def _can_pay(session: AsyncSession, link_id: int, now: datetime) -> bool:
    if await session.get(PaymentLink, link_id) is None:
        return True
    link = await payments.link_view(session, link_id)
    if link is None or link.purpose != "deposit":
        return link is not None
    return (await reservations.view(session, link.reservation_id)).is_held_at(now)


async def _is_news_of_money(session: AsyncSession, payment_id: int, outcome: str) -> bool:
    """Later news of a payment have a message of their own; one on its way is news only while nobody else paid."""
    if await session.get(Payment, payment_id) is None:
        return True
    payment = await payments.payment_view(session, payment_id)
    if payment.outcome != outcome:
        return False
    if outcome not in (Outcome.PENDING, Outcome.REJECTED) or payment.reservation_id is None:
        return True
    status = (await reservations.view(session, payment.reservation_id)).status
    return status == Status.PRE_RESERVED or (status == Status.EXPIRED and outcome == Outcome.PENDING)


async def _was_changed_again(session: AsyncSession, message: Message, view: ReservationView) -> bool:
    told = await repository.stood_in_for(session, message) or message
    later = exists().where(
        Message.conversation_id == message.conversation_id,
        Message.cause.startswith(f"{Fact.RESERVATION_CHANGED}:{view.id}:"),
        Message.cause.not_like(f"%{repository.STAND_IN}%"),
        Message.id > told.id,
    )
    return bool(await session.scalar(select(later)))
