"""Whatever one call holds is stored once: messages with their turns, statuses on their messages."""

import itertools
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from reservas.features.conversations.schemas import Receipt
from reservas.features.inbox.schemas import Provider, received_job
from reservas.infra.database import Database
from reservas.models import Conversation, Guest, GuestIdentifier, InboxEvent
from tests.factories.conversations import PHONE
from tests.factories.moments import MINUTE, NOW
from tests.factories.whatsapp import make_body, make_value, status_item, tap_item, text_item
from tests.integration.concurrency import Racer, race
from tests.integration.conversations.chat import CAP, QUIET, Chat

TURN = "conversation.turn"
OTHER_PHONE = "5492944000002"


async def _count(database: Database, table: type) -> int:
    async with database.unit_of_work() as session:
        return (await session.execute(select(func.count()).select_from(table))).scalar_one()


async def _event(chat: Chat, event_id: int) -> InboxEvent:
    async with chat.database.unit_of_work() as session:
        return await session.get_one(InboxEvent, event_id)


async def _provider_ids(chat: Chat) -> set[str | None]:
    return {message.provider_id for message in await chat.messages("in")}


async def test_two_messages_and_a_status_in_different_entries_are_all_kept(chat: Chat) -> None:
    (ours,) = await chat.queue("one")
    await chat.send()
    body = make_body(
        make_value(messages=[text_item("wamid.a", "hola")]),
        make_value(statuses=[status_item("wamid.out-1", "read")]),
        make_value(messages=[text_item("wamid.b", "buenas", phone=OTHER_PHONE)]),
    )

    event_id = await chat.store(body)
    await chat.receiver.receive(event_id)

    assert await _provider_ids(chat) == {"wamid.a", "wamid.b"}
    assert (await chat.message(ours)).status == "read"
    assert len({message.conversation_id for message in await chat.messages("in")}) == 2
    assert len(await chat.jobs(TURN)) == 2
    assert (await _event(chat, event_id)).handled_at == NOW


async def test_messages_and_statuses_that_share_a_value_are_all_kept(chat: Chat) -> None:
    (ours,) = await chat.queue("one")
    await chat.send()
    messages = [text_item("wamid.a"), text_item("wamid.b", phone=OTHER_PHONE), text_item("wamid.c")]

    await chat.receive(make_body(make_value(messages=messages, statuses=[status_item("wamid.out-1", "delivered")])))

    assert await _provider_ids(chat) == {"wamid.a", "wamid.b", "wamid.c"}
    assert (await chat.message(ours)).status == "delivered"


async def test_the_same_call_eight_times_at_once_is_one_message(chat: Chat) -> None:
    body = make_body(make_value(messages=[text_item("wamid.a")]))

    stored = await race([partial(chat.store, body)] * 8)

    (event_id,) = [key for key in stored if isinstance(key, int) and key]
    assert len(await chat.jobs(received_job(Provider.WHATSAPP))) == 1
    assert await race([partial(chat.receiver.receive, event_id)] * 8) == [None] * 8
    assert len(await chat.messages("in")) == 1
    assert len(await chat.jobs(TURN)) == 1
    assert await chat.shown() == [Receipt("wamid.a", is_typing=True)]


async def test_the_same_message_in_eight_other_calls_at_once_is_one_message(chat: Chat) -> None:
    value = make_value(messages=[text_item("wamid.a")])
    events = [await chat.store(make_body(value, envelope_id=str(number))) for number in range(8)]
    assert len(set(events)) == 8

    assert await race([partial(chat.receiver.receive, event_id) for event_id in events]) == [None] * 8

    assert len(await chat.messages("in")) == 1
    assert len(await chat.jobs(TURN)) == 1
    async with chat.database.unit_of_work() as session:
        unhandled = select(InboxEvent).where(InboxEvent.handled_at.is_(None))
        assert (await session.execute(unhandled)).first() is None


_STATUSES = ("sent", "delivered", "read")


@pytest.mark.parametrize("order", list(itertools.permutations(_STATUSES)), ids="-".join)
async def test_statuses_only_ever_move_a_message_up(order: tuple[str, ...], chat: Chat) -> None:
    (ours,) = await chat.queue("one")
    await chat.send()

    for status in (*order, *order):
        before = (await chat.message(ours)).status
        await chat.receive(make_body(make_value(statuses=[status_item("wamid.out-1", status)]), envelope_id=before))

    assert (await chat.message(ours)).status == "read"


async def test_all_statuses_at_once_end_at_the_highest(chat: Chat) -> None:
    (ours,) = await chat.queue("one")
    await chat.send()
    bodies = [make_body(make_value(statuses=[status_item("wamid.out-1", status)])) for status in _STATUSES]
    events = [await chat.store(body) for body in bodies]

    assert await race([partial(chat.receiver.receive, event_id) for event_id in events]) == [None] * 3

    assert (await chat.message(ours)).status == "read"


@pytest.mark.parametrize(
    ("told", "ends"),
    [
        (("sent", "failed"), "failed"),
        (("failed", "sent"), "failed"),
        (("delivered", "failed"), "delivered"),
        (("read", "failed"), "read"),
    ],
)
async def test_a_failure_counts_unless_the_message_had_arrived(told: tuple[str, ...], ends: str, chat: Chat) -> None:
    (ours,) = await chat.queue("one")
    await chat.send()

    for status in told:
        await chat.receive(make_body(make_value(statuses=[status_item("wamid.out-1", status)])))

    assert (await chat.message(ours)).status == ends


async def test_a_status_of_a_message_we_do_not_know_is_passed_over(chat: Chat) -> None:
    event_id = await chat.store(make_body(make_value(statuses=[status_item("wamid.stranger", "read", "not-a-uuid")])))

    await chat.receiver.receive(event_id)

    assert (await _event(chat, event_id)).handled_at == NOW


@pytest.mark.parametrize(
    "broken",
    [
        {"id": "wamid.x", "from": PHONE, "type": "text"},
        {"from": PHONE, "timestamp": "1", "type": "text", "text": {"body": "no id"}},
        {"id": "wamid.x", "timestamp": "1", "type": "text", "text": {"body": "from nobody"}},
        {"id": "wamid.x", "from": PHONE, "timestamp": "soon", "type": "text", "text": {"body": "?"}},
        "not even an object",
        None,
    ],
    ids=["no time", "no id", "no sender", "no number", "words", "null"],
)
async def test_an_unreadable_item_loses_none_of_its_siblings(broken: object, chat: Chat) -> None:
    (ours,) = await chat.queue("one")
    await chat.send()
    value = make_value(messages=[text_item("wamid.a"), broken, text_item("wamid.b", "más\x00")])
    body = make_body(value, make_value(statuses=[{"status": "read"}, status_item("wamid.out-1", "read")]))

    event_id = await chat.store(body)
    await chat.receiver.receive(event_id)

    assert await _provider_ids(chat) == {"wamid.a", "wamid.b"}
    assert (await chat.message(ours)).status == "read"
    assert (await _event(chat, event_id)).handled_at == NOW
    assert [letter.path for letter in await chat.letters()] == [
        "entry[0].changes[0].value.messages[1]",
        "entry[1].changes[0].value.statuses[0]",
    ]


async def test_a_call_that_says_nothing_is_handled(chat: Chat) -> None:
    for body in (b"", b"{", b"[]", b"null", b'{"entry": 5}', b"\xff\xfe", b"[" * 100_000):
        event_id = await chat.store(body)

        await chat.receiver.receive(event_id)

        assert (await _event(chat, event_id)).handled_at == NOW
    assert await chat.messages("in") == []


async def test_two_first_messages_at_once_are_one_guest_and_one_conversation(chat: Chat) -> None:
    for number in range(8):
        phone = f"54911000{number:05}"
        items = [
            text_item(f"wamid.{number}-a", phone=phone, from_user_id=f"AR.{number}"),
            text_item(f"wamid.{number}-b", phone=phone),
            text_item(f"wamid.{number}-c", phone=phone, from_user_id=f"AR.{number}"),
        ]
        events = [await chat.store(make_body(make_value(messages=[item]))) for item in items]
        guests, conversations = await _count(chat.database, Guest), await _count(chat.database, Conversation)

        racers: list[Racer[None]] = [partial(chat.receiver.receive, event_id) for event_id in events]
        assert await race(racers) == [None] * 3

        assert await _count(chat.database, Guest) == guests + 1
        assert await _count(chat.database, Conversation) == conversations + 1
        async with chat.database.unit_of_work() as session:
            query = select(GuestIdentifier.kind).where(GuestIdentifier.value.in_([phone, f"AR.{number}"]))
            assert sorted((await session.execute(query)).scalars()) == ["phone", "whatsapp_user"]


async def test_a_guest_who_turns_up_with_a_new_identifier_stays_the_same_guest(chat: Chat) -> None:
    await chat.receive(make_body(make_value(messages=[text_item("wamid.a")])))
    await chat.receive(make_body(make_value(messages=[text_item("wamid.b", from_user_id="AR.1")])))
    hidden = text_item("wamid.c", from_user_id="AR.1")
    del hidden["from"]

    await chat.receive(make_body(make_value(messages=[hidden])))

    assert {message.conversation_id for message in await chat.messages("in")} == {chat.conversation_id}
    assert (await chat.conversation()).recipient == "AR.1"


async def test_text_waits_for_quiet_but_never_past_the_cap(chat: Chat) -> None:
    waits = []
    for number, pause in enumerate((0.0, 0.5, 1.0, 0.4, 1.0)):
        chat.wait(pause)
        await chat.receive(make_body(make_value(messages=[text_item(f"wamid.{number}")])))
        waits.append((await chat.jobs(TURN))[-1].delay_seconds)

    assert waits == pytest.approx([QUIET, QUIET, CAP - 1.5, CAP - 1.9, 0], abs=0.05)


async def test_a_tap_waits_for_nothing(chat: Chat) -> None:
    await chat.receive(make_body(make_value(messages=[tap_item("wamid.a", "menu")])))

    (job,) = await chat.jobs(TURN)
    assert job.delay_seconds == pytest.approx(0, abs=0.05)
    (message,) = await chat.messages("in")
    assert (message.kind, message.content["id"]) == ("tap", "menu")


async def test_a_reaction_is_kept_and_never_answered(chat: Chat) -> None:
    reaction = text_item("wamid.a", type="reaction", reaction={"message_id": "wamid.out-1", "emoji": "👍"})

    await chat.receive(make_body(make_value(messages=[reaction])))

    (message,) = await chat.messages("in")
    assert (message.kind, message.handled_at) == ("reaction", NOW)
    assert await chat.jobs(TURN) == []
    assert await chat.shown() == []


async def test_the_window_runs_from_the_guests_own_clock_and_never_back(chat: Chat) -> None:
    chat.clock.instant = NOW + timedelta(hours=3)
    late, later = NOW + timedelta(hours=1), NOW + timedelta(hours=2)

    for number, at in enumerate((later, late)):
        await chat.receive(make_body(make_value(messages=[text_item(f"wamid.{number}", at=at)])))

    assert (await chat.conversation()).window_closes_at == later + timedelta(hours=24)


async def test_notices_that_waited_for_the_window_leave_when_the_guest_writes(chat: Chat) -> None:
    (answer,) = await chat.queue("an old answer")
    (notice,) = await chat.queue("confirmed", cause="reservation.confirmed:1:0")
    chat.clock.instant = NOW + timedelta(hours=25)
    await chat.send()
    assert {(await chat.message(key)).status for key in (answer, notice)} == {"withheld"}

    await chat.receive(make_body(make_value(messages=[text_item("wamid.a", at=chat.clock.now())])))

    assert len(await chat.jobs("conversation.send")) == 1
    await chat.send()
    assert chat.messenger.bodies == ["confirmed"]
    assert (await chat.message(answer)).status == "withheld"


async def test_a_message_to_another_number_of_the_app_is_not_ours(chat: Chat) -> None:
    value = make_value(messages=[text_item("wamid.a")])
    value["metadata"]["phone_number_id"] = "999"

    await chat.receive(make_body(value))

    assert await chat.messages("in") == []
    assert await chat.jobs(TURN) == []


async def test_a_person_at_the_chat_sees_no_blue_ticks_from_the_bot(chat: Chat) -> None:
    async with chat.database.unit_of_work() as session:
        (await session.get_one(Conversation, chat.conversation_id)).driver = "human"

    await chat.receive(make_body(make_value(messages=[text_item("wamid.a", at=NOW + MINUTE)])))

    assert await chat.shown() == []
    assert len(await chat.jobs(TURN)) == 1


async def test_typing_is_shown_once_a_burst_and_all_of_it_is_read_in_the_end(chat: Chat) -> None:
    for number in range(3):
        await chat.receive(make_body(make_value(messages=[text_item(f"wamid.{number}", at=chat.clock.now())])))
        chat.wait(0.1)
    assert await chat.shown() == [Receipt("wamid.0", is_typing=True)]
    chat.wait(QUIET)

    await chat.turns.handle(chat.conversation_id)

    assert await chat.shown() == [Receipt("wamid.0", is_typing=True), Receipt("wamid.2", is_typing=False)]


async def test_a_tap_is_answered_before_anybody_types(chat: Chat) -> None:
    await chat.receive(make_body(make_value(messages=[tap_item("wamid.a", "menu", at=NOW)])))

    assert await chat.shown() == [Receipt("wamid.a", is_typing=False)]
