"""What is not simply a guest's text: other applications' threads, the owner's phone, words that were taken back."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from sqlalchemy import func, select

from reservas.features.conversations.errors import MediaGone
from reservas.features.conversations.schemas import FETCH_MEDIA, FetchedMedia, MediaTerms
from reservas.features.conversations.service import MediaKeeper, driving
from reservas.infra.files import PrivateFiles
from reservas.models import Conversation, Guest, GuestIdentifier, Media
from tests.factories.conversations import ACCOUNT, PHONE
from tests.factories.moments import MINUTE, NOW
from tests.factories.whatsapp import make_body, make_value, text_item
from tests.integration.conversations.chat import Chat

NEW = "5492944000555"
TERMS = MediaTerms(frozenset({"image/jpeg"}), max_bytes=10_000, keep_days=180)


def call(field: str, **value: Any) -> bytes:
    """A call about something else than messages to us."""
    whole = {"metadata": {"phone_number_id": ACCOUNT}, **value}
    return json.dumps({"entry": [{"id": "1", "changes": [{"field": field, "value": whole}]}]}).encode()


def item(provider_id: str, kind: str, content: dict[str, Any], **values: Any) -> dict[str, Any]:
    found = {**text_item(provider_id, **values), "type": kind, kind: content}
    return {key: value for key, value in found.items() if key != "text"}


def echo(provider_id: str, **values: Any) -> bytes:
    """What the owner's phone, or whoever else writes by our number, has written to the guest."""
    one = {"to": PHONE, **text_item(provider_id, **values)}
    del one["from"]
    return call("smb_message_echoes", message_echoes=[one])


def picture(provider_id: str) -> dict[str, Any]:
    return item(provider_id, "image", {"id": "77", "mime_type": "image/jpeg"})


def revoke(provider_id: str, original: str) -> dict[str, Any]:
    return item(provider_id, "revoke", {"original_message_id": original})


def edit(provider_id: str, original: str, body: str, **values: Any) -> dict[str, Any]:
    changed = {"original_message_id": original, "message": {"type": "text", "text": {"body": body}}}
    return item(provider_id, "edit", changed, **values)


async def receive(chat: Chat, *items: dict[str, Any]) -> None:
    await chat.receive(make_body(make_value(messages=list(items))))


async def count(chat: Chat, table: type) -> int:
    async with chat.database.unit_of_work() as session:
        return (await session.execute(select(func.count()).select_from(table))).scalar_one()


async def answer(chat: Chat) -> None:
    chat.wait(3)
    await chat.turns.handle(chat.conversation_id)


class _Gone:
    async def fetch(self, provider_id: str, file: BinaryIO, terms: MediaTerms) -> FetchedMedia:
        raise MediaGone(f"{provider_id} {file.name} {terms.keep_days}")


async def test_a_file_in_anothers_thread_reaches_operators_and_is_never_asked_for_again(
    chat: Chat, tmp_path: Path
) -> None:
    await chat.receive(call("standby", standby={"messages": [picture("wamid.a")]}))

    async with chat.database.unit_of_work() as session:
        media = (await session.execute(select(Media))).scalar_one()
    assert (media.state, media.provider_id) == ("pending", "77")
    assert [job.payload for job in await chat.jobs(FETCH_MEDIA)] == [{"media_id": media.id}]
    (message,) = await chat.messages("in")
    assert (message.handled_at, message.content["standby"]) == (NOW, True)

    await MediaKeeper(chat.database, chat.clock, _Gone(), PrivateFiles(tmp_path), TERMS).fetch(media.id)
    assert await chat.messages("out") == []


async def test_an_echo_that_is_faster_than_the_answer_is_our_own_message(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await chat.queue("uno", "dos")
    sent = chat.messenger.send

    async def send(*arguments: Any) -> str:
        provider_id = await sent(*arguments)
        await chat.receive(echo(provider_id, body=arguments[1].body))
        return provider_id

    monkeypatch.setattr(chat.messenger, "send", send)
    await chat.send()
    await chat.receive(echo("wamid.out-1", body="uno", at=NOW + MINUTE))

    assert chat.messenger.bodies == ["uno", "dos"]
    assert [(one.status, one.provider_id, one.author) for one in await chat.messages("out")] == [
        ("sent", "wamid.out-1", None),
        ("sent", "wamid.out-2", None),
    ]
    assert (await chat.conversation()).driver == "bot"
    assert await chat.letters() == []


async def test_what_the_owner_writes_while_ours_is_on_its_way_is_theirs(chat: Chat) -> None:
    await chat.queue("uno", status="sending", sending_since=NOW)

    await chat.receive(echo("wamid.owner", body="ya te contesto"))

    ours, theirs = await chat.messages("out")
    assert (ours.status, theirs.author) == ("sending", "owner")
    assert (await chat.conversation()).driver == "human"


async def test_what_was_written_before_the_chat_was_given_back_takes_it_no_more(chat: Chat) -> None:
    async with chat.database.unit_of_work() as session:
        conversation = await session.get_one(Conversation, chat.conversation_id)
        await driving.take(session, conversation, NOW, by="ana@example.com", hours=12)
        await driving.give_back(session, conversation, NOW + 10 * MINUTE, by="ana@example.com")
    chat.clock.instant = NOW + 20 * MINUTE
    ends = {"sender": {"phone_number_id": ACCOUNT}, "recipient": {"phone_number": PHONE}}
    passed = {**ends, "type": "control_passed", "timestamp": str(int((NOW + 5 * MINUTE).timestamp()))}

    await chat.receive(echo("wamid.a", at=NOW + 5 * MINUTE))
    await chat.receive(call("messaging_handovers", **passed))
    assert (await chat.conversation()).driver == "bot"

    await chat.receive(echo("wamid.b", at=NOW + 11 * MINUTE))
    assert (await chat.conversation()).driver == "human"
    assert len(await chat.messages("out")) == 2


async def test_an_echo_from_the_end_of_time_is_one_all_the_same(chat: Chat) -> None:
    one = text_item("wamid.a", timestamp="253402300799")
    await chat.receive(call("smb_message_echoes", message_echoes=[{**one, "to": PHONE}]))

    assert await chat.letters() == []
    assert (await chat.conversation()).driver == "human"


async def test_what_was_taken_back_before_it_was_read_is_not_answered_nor_fetched(chat: Chat) -> None:
    await receive(chat, text_item("wamid.a", "quiero hablar con una persona"), picture("wamid.b"))
    await receive(chat, revoke("wamid.c", "wamid.a"), revoke("wamid.d", "wamid.b"))

    await answer(chat)

    assert await chat.replies() == []
    assert (await chat.conversation()).driver == "bot"
    assert await count(chat, Media) == 0
    assert all(message.handled_at for message in await chat.messages("in"))


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (2, 1, 0)])
async def test_a_text_is_answered_as_it_was_edited_last_in_whatever_order_it_comes(
    order: tuple[int, ...], chat: Chat
) -> None:
    items = [
        text_item("wamid.a", "hola"),
        edit("wamid.b", "wamid.a", "chau", at=NOW + MINUTE),
        edit("wamid.c", "wamid.a", "quiero hablar con una persona", at=NOW + 2 * MINUTE),
    ]
    for number in order:
        await receive(chat, items[number])

    await answer(chat)

    assert (await chat.conversation()).driver == "human"
    (told,) = await chat.replies()
    assert "persona del equipo" in told


async def test_what_was_taken_back_before_it_came_is_not_answered(chat: Chat) -> None:
    await receive(chat, revoke("wamid.b", "wamid.a"))
    await receive(chat, text_item("wamid.a", "quiero hablar con una persona"))

    await answer(chat)

    assert await chat.replies() == []


async def test_a_text_from_the_old_number_in_the_call_that_changes_it_is_the_same_guests(chat: Chat) -> None:
    moved = item("wamid.b", "system", {"type": "user_changed_number", "wa_id": NEW}, at=NOW + MINUTE)
    after = text_item("wamid.c", at=NOW + 2 * MINUTE)
    await receive(chat, text_item("wamid.d", phone=NEW, at=NOW + 2 * MINUTE), moved, text_item("wamid.a"), after)

    by_id = {one.provider_id: one.conversation_id for one in await chat.messages("in")}
    assert {by_id[one] for one in ("wamid.a", "wamid.b", "wamid.d")} == {chat.conversation_id}
    # Who writes from the number later is somebody else.
    assert by_id["wamid.c"] != chat.conversation_id
    assert await count(chat, Guest) == 2
    async with chat.database.unit_of_work() as session:
        known = {one.value: one.guest_id for one in (await session.execute(select(GuestIdentifier))).scalars()}
        conversation = await session.get_one(Conversation, chat.conversation_id)
    assert known[NEW] == conversation.guest_id != known[PHONE]
    assert conversation.recipient == NEW


async def test_what_a_guest_wants_of_offers_is_what_they_said_last(chat: Chat) -> None:
    async def prefer(value: str, minutes: int, phone: str = PHONE) -> datetime | None:
        at = str(int((NOW + minutes * MINUTE).timestamp()))
        told = {"wa_id": phone, "category": "marketing_messages", "value": value, "timestamp": at}
        await chat.receive(call("user_preferences", user_preferences=[told]))
        async with chat.database.unit_of_work() as session:
            conversation = await session.get_one(Conversation, chat.conversation_id)
            return (await session.get_one(Guest, conversation.guest_id)).offers_refused_at

    chat.clock.instant = NOW + 30 * MINUTE
    assert await prefer("stop", 10) == NOW + 10 * MINUTE
    assert await prefer("stop", 11) == NOW + 10 * MINUTE
    assert await prefer("resume", 5) == NOW + 10 * MINUTE
    assert await prefer("resume", 12) is None

    await prefer("stop", 20, phone=NEW)
    assert await count(chat, Guest) == 1
    assert await chat.letters() == []
