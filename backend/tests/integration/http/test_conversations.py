"""Operators read chats, take them, write in them and give them back; no text reaches the audit log."""

import asyncio
import uuid
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from reservas.config import Settings
from reservas.features.conversations.schemas import SEND
from reservas.infra.database import Database
from reservas.infra.files import PrivateFiles
from reservas.models import AuditEntry, Conversation, Media, Message
from tests.factories.conversations import add_conversation, add_inbound, add_outbound
from tests.factories.guests import add_guest
from tests.factories.moments import NOW
from tests.integration.http.asking import bearer_of
from tests.integration.queued import queued_jobs
from tests.integration.serving import assert_problem

CONVERSATIONS = "/api/v1/conversations"
ANA = "ana@cabanas.example"
MINUTE = timedelta(minutes=1)
LINK = ("amount", "cabin", "code", "url", "until")
Bearer = dict[str, str]


@pytest.fixture
def bearer(settings: Settings) -> Bearer:
    return bearer_of(settings, "staff", ANA)


async def add_chat(database: Database, number: int, **values: Any) -> Conversation:
    """A guest who has written "hola" and was answered."""
    async with database.unit_of_work() as session:
        guest = await add_guest(session, name=f"Guest {number}", phone=f"549294470{number:04}")
        conversation = await add_conversation(session, guest, phone=f"549294470{number:04}", **values)
        await add_inbound(session, conversation, handled_at=NOW, provider_id=f"wamid.chat-{number}")
        await add_outbound(session, conversation, "¡Hola!", status="read", cause=f"turn:{number}:0")
        return conversation


async def ask(api: httpx.AsyncClient, bearer: Bearer, code: str, verb: str, **more: Any) -> httpx.Response:
    headers = bearer | more.pop("headers", {})
    return await api.post(f"{CONVERSATIONS}/{code}/{verb}", headers=headers, **more)


async def test_an_operator_takes_a_chat_writes_once_and_gives_it_back(
    api: httpx.AsyncClient, bearer: Bearer, database: Database
) -> None:
    chat = await add_chat(database, 1)
    asked = {"json": {"text": " ¡Hola! Soy Ana *de la cabaña*. "}, "headers": {"Idempotency-Key": "once"}}

    answers = [await ask(api, bearer, chat.code, "reply", **asked) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    shown = answers[0].json()
    assert (shown["driver"], shown["driven_by"], shown["waiting_since"]) == ("human", ANA, None)
    assert shown["bot_returns_at"] == (NOW + timedelta(hours=12)).isoformat().replace("+00:00", "Z")
    assert shown["window_seconds"] == 24 * 3600
    read = (await api.get(f"{CONVERSATIONS}/{chat.code}", headers=bearer)).json()
    told = [(one["author"], one["written_by"], one["text"], one["status"]) for one in read["messages"]]
    assert told == [
        ("guest", None, "hola", "received"),
        ("bot", None, "¡Hola!", "read"),
        ("operator", ANA, "¡Hola! Soy Ana *de la cabaña*.", "pending"),
    ]
    assert [job.payload for job in await queued_jobs(database, SEND)] == [{"conversation_id": chat.id}]

    released = (await ask(api, bearer, chat.code, "release")).json()
    assert (released["driver"], released["driven_by"], released["bot_returns_at"]) == ("bot", None, None)
    async with database.unit_of_work() as session:
        query = select(AuditEntry).where(AuditEntry.subject == chat.code).order_by(AuditEntry.id)
        entries = (await session.execute(query)).scalars().all()
    assert {entry.actor for entry in entries} == {f"operator:{ANA}"}
    assert [entry.action for entry in entries] == [
        "conversation.taken",
        "conversation.replied",
        "conversation.released",
    ]
    assert "Ana" not in str([entry.data for entry in entries])


async def test_two_operators_at_once_are_both_heard_and_a_double_click_once(
    api: httpx.AsyncClient, bearer: Bearer, database: Database, settings: Settings
) -> None:
    chat = await add_chat(database, 51)
    bea = bearer_of(settings, "owner", "bea@cabanas.example")
    twice = bearer | {"Idempotency-Key": "double-click"}

    answers = await asyncio.gather(
        *(api.post(f"{CONVERSATIONS}/{chat.code}/reply", json={"text": "Soy Ana"}, headers=twice) for _ in range(3)),
        api.post(f"{CONVERSATIONS}/{chat.code}/reply", json={"text": "Soy Bea"}, headers=bea),
    )

    assert {answer.status_code for answer in answers} == {201}
    read = (await api.get(f"{CONVERSATIONS}/{chat.code}", headers=bearer)).json()
    written = [(one["written_by"], one["text"]) for one in read["messages"][2:]]
    assert sorted(written) == [(ANA, "Soy Ana"), ("bea@cabanas.example", "Soy Bea")]
    # Whoever wrote last drives.
    assert read["driven_by"] == written[-1][0]


async def test_a_template_clicked_twice_is_sent_once(
    api: httpx.AsyncClient, bearer: Bearer, database: Database
) -> None:
    chat = await add_chat(database, 52, window_closes_at=NOW)
    asked = {"json": {"template": "answer_ready"}, "headers": {"Idempotency-Key": "template-twice"}}

    answers = await asyncio.gather(*(ask(api, bearer, chat.code, "template", **asked) for _ in range(3)))

    assert [answer.status_code for answer in answers] == [201] * 3
    read = (await api.get(f"{CONVERSATIONS}/{chat.code}", headers=bearer)).json()
    assert [one["kind"] for one in read["messages"][2:]] == ["template"]


async def test_outside_the_window_free_text_is_refused_with_the_reason_and_nothing_changes(
    api: httpx.AsyncClient, bearer: Bearer, database: Database
) -> None:
    chat = await add_chat(database, 2, window_closes_at=NOW)

    refused = await ask(api, bearer, chat.code, "reply", json={"text": "¿Hola?"})

    assert_problem(refused, 409, "window_closed", "text")
    assert "24 hours" in refused.json()["detail"]
    assert "2026-11-21 15:00 UTC" in refused.json()["detail"]
    read = (await api.get(f"{CONVERSATIONS}/{chat.code}", headers=bearer)).json()
    assert (read["driver"], read["window_seconds"], len(read["messages"])) == ("bot", 0, 2)
    assert "answer_ready" in refused.json()["detail"]
    assert "refund_made (amount, code)" in refused.json()["detail"]


async def test_outside_the_window_a_template_is_sent_and_words_wait_behind_it(
    api: httpx.AsyncClient, bearer: Bearer, database: Database
) -> None:
    chat = await add_chat(database, 3, window_closes_at=NOW)
    plain = {"template": "refund_made", "values": {"amount": "$ 10", "code": "R-7K3QXM"}}
    followed = {"template": "answer_ready", "text": "Sí, el 12 está libre."}

    for body in (plain, followed):
        assert (await ask(api, bearer, chat.code, "template", json=body)).status_code == 201

    async with database.unit_of_work() as session:
        query = select(Message).where(Message.conversation_id == chat.id, Message.status == "pending")
        told, parked = (await session.execute(query.order_by(Message.id))).scalars().all()
    assert (told.content["name"], told.content["parameters"]) == ("refund_made", ["$ 10", "R-7K3QXM"])
    assert parked.stand_ins is not None
    assert parked.content["body"] == followed["text"]
    # The account may not have the guest's own language.
    assert told.stand_ins is not None
    assert [(one["template"]["name"], one["template"]["language"]) for one in (*told.stand_ins, *parked.stand_ins)] == [
        ("refund_made", "es"),
        ("answer_ready", "es_AR"),
        ("answer_ready", "es"),
    ]
    read = (await api.get(f"{CONVERSATIONS}/{chat.code}", headers=bearer)).json()
    assert (read["driver"], read["driven_by"], read["messages"][-1]["author"]) == ("human", ANA, "operator")


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"template": "hola"}, "template_not_found", "template"),
        ({"template": "refund_made"}, "template_values_wrong", "values"),
        ({"template": "refund_made", "values": {"amount": "a\nb", "code": "R"}}, "invalid_request", "values.amount"),
        ({"template": "answer_ready", "text": " "}, "invalid_request", "text"),
        ({"template": "answer_ready", "text": "🦙" * 2049}, "invalid_request", "text"),
        ({"template": "payment_link", "values": dict.fromkeys(LINK, "🦙" * 100)}, "template_values_wrong", "values"),
    ],
)
async def test_a_template_that_cannot_be_sent_names_its_field(
    api: httpx.AsyncClient, bearer: Bearer, database: Database, body: dict[str, Any], code: str, field: str
) -> None:
    chat = await add_chat(database, 600 + len(str(body)), window_closes_at=NOW)
    assert_problem(await ask(api, bearer, chat.code, "template", json=body), 422, code, field)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("GET", "/C"),
        ("POST", "/C/take"),
        ("POST", "/C/release"),
        ("POST", "/C/reply"),
        ("POST", "/C/template"),
        ("GET", "/C/media/M"),
    ],
)
async def test_chats_are_for_owners_and_staff(
    api: httpx.AsyncClient, settings: Settings, method: str, path: str
) -> None:
    address = CONVERSATIONS + path.replace("/C", "/C-22222A").replace("/M", f"/{uuid.uuid4()}")
    body = {"reply": {"text": "hola"}, "template": {"template": "answer_ready"}}.get(path.rpartition("/")[2])

    cleaning = await api.request(method, address, headers=bearer_of(settings, "cleaner"), json=body)
    assert_problem(cleaning, 403, "not_allowed")
    assert_problem(await api.request(method, address, json=body), 401, "not_authenticated")
    if path:
        unknown = await api.request(method, address, headers=bearer_of(settings, "owner"), json=body)
        code = "media_not_found" if "media" in path else "conversation_not_found"
        assert_problem(unknown, 404, code)


@pytest.mark.parametrize("text", ["", "   ", "a\u0000b", "x" * 4097, "🦙" * 2049, 7, None])
async def test_a_reply_that_cannot_be_sent_names_its_field(
    api: httpx.AsyncClient, bearer: Bearer, text: object
) -> None:
    assert_problem(await ask(api, bearer, "C-22222A", "reply", json={"text": text}), 422, "invalid_request", "text")


async def test_the_longest_reply_is_queued_whole(api: httpx.AsyncClient, bearer: Bearer, database: Database) -> None:
    chat = await add_chat(database, 50)
    text = "🦙" * 2048

    assert (await ask(api, bearer, chat.code, "reply", json={"text": text})).json()["latest"]["text"] == text
    refused = await ask(api, bearer, chat.code, "reply", json={"text": text + "!"})
    assert "4096" in refused.json()["errors"][0]["message"]


async def test_filters_find_who_waits_what_is_unread_and_whose_window_closes(
    api: httpx.AsyncClient, bearer: Bearer, database: Database
) -> None:
    quiet = await add_chat(database, 10, window_closes_at=NOW + timedelta(hours=20))
    waiting = await add_chat(
        database, 11, driver="human", driver_by="guest", awaits_person_since=NOW, window_closes_at=NOW + 50 * MINUTE
    )
    unread = await add_chat(database, 12, driver="human", driver_by=ANA, window_closes_at=NOW + 70 * MINUTE)
    async with database.unit_of_work() as session:
        later = {"created_at": NOW + MINUTE, "handled_at": NOW}
        await add_inbound(session, unread, "¿y la pileta?", provider_id="wamid.unread-1", **later)
        await add_inbound(session, unread, "?", provider_id="wamid.unread-2", **later)
        await add_inbound(session, unread, "", kind="reaction", provider_id="wamid.unread-3", **later)
    everyone = {quiet.code, waiting.code, unread.code}

    async def found(query: str) -> list[str]:
        answer = await api.get(f"{CONVERSATIONS}?limit=200&{query}", headers=bearer)
        assert answer.status_code == 200, answer.text
        return [one["code"] for one in answer.json()["items"] if one["code"] in everyone]

    assert await found("") == [unread.code, waiting.code, quiet.code]
    assert await found("driver=human") == [unread.code, waiting.code]
    assert await found("driver=bot") == [quiet.code]
    assert await found("waiting=true") == [waiting.code]
    assert await found("unread=true") == [unread.code]
    assert await found("unread=false") == [waiting.code, quiet.code]
    assert await found("closing=60") == [waiting.code]
    assert await found("closing=71&driver=human") == [unread.code, waiting.code]

    shown = (await api.get(f"{CONVERSATIONS}/{unread.code}", headers=bearer)).json()
    assert (shown["unread"], shown["guest"]) == (2, {"name": "Guest 12", "phones": ["+5492944700012"]})
    await ask(api, bearer, unread.code, "reply", json={"text": "Sí, hay pileta."})
    assert await found("unread=true") == []


async def test_pages_follow_one_another(api: httpx.AsyncClient, bearer: Bearer, database: Database) -> None:
    chats = [await add_chat(database, number) for number in (20, 21, 22)]
    first = (await api.get(f"{CONVERSATIONS}?limit=2", headers=bearer)).json()
    assert [one["code"] for one in first["items"]] == [chats[2].code, chats[1].code]
    second = (await api.get(f"{CONVERSATIONS}?limit=2&cursor={first['next']}", headers=bearer)).json()
    assert second["items"][0]["code"] == chats[0].code

    newest = (await api.get(f"{CONVERSATIONS}/{chats[0].code}?limit=1", headers=bearer)).json()
    older = (await api.get(f"{CONVERSATIONS}/{chats[0].code}?cursor={newest['older']}", headers=bearer)).json()
    assert [one["text"] for one in (*older["messages"], *newest["messages"])] == ["hola", "¡Hola!"]
    assert older["older"] is None


async def test_replies_edits_and_reactions_name_what_they_are_about(
    api: httpx.AsyncClient, bearer: Bearer, database: Database
) -> None:
    chat = await add_chat(database, 30)
    async with database.unit_of_work() as session:
        first = await add_inbound(session, chat, "somos 4", provider_id="wamid.first", handled_at=NOW)
        edit = {"to": "wamid.first", "now": {"kind": "text", "body": "somos 5"}}
        await add_inbound(session, chat, kind="edit", content=edit, provider_id="wamid.edit")
        reaction = {"to": "wamid.first", "emoji": "👍"}
        await add_inbound(session, chat, kind="reaction", content=reaction, provider_id="wamid.reaction")
        reply = {"body": "eso", "context": {"reply_to": "wamid.never-seen"}}
        await add_inbound(session, chat, content=reply, provider_id="wamid.reply")

    read = (await api.get(f"{CONVERSATIONS}/{chat.code}", headers=bearer)).json()["messages"][2:]

    about = str(first.callback_id)
    assert [(one["kind"], one["text"], one["about"]) for one in read] == [
        ("text", "somos 4", None),
        ("edit", "somos 5", about),
        ("reaction", "👍", about),
        ("text", "eso", None),
    ]


async def test_a_guests_file_is_an_attachment_and_says_why_when_it_is_not_there(
    api: httpx.AsyncClient, bearer: Bearer, database: Database, settings: Settings
) -> None:
    chat = await add_chat(database, 40)
    files = PrivateFiles(settings.media.dir / "guests")
    with files.create() as (name, file):
        file.write(b"%PDF-receipt")
    rows: dict[str, dict[str, Any]] = {
        "stored": {"file": name, "mime_type": "application/pdf", "size_bytes": 12},
        "odd": {"state": "stored", "file": name, "mime_type": "text/html"},
        "failed": {"error": "It could not be downloaded."},
        "deleted": {},
    }
    ids = {}
    async with database.unit_of_work() as session:
        for key, values in rows.items():
            message = await add_inbound(session, chat, "", kind="document", provider_id=f"wamid.file-{key}")
            defaults: dict[str, Any] = {
                "public_id": uuid.uuid4(),
                "message_id": message.id,
                "state": key,
                "created_at": NOW,
            }
            media = Media(**{**defaults, **values})
            session.add(media)
            ids[key] = media.public_id

    shown = (await api.get(f"{CONVERSATIONS}/{chat.code}", headers=bearer)).json()["messages"][2:]
    assert [one["media"]["state"] for one in shown] == ["stored", "stored", "failed", "deleted"]
    assert shown[2]["media"]["error"] == "It could not be downloaded."
    assert shown[2]["media"]["url"] is None

    receipt = await api.get(shown[0]["media"]["url"], headers=bearer)
    assert (receipt.content, receipt.headers["content-type"]) == (b"%PDF-receipt", "application/pdf")
    assert receipt.headers["content-disposition"] == f'attachment; filename="{ids["stored"]}"'
    assert receipt.headers["x-content-type-options"] == "nosniff"
    odd = await api.get(shown[1]["media"]["url"], headers=bearer)
    assert odd.headers["content-type"] == "application/octet-stream"
    for gone in ("failed", "deleted"):
        answer = await api.get(f"{CONVERSATIONS}/{chat.code}/media/{ids[gone]}", headers=bearer)
        assert_problem(answer, 409, "media_not_available")
    other = await add_chat(database, 41)
    stranger = await api.get(f"{CONVERSATIONS}/{other.code}/media/{ids['stored']}", headers=bearer)
    assert_problem(stranger, 404, "media_not_found")
    for address in (f"/media/guests/{name[:2]}/{name}", f"/media/accommodations/../guests/{name[:2]}/{name}"):
        assert (await api.get(address)).status_code == 404
