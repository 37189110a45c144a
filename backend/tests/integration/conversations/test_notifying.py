"""A fact told many times is a message sent once, and only while it is still true."""

from functools import partial

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.dialogue import Setting, Text
from reservas.domain.wording import words_for
from reservas.features.conversations.service import Notifier
from reservas.features.conversations.service.saying import Told
from reservas.features.reservations.schemas import ReservationView
from reservas.models import Conversation, Guest, Payment, PaymentLink, Reservation
from tests.factories.accommodations import add_accommodation
from tests.factories.conversations import add_conversation
from tests.factories.moments import NOW
from tests.factories.payments import add_link
from tests.factories.reservations import add_reservation
from tests.integration.concurrency import race
from tests.integration.conversations.chat import MEDIA_URL, Chat

SEND = "conversation.send"


@pytest.fixture
def notifier(chat: Chat) -> Notifier:
    return Notifier(chat.database, chat.clock, MEDIA_URL)


async def reserve(chat: Chat, status: str) -> tuple[Reservation, PaymentLink]:
    async with chat.database.unit_of_work() as session:
        conversation = await session.get_one(Conversation, chat.conversation_id)
        guest = await session.get_one(Guest, conversation.guest_id)
        cabin = await add_accommodation(session, name="Coihue")
        reservation = await add_reservation(session, cabin, guest=guest, status=status)
        return reservation, await add_link(session, reservation)


async def pay(chat: Chat, reservation: Reservation, link: PaymentLink, outcome: str) -> Payment:
    async with chat.database.unit_of_work() as session:
        payment = Payment(
            account="default",
            provider_payment_id="9001",
            reservation_id=reservation.id,
            link_id=link.id,
            external_reference=link.external_reference,
            status="approved",
            currency="ARS",
            amount_cents=reservation.deposit_cents,
            refunded_cents=0,
            provider_updated_at=NOW,
            outcome=outcome,
            created_at=NOW,
            updated_at=NOW,
        )
        session.add(payment)
        await session.flush()
        return payment


async def test_a_confirmation_told_eight_times_at_once_is_said_once(chat: Chat, notifier: Notifier) -> None:
    reservation, link = await reserve(chat, "confirmed")
    await pay(chat, reservation, link, "confirms")

    assert await race([partial(notifier.confirmed, reservation.id)] * 8) == [None] * 8

    messages = await chat.messages("out")
    assert [message.kind for message in messages] == ["text", "text", "location"]
    assert reservation.code in messages[0].content["body"]
    assert len({message.cause for message in messages}) == 3
    assert len(await chat.jobs(SEND)) == 1


async def test_a_confirmation_overtaken_by_a_cancellation_is_not_told(chat: Chat, notifier: Notifier) -> None:
    reservation, _ = await reserve(chat, "cancelled")

    await notifier.confirmed(reservation.id)

    assert await chat.replies() == []


async def test_a_link_is_sent_once(chat: Chat, notifier: Notifier) -> None:
    _, link = await reserve(chat, "pre_reserved")

    assert await race([partial(notifier.link_opened, link.id)] * 4) == [None] * 4

    (message,) = await chat.messages("out")
    assert (message.kind, message.content["url"]) == ("link", link.url)


@pytest.mark.parametrize("status", ["creating", "closing", "closed"])
async def test_a_link_that_nobody_can_pay_by_is_not_sent(status: str, chat: Chat, notifier: Notifier) -> None:
    _, link = await reserve(chat, "pre_reserved")
    async with chat.database.unit_of_work() as session:
        (await session.get_one(PaymentLink, link.id)).status = status

    await notifier.link_opened(link.id)

    assert await chat.messages("out") == []


async def test_an_expired_hold_is_told_once(chat: Chat, notifier: Notifier) -> None:
    reservation, _ = await reserve(chat, "expired")

    assert await race([partial(notifier.expired, reservation.id)] * 4) == [None] * 4

    assert len(await chat.messages("out")) == 1


async def test_an_expiry_that_money_undid_is_not_told(chat: Chat, notifier: Notifier) -> None:
    reservation, _ = await reserve(chat, "confirmed")

    await notifier.expired(reservation.id)

    assert await chat.messages("out") == []
    assert await chat.jobs(SEND) == []


@pytest.mark.parametrize("outcome", ["underpaid", "duplicate", "late_taken", "wrong_currency", "refunded", "disputed"])
async def test_money_that_needs_a_person_is_told_and_calls_one(outcome: str, chat: Chat, notifier: Notifier) -> None:
    reservation, link = await reserve(chat, "pre_reserved")
    payment = await pay(chat, reservation, link, outcome)

    assert await race([partial(notifier.payment_judged, payment.id, outcome)] * 4) == [None] * 4

    assert len(await chat.messages("out")) == 1
    assert (await chat.conversation()).driver == "human"


@pytest.mark.parametrize(("outcome", "said"), [("pending", 1), ("rejected", 1), ("confirms", 0), ("credited", 0)])
async def test_other_news_of_money_leave_the_bot_at_the_chat(
    outcome: str, said: int, chat: Chat, notifier: Notifier
) -> None:
    reservation, link = await reserve(chat, "pre_reserved")
    payment = await pay(chat, reservation, link, outcome)

    await notifier.payment_judged(payment.id, outcome)

    assert len(await chat.messages("out")) == said
    assert (await chat.conversation()).driver == "bot"


async def test_news_of_money_that_were_overtaken_are_not_told(chat: Chat, notifier: Notifier) -> None:
    reservation, link = await reserve(chat, "confirmed")
    payment = await pay(chat, reservation, link, "confirms")

    await notifier.payment_judged(payment.id, "pending")

    assert await chat.messages("out") == []


async def test_a_guest_who_never_wrote_is_told_nothing_and_nothing_breaks(chat: Chat, notifier: Notifier) -> None:
    async with chat.database.unit_of_work() as session:
        reservation = await add_reservation(session, status="confirmed")

    await notifier.confirmed(reservation.id)

    assert await chat.messages("out") == []


async def test_each_guest_is_told_of_their_own_stay(chat: Chat, notifier: Notifier) -> None:
    first, _ = await reserve(chat, "confirmed")
    async with chat.database.unit_of_work() as session:
        other = await add_conversation(session, phone="5492944000009")
        guest_id = other.guest_id
        second = await add_reservation(session, status="confirmed", guest_id=guest_id)

    await notifier.confirmed(first.id)
    await notifier.confirmed(second.id)

    told = {(message.conversation_id, message.cause) for message in await chat.messages("out")}
    assert {(conversation, cause and cause.split(":")[1]) for conversation, cause in told} == {
        (chat.conversation_id, str(first.id)),
        (other.id, str(second.id)),
    }


@pytest.mark.parametrize(("by", "told"), [("operator", 1), ("web", 1), (None, 1), ("guest", 0)])
async def test_a_cancellation_is_told_once_unless_the_guest_made_it_here(
    by: str | None, told: int, chat: Chat, notifier: Notifier
) -> None:
    reservation, _ = await reserve(chat, "cancelled")

    assert await race([partial(notifier.cancelled, reservation.id, by)] * 4) == [None] * 4

    messages = await chat.messages("out")
    assert len(messages) == told
    assert all("quedó cancelada" in message.content["body"] for message in messages)
    assert (await chat.conversation()).driver == "bot"


async def test_each_change_is_told_once(chat: Chat, notifier: Notifier) -> None:
    reservation, link = await reserve(chat, "confirmed")
    await pay(chat, reservation, link, "confirms")
    first, second = "2026-11-21T15:00:00+00:00", "2026-11-21T15:01:00+00:00"

    for at in (first, first, second):
        await notifier.changed(reservation.id, "operator", at)

    bodies = await chat.replies()
    assert len(bodies) == 2
    assert f"cambió tu reserva *{reservation.code}*" in bodies[0]
    assert "Pagaste $\u00a096.000; saldo: $\u00a0224.000" in bodies[0]
    assert "Si cancelás hasta el domingo 27 de diciembre" in bodies[0]


@pytest.mark.parametrize(("status", "by", "at"), [("confirmed", "guest", "x"), ("confirmed", "operator", None)])
async def test_a_change_of_the_guests_own_or_of_time_alone_is_told_elsewhere(
    status: str, by: str, at: str | None, chat: Chat, notifier: Notifier
) -> None:
    reservation, _ = await reserve(chat, status)
    await notifier.changed(reservation.id, by, at)
    assert await chat.messages("out") == []


async def test_a_change_that_was_overtaken_by_the_end_is_not_told(chat: Chat, notifier: Notifier) -> None:
    reservation, _ = await reserve(chat, "cancelled")
    await notifier.changed(reservation.id, "operator", "2026-11-21T15:00:00+00:00")
    assert await chat.messages("out") == []


async def test_news_with_a_figure_of_nobodys_give_way_to_a_person(chat: Chat, notifier: Notifier) -> None:
    reservation, _ = await reserve(chat, "confirmed")

    async def compose(_: AsyncSession, __: ReservationView, ___: Setting) -> Told:
        return Told((Text("Te devolvimos $ 123.456."),), ("R-7K3QXM",))

    await notifier.tell(reservation.id, f"refund.made:{reservation.id}", compose, "reservation_confirmed")

    (message,) = await chat.messages("out")
    assert message.content["body"] == words_for("es").say("figures.safe")
    assert message.stand_ins is None
    assert (await chat.conversation()).awaits_person_since is not None
