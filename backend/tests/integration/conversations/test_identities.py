"""A guest has many identifiers; they move when the channel says so, and nobody is ever merged with somebody else."""

from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from reservas.features.guests import service as guests
from reservas.models import AuditEntry, Conversation, Guest, GuestIdentifier, IdentityConflict
from tests.factories.conversations import PHONE, add_conversation
from tests.factories.guests import add_guest
from tests.factories.whatsapp import make_body, make_value, text_item
from tests.integration.concurrency import Racer, race
from tests.integration.conversations.chat import Chat

NEW, OTHER = "5492944000555", "5492944000002"


def changed(provider_id: str, *, sender: str | None = PHONE, **system: Any) -> dict[str, Any]:
    item = text_item(provider_id, type="system", system={"type": "user_changed_number", **system})
    del item["text"], item["from"]
    return item | ({"from": sender} if sender else {})


async def tell(chat: Chat, *items: dict[str, Any], call: str = "1") -> None:
    await chat.receive(make_body(make_value(messages=list(items)), envelope_id=call))


async def owners(chat: Chat) -> dict[str, int]:
    async with chat.database.unit_of_work() as session:
        return {one.value: one.guest_id for one in (await session.execute(select(GuestIdentifier))).scalars()}


async def conflicts(chat: Chat) -> list[tuple[str, int, int, str]]:
    async with chat.database.unit_of_work() as session:
        return [(one.value, one.guest_id, one.claimed_by, one.reason) for one in await guests.list_conflicts(session)]


async def audited(chat: Chat) -> list[AuditEntry]:
    async with chat.database.unit_of_work() as session:
        query = select(AuditEntry).where(AuditEntry.subject_kind == "guest").order_by(AuditEntry.id)
        return list((await session.execute(query)).scalars())


async def test_a_new_number_is_the_same_guest_and_the_old_one_is_the_next_owners(chat: Chat) -> None:
    await tell(chat, text_item("wamid.a", from_user_id="AR.1"))
    ana = (await owners(chat))[PHONE]

    await tell(chat, changed("wamid.b", wa_id=NEW, user_id="AR.2", previous_user_id="AR.1"))

    assert await owners(chat) == {NEW: ana, "AR.2": ana}
    assert (await chat.conversation()).recipient == NEW
    (entry,) = await audited(chat)
    assert (entry.action, entry.subject, entry.data) == (
        "guest.identity_moved",
        str(ana),
        {"kinds": ["phone", "whatsapp_user"]},
    )
    await tell(chat, text_item("wamid.c", phone=NEW, from_user_id="AR.2"), text_item("wamid.d"))
    assert (await owners(chat))[NEW] == ana
    assert (await owners(chat))[PHONE] != ana


async def test_a_changed_id_moves_without_a_phone_and_is_answered_there(chat: Chat) -> None:
    hidden = text_item("wamid.a", from_user_id="AR.1")
    del hidden["from"]
    await tell(chat, hidden)
    guest_id = (await owners(chat))["AR.1"]

    await tell(
        chat,
        changed("wamid.b", sender=None, type="user_changed_user_id", user_id="AR.2", previous_user_id="AR.1"),
    )

    assert (await owners(chat))["AR.2"] == guest_id
    assert "AR.1" not in await owners(chat)
    async with chat.database.unit_of_work() as session:
        query = select(Conversation.recipient).where(Conversation.guest_id == guest_id)
        assert (await session.execute(query)).scalar_one() == "AR.2"


async def test_a_number_that_is_anothers_moves_nobody_and_is_told_once(chat: Chat) -> None:
    async with chat.database.unit_of_work() as session:
        beto = await add_guest(session, phone=OTHER)
        await add_conversation(session, beto, phone=OTHER)
    ana = (await owners(chat))[PHONE]

    for number in range(3):
        await tell(chat, changed(f"wamid.{number}", wa_id=OTHER), call=str(number))

    assert await owners(chat) == {PHONE: ana, OTHER: beto.id}
    assert await conflicts(chat) == [(OTHER, beto.id, ana, guests.CHANGED)]
    assert [entry.action for entry in await audited(chat)] == ["guest.identity_conflict"]
    assert OTHER not in str([entry.data for entry in await audited(chat)])
    await tell(chat, text_item("wamid.a"), text_item("wamid.b", phone=OTHER))
    chats = {one.provider_id: one.conversation_id for one in await chat.messages("in")}
    assert chats["wamid.a"] == chat.conversation_id
    assert chats["wamid.b"] != chat.conversation_id


async def test_a_message_with_two_guests_identifiers_is_the_first_ones(chat: Chat) -> None:
    hidden = text_item("wamid.a", from_user_id="AR.9")
    del hidden["from"]
    await tell(chat, hidden)
    known = await owners(chat)

    await tell(chat, text_item("wamid.b", from_user_id="AR.9"))

    assert await owners(chat) == known
    assert await conflicts(chat) == [("AR.9", known["AR.9"], known[PHONE], guests.WROTE)]
    assert next(one for one in await chat.messages("in") if one.provider_id == "wamid.b").conversation_id == (
        chat.conversation_id
    )


async def test_a_guest_who_was_met_by_two_workers_at_once_keeps_what_is_theirs(chat: Chat) -> None:
    """A known guest turns up with a phone that another worker is just giving to a new one."""
    for number in range(6):
        phone, user = f"54911000{number:05}", f"AR.{number}"
        hidden = text_item(f"wamid.{number}-known", from_user_id=user)
        del hidden["from"]
        await tell(chat, hidden)
        known = (await owners(chat))[user]
        items = [
            text_item(f"wamid.{number}-both", phone=phone, from_user_id=user),
            text_item(f"wamid.{number}-phone", phone=phone),
        ]
        events = [await chat.store(make_body(make_value(messages=[item]))) for item in items]

        racers: list[Racer[None]] = [partial(chat.receiver.receive, event_id) for event_id in events]
        assert await race(racers) == [None, None]

        now = await owners(chat)
        assert now[user] == known
        disputed = [one for one in await conflicts(chat) if one[0] in (phone, user)]
        assert (now[phone] == known) == (not disputed)
    assert await chat.letters() == []
    assert {f"wamid.{number}-{what}" for number in range(6) for what in ("known", "both", "phone")} == {
        one.provider_id for one in await chat.messages("in")
    }


async def test_a_change_of_number_against_a_first_message_from_it_loses_nothing(chat: Chat) -> None:
    for number in range(6):
        old, new = f"54911100{number:05}", f"54911200{number:05}"
        await tell(chat, text_item(f"wamid.{number}-old", phone=old))
        guest_id = (await owners(chat))[old]
        items = [changed(f"wamid.{number}-system", sender=old, wa_id=new), text_item(f"wamid.{number}-new", phone=new)]
        events = [await chat.store(make_body(make_value(messages=[item]))) for item in items]

        racers: list[Racer[None]] = [partial(chat.receiver.receive, event_id) for event_id in events]
        assert await race(racers) == [None, None]

        now = await owners(chat)
        if now[new] == guest_id:
            assert old not in now
        else:
            assert now[old] == guest_id
            assert (new, now[new], guest_id, guests.CHANGED) in await conflicts(chat)
        assert f"wamid.{number}-new" in {one.provider_id for one in await chat.messages("in")}


async def test_guests_without_any_identifier_are_left_over_by_no_race(chat: Chat) -> None:
    items = [text_item(f"wamid.{number}", phone=NEW, from_user_id="AR.1") for number in range(6)]
    events = [await chat.store(make_body(make_value(messages=[item]))) for item in items]

    racers: list[Racer[None]] = [partial(chat.receiver.receive, event_id) for event_id in events]
    assert await race(racers) == [None] * 6

    async with chat.database.unit_of_work() as session:
        nameless = select(Guest.id).where(~Guest.id.in_(select(GuestIdentifier.guest_id)))
        assert (await session.execute(nameless)).scalars().all() == []
        assert (await session.execute(select(IdentityConflict))).first() is None


@pytest.mark.parametrize("how", ["user_changed_number", "user_changed_user_id", "customer_identity_changed", "?"])
async def test_a_change_of_somebody_we_never_met_is_nothing(how: str, chat: Chat) -> None:
    before = await owners(chat)

    await tell(chat, changed("wamid.a", sender=OTHER, type=how, wa_id=NEW))

    assert await owners(chat) == before
    assert await chat.letters() == []


async def test_a_change_that_changes_no_identifier_is_not_told_as_one(chat: Chat) -> None:
    before = await owners(chat)

    await tell(chat, changed("wamid.a", type="customer_identity_changed", wa_id=PHONE))

    assert await owners(chat) == before
    assert await audited(chat) == []
    assert (await chat.conversation()).recipient == PHONE
