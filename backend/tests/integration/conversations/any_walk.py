"""One guest's walk by dice: texts, taps new and old, pictures, pauses and money, and what must hold after each turn."""

import json
import random
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from prometheus_client import REGISTRY
from sqlalchemy import select, text

from reservas.domain.dialogue import (
    Action,
    ActionKind,
    Buttons,
    CallPerson,
    DialogueState,
    GuestSaid,
    GuestTapped,
    ListReply,
    Reply,
    Setting,
    step,
)
from reservas.domain.dialogue.figures import texts_of
from reservas.domain.dialogue.replies import from_content
from reservas.domain.nlu import understand
from reservas.entrypoints.worker import facts
from reservas.features.conversations.schemas import SEND, TURN
from reservas.features.conversations.service import Notifier, Reminders, driving
from reservas.features.conversations.service.facts import read_setting
from reservas.features.outbox.schemas import Fact
from reservas.features.payments.schemas import HOLD_ENDED
from reservas.features.payments.service import HoldSettlement, PaymentLedger, PaymentLinks
from reservas.integrations.whatsapp.payloads import check
from reservas.models import Conversation, Message, PaymentLink
from tests.factories.conversations import add_inbound
from tests.factories.moments import NOW
from tests.factories.payments import make_reading
from tests.fakes.locks import NO_LOCKS
from tests.fakes.payment_provider import FakePaymentProvider
from tests.integration.conversations.chat import MEDIA_URL, QUIET, Chat
from tests.integration.queued import forget_jobs, queued_jobs

MEDIA = ("image", "audio", "video", "document", "sticker", "location", "contacts", "unsupported")
PAUSES = (timedelta(minutes=4), timedelta(minutes=35), timedelta(hours=2), timedelta(days=1), timedelta(days=5))
ASKS_FOR_PERSON = ("quiero hablar con una persona", "quero falar com uma pessoa", "I want to talk to a person")
OPERATOR = "demo@reservas.example"
MOST_TIMES = 2  # the same question in a row, in answer to words
Handler = Callable[[dict[str, Any]], Awaitable[object]]


class Breach(AssertionError):  # noqa: N818 - reads as what happened
    """Something that must hold after every turn did not."""


@dataclass
class Office:
    """What happens around a chat without its guest: links, payments, ended holds, notices, reminders."""

    chat: Chat
    provider: FakePaymentProvider = field(default_factory=FakePaymentProvider)
    paid: int = 0

    def __post_init__(self) -> None:
        database, clock = self.chat.database, self.chat.clock
        self.ledger = PaymentLedger(database, clock, self.provider)
        notifier = Notifier(database, clock, MEDIA_URL)
        links = PaymentLinks(database, clock, self.provider)
        self._settlement = HoldSettlement(database, clock, self.provider, self.ledger, NO_LOCKS)
        self._reminders = Reminders(database, clock, notifier, MEDIA_URL)
        self._handlers: Mapping[str, Handler] = {
            HOLD_ENDED: lambda job: self._settlement.settle(job["reservation_id"]),
            facts.OPEN_LINK: lambda job: links.open_deposit(job["subject_id"]),
            facts.RENEW_LINK: lambda job: links.renew_deposit(job["subject_id"]),
            facts.CLOSE_LINK: lambda job: links.close(job["subject_id"]),
            facts.TELL_LINK: lambda job: notifier.link_opened(job["subject_id"]),
            facts.TELL_CONFIRMED: lambda job: notifier.confirmed(job["subject_id"]),
            facts.TELL_EXPIRED: lambda job: notifier.expired(job["subject_id"]),
            facts.TELL_CANCELLED: lambda job: notifier.cancelled(job["subject_id"], job.get("by")),
            facts.TELL_CHANGED: lambda job: notifier.changed(job["subject_id"], job.get("by"), job.get("at")),
            facts.TELL_PAYMENT: lambda job: notifier.payment_judged(job["subject_id"], job["outcome"]),
        }

    async def work(self) -> bool:
        """Do what is queued, and what follows from it, and tell whether there was any; nothing is sent."""
        has_worked = False
        while jobs := [job for job in await queued_jobs(self.chat.database) if job.name not in (TURN, SEND)]:
            has_worked = True
            await forget_jobs(self.chat.database)
            for job in jobs:
                if job.name in list(Fact):
                    await facts.tell_subscribers(self.chat.database, Fact(job.name), job.payload)
                elif job.name in self._handlers:
                    await self._handlers[job.name](job.payload)
        return has_worked

    async def wait(self, pause: timedelta) -> None:
        """Let time pass, and do what is due then."""
        self.chat.clock.instant += pause
        await self._settlement.sweep()
        await self._reminders.say_due()
        await self.work()

    async def take_money(self, status: str) -> bool:
        """Have the newest open link paid, or the payment fail; return whether there was a link."""
        async with self.chat.database.unit_of_work() as session:
            query = select(PaymentLink).where(PaymentLink.status == "open").order_by(PaymentLink.id.desc()).limit(1)
            link = (await session.execute(query)).scalar_one_or_none()
        if link is None:
            return False
        self.paid += 1
        now = self.chat.clock.now()
        reading = make_reading(
            link.external_reference, link.amount_cents, status=status, payment_id=str(self.paid), at=now
        )
        self.provider.tell(reading)
        await self.ledger.apply(reading)
        await self.work()
        return True


@dataclass
class Walk:
    """A walk of one guest, whose every step and answer is kept in `told`."""

    chat: Chat
    dice: random.Random
    lines: Sequence[str]
    told: list[str] = field(default_factory=list)
    turns: int = 0
    taps: int = 0
    _office: Office = field(init=False)
    _shown: list[tuple[str, ...]] = field(default_factory=list)
    _questions: list[tuple[str, DialogueState]] = field(default_factory=list)
    _last_id: int = 0
    _driver: str = "bot"

    def __post_init__(self) -> None:
        self._office = Office(self.chat)

    async def go(self, steps: int) -> None:
        """Take so many steps. Raises Breach, or whatever the product raised."""
        for _ in range(steps):
            await self._step()

    async def reserve(self, first: str, last: str) -> None:
        """Come to a hold by taps alone, and mostly to a confirmed stay."""
        await self._tap(Action(ActionKind.OFFERS, (first, last, "2", "0", "0")).as_id())
        await self._tap(self.dice.choice(self._shown[-1]))
        await self._tap(self._shown[-1][0])
        if self.dice.random() < 0.8 and await self._office.take_money("approved"):
            self.told.append("$ approved")
            await self._read_news()

    async def _step(self) -> None:
        chance = self.dice.random()
        if self._driver == "human" and chance < 0.5:
            return await self._give_back()
        if chance < 0.44:
            return await self._writes()
        if chance < 0.84 and self._shown:
            return await self._taps()
        if chance < 0.90:
            return await self._sends(self.dice.choice(MEDIA))
        if chance < 0.95:
            return await self._waits()
        return await self._pays()

    async def _writes(self) -> None:
        burst = self.dice.choices(self.lines, k=self.dice.choice((1, 1, 1, 1, 2, 3)))
        self._questions = self._questions[-MOST_TIMES:]
        await self._turn(" ⏎ ".join(burst), *[("text", {"body": line}) for line in burst])

    async def _taps(self) -> None:
        newest = self.dice.random() < 0.75
        choices = self._shown[-1] if newest else tuple(one for some in self._shown for one in some)
        choice = self.dice.choice(choices)
        if choice == ActionKind.PERSON and self.dice.random() < 0.7:
            # It is on nearly everything, and ends the talk for a while.
            choice = self.dice.choice(choices)
        await self._tap(choice)

    async def _tap(self, choice: str) -> None:
        self._questions.clear()
        self.taps += 1
        await self._turn(f"[{choice}]", ("tap", {"id": choice, "title": choice}))

    async def _sends(self, kind: str) -> None:
        self._questions.clear()
        await self._turn(f"<{kind}>", (kind, {"id": f"media-{self.turns}"}))

    async def _waits(self) -> None:
        pause = self.dice.choice(PAUSES)
        self.told.append(f"… {pause}")
        await self._office.wait(pause)
        await self._read_news()

    async def _pays(self) -> None:
        status = self.dice.choice(("approved", "approved", "rejected", "pending"))
        if await self._office.take_money(status):
            self.told.append(f"$ {status}")
            await self._read_news()

    async def _give_back(self) -> None:
        self.told.append("(a person gives the chat back)")
        self._driver = "bot"
        async with self.chat.database.unit_of_work() as session:
            conversation = await session.get_one(Conversation, self.chat.conversation_id)
            await driving.give_back(session, conversation, self.chat.clock.now(), by=OPERATOR)

    async def _turn(self, told: str, *messages: tuple[str, Mapping[str, Any]]) -> None:
        """Let the guest send all of it, answer it, and see whether all that must hold does."""
        self.told.append(f"> {told}")
        self.turns += 1
        withheld = _withheld()
        async with self.chat.database.unit_of_work() as session:
            conversation = await session.get_one(Conversation, self.chat.conversation_id)
            was_bot, now = conversation.driver == "bot", self.chat.clock.now()
            for kind, content in messages:
                await add_inbound(
                    session, conversation, kind=kind, content=dict(content), created_at=now, provider_at=now
                )
        self.chat.wait(QUIET)
        await self.chat.turns.handle(self.chat.conversation_id)
        conversation, setting, replies = await self._read_news()
        if await self._office.work():
            await self._read_news()
        _require(bool(replies) or not was_bot, "silence")
        _require(not replies or was_bot, "the bot spoke though a person drives")
        _require(_withheld() == withheld, "a figure came from nowhere")
        bodies = [body for body in map(_body_of, replies) if body]
        _require(len(set(bodies)) == len(bodies), f"said twice at once: {bodies}")
        if was_bot:
            self._check_talk(conversation, setting, replies, is_said=messages[0][0] == "text")

    async def _read_news(self) -> tuple[Conversation, Setting, list[Reply]]:
        """Read what the guest was sent since the last look, and hold each reply against what holds for all."""
        async with self.chat.database.unit_of_work() as session:
            conversation = await session.get_one(Conversation, self.chat.conversation_id)
            setting = await read_setting(session, conversation, self.chat.clock.now())
            query = (
                select(Message)
                .where(Message.conversation_id == conversation.id, Message.direction == "out")
                .where(Message.id > self._last_id)
                .order_by(Message.id)
            )
            messages = (await session.execute(query)).scalars().all()
        self._driver = conversation.driver
        self._last_id = max((one.id for one in messages), default=self._last_id)
        replies = [from_content(message.content) for message in messages]
        state = DialogueState.from_json(conversation.state)
        for reply in replies:
            choices = choices_of(reply)
            self.told.append(f"  {' / '.join(texts_of(reply))}  {[one for one, _ in choices]}".replace("\n", " ⏎ "))
            check(reply)
            for choice, _ in choices:
                _require_leads_somewhere(choice, state, setting)
            if choices:
                self._shown.append(tuple(choice for choice, _ in choices))
        return conversation, setting, replies

    def _check_talk(
        self, conversation: Conversation, setting: Setting, replies: Sequence[Reply], *, is_said: bool
    ) -> None:
        state = DialogueState.from_json(conversation.state)
        _require(json.loads(json.dumps(state.to_json())) == conversation.state, "the state is not what is stored")
        if conversation.driver == "bot":
            _require_person_in_reach(state, setting)
        asked = " ".join(texts_of(replies[-1])) if replies else ""
        if not is_said or "?" not in asked:
            self._questions.clear()
            return
        # Whoever has told more meanwhile is not asked the same again, though in the same words.
        told = state.with_(asks=0, misses=0, awaiting=None, seen=None)
        self._questions.append((asked, told))
        is_menu = _body_of(replies[-1]) in _menus(setting)
        same = self._questions[-MOST_TIMES - 1 :]
        _require(
            is_menu or len(same) <= MOST_TIMES or len(set(same)) > 1,
            f"the same question {len(same)} times: {asked}",
        )


def choices_of(reply: Reply) -> list[tuple[str, str]]:
    """Return what can be tapped: ids and titles."""
    match reply:
        case Buttons():
            return [(one.id, one.title) for one in reply.buttons]
        case ListReply():
            return [(one.id, one.title) for one in reply.rows]
        case _:
            return []


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise Breach(what)


def _require_leads_somewhere(choice: str, state: DialogueState, setting: Setting) -> None:
    action = Action.from_id(choice)
    _require(action is not None, f"a button that nobody knows: {choice}")
    decided = step(state, GuestTapped(action), setting)
    _require(bool(decided.replies or decided.commands), f"a button that leads nowhere: {choice}")
    unknown = setting.words.say("lost.old_button")
    _require(unknown not in map(_body_of, decided.replies), f"a button that is not understood: {choice}")


def _require_person_in_reach(state: DialogueState, setting: Setting) -> None:
    """By words in every state, and by a tap on what the menu shows."""
    for said in _asks_for_person():
        _require(CallPerson() in step(state, said, setting).commands, f"no person for {said.text!r}")
    menu = step(state, GuestTapped(Action(ActionKind.MENU)), setting).replies
    offered = [Action.from_id(choice) for reply in menu for choice, _ in choices_of(reply)]
    _require(Action(ActionKind.PERSON) in offered, "the menu shows no way to a person")
    called = step(state, GuestTapped(Action(ActionKind.PERSON)), setting).commands
    _require(CallPerson() in called, "a tap calls no person")


@cache
def _asks_for_person() -> tuple[GuestSaid, ...]:
    return tuple(GuestSaid(words, understand(words, today=NOW.date())) for words in ASKS_FOR_PERSON)


def _menus(setting: Setting) -> Iterator[str]:
    """Yield the words above the menu's own buttons, which is no question that is put again."""
    for key in ("menu", "lost", "mine.none", "cancel.nothing", "refused.other", "language.switched"):
        yield setting.words.say(key)
    yield setting.words.say("greeting", name=f" {(setting.guest_name or '').split()[0]}")


def _body_of(reply: Reply) -> str:
    return str(getattr(reply, "body", ""))


def _withheld() -> float:
    return REGISTRY.get_sample_value("reservas_replies_withheld_total") or 0


async def forget_guests(chat: Chat) -> None:
    """Empty the database of all but the owner's cabins and prices."""
    async with chat.database.unit_of_work() as session:
        # The product's triggers keep refunds and payments from being deleted; a copy of the database would cost more.
        await session.execute(text("SET LOCAL session_replication_role = replica"))
        await session.execute(
            text("TRUNCATE guests, quotes, occupancies, reservations, payments, pgqueuer RESTART IDENTITY CASCADE")
        )
