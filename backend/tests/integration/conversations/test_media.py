"""Guests' files: fetched from Meta's hosts only, whole or not at all, kept for a while, and no proof of a payment."""

import base64
import hashlib
import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from reservas.features.conversations.errors import MediaDamaged, MediaGone, MediaLater, MediaRefused
from reservas.features.conversations.schemas import FETCH_MEDIA, FetchedMedia, MediaTerms
from reservas.features.conversations.service import MediaKeeper
from reservas.infra.files import PrivateFiles
from reservas.integrations.whatsapp import GraphMedia
from reservas.models import Accommodation, Conversation, Guest, Media, Reservation
from tests.factories.accommodations import add_accommodation
from tests.factories.conversations import add_inbound
from tests.factories.reservations import add_reservation
from tests.integration.conversations.chat import QUIET, Chat

PICTURE = b"\xff\xd8\xff" + b"lago" * 500
DIGEST = hashlib.sha256(PICTURE).hexdigest()
TERMS = MediaTerms(frozenset({"image/jpeg", "audio/ogg"}), max_bytes=10_000, keep_days=180)
LOOKASIDE = "https://lookaside.fbsbx.com/whatsapp/1"
GRAPH = "https://graph.facebook.com"
ANSWER = {"url": LOOKASIDE, "mime_type": "image/jpeg", "sha256": DIGEST, "file_size": len(PICTURE), "id": "77"}


def meta(answers: list[httpx.Response], asked: list[httpx.Request], base_url: str = GRAPH) -> GraphMedia:
    """Meta's two hosts, which give these answers one after another."""
    left = iter(answers)

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return next(left)

    client = httpx.AsyncClient(
        transport=httpx.MockTransport(answer), base_url=base_url, headers={"authorization": "Bearer token"}
    )
    return GraphMedia(client, version="v25.0", phone_number_id="1000")


def found(**changes: Any) -> httpx.Response:
    return httpx.Response(200, json=ANSWER | changes)


def file_of(content: bytes = PICTURE, status: int = 200) -> httpx.Response:
    return httpx.Response(status, content=content)


async def fetch(*answers: httpx.Response, base_url: str = GRAPH) -> tuple[bytes, FetchedMedia, list[httpx.Request]]:
    asked: list[httpx.Request] = []
    file = BytesIO()
    fetched = await meta(list(answers), asked, base_url).fetch("77", file, TERMS)
    return file.getvalue(), fetched, asked


async def test_a_file_is_looked_up_by_its_id_and_downloaded_with_the_token() -> None:
    content, fetched, (look_up, download) = await fetch(found(mime_type="image/jpeg; q=1"), file_of())

    assert (content, fetched) == (PICTURE, FetchedMedia("image/jpeg", DIGEST, len(PICTURE)))
    assert str(look_up.url) == f"{GRAPH}/v25.0/77?phone_number_id=1000"
    assert (str(download.url), download.headers["authorization"]) == (LOOKASIDE, "Bearer token")
    assert download.headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    "name",
    ["", "..", "../me", "77/../../me/accounts", "77?fields=access_token", "77#", "%2e%2e", "7\n7", "ñ", "7" * 256],
)
async def test_a_name_that_leads_elsewhere_is_never_asked_for(name: str) -> None:
    asked: list[httpx.Request] = []
    with pytest.raises(MediaRefused):
        await meta([found(), file_of()], asked).fetch(name, BytesIO(), TERMS)
    assert asked == []


async def test_an_address_that_is_over_is_asked_for_again_and_nothing_of_the_first_stays() -> None:
    content, _, asked = await fetch(found(), file_of(b"not found", 404), found(), file_of())
    assert content == PICTURE
    assert len(asked) == 4


@pytest.mark.parametrize(
    "digest", [DIGEST.upper(), base64.b64encode(bytes.fromhex(DIGEST)).decode(), None], ids=["hex", "base64", "none"]
)
async def test_both_spellings_of_the_digest_are_understood(digest: str | None) -> None:
    assert (await fetch(found(sha256=digest), file_of()))[0] == PICTURE


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/1",
        "https://lookaside.fbsbx.com.evil.example/1",
        "https://lookaside.fbsbx.com@evil.example/1",
        "https://user@lookaside.fbsbx.com/1",
        "http://lookaside.fbsbx.com/1",
        "https://lookaside.fbsbx.com:8443/1",
        "https://127.0.0.1/1",
        "file:///etc/passwd",
        "http://[::1",
        "",
    ],
)
async def test_the_token_goes_to_no_other_host(address: str) -> None:
    asked: list[httpx.Request] = []
    with pytest.raises(MediaRefused):
        await meta([found(url=address), file_of()], asked).fetch("77", BytesIO(), TERMS)
    assert len(asked) == 1


async def test_in_development_the_simulators_own_host_is_trusted() -> None:
    simulator = "http://127.0.0.1:8001"
    content, _, asked = await fetch(found(url=f"{simulator}/lookaside/x"), file_of(), base_url=simulator)
    assert (content, len(asked)) == (PICTURE, 2)


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ([found(mime_type="text/html")], MediaRefused),
        ([found(file_size=10_001)], MediaRefused),
        ([found(file_size=1), file_of(b"x" * 10_001)], MediaRefused),
        ([found(), httpx.Response(302, headers={"location": "https://evil.example"})], MediaRefused),
        ([found(sha256="0" * 64), file_of()], MediaDamaged),
        ([found(), file_of(PICTURE[:-1])], MediaDamaged),
        ([found(), file_of(b"", 404), found(), file_of(b"", 404)], MediaDamaged),
        ([httpx.Response(400, json={"error": {"code": 100, "error_subcode": 33}})], MediaGone),
        ([httpx.Response(400, json={"error": {"code": 131052}})], MediaGone),
        ([httpx.Response(401, json={"error": {"code": 190}})], MediaLater),
        ([httpx.Response(502, content=b"<html>")], MediaLater),
        ([found(), file_of(b"", 503)], MediaLater),
    ],
)
async def test_what_is_not_the_file_is_refused_or_tried_again(
    answers: list[httpx.Response], error: type[Exception]
) -> None:
    with pytest.raises(error):
        await meta(answers, []).fetch("77", BytesIO(), TERMS)


@pytest.fixture
def files(tmp_path: Path) -> PrivateFiles:
    return PrivateFiles(tmp_path / "guests")


def on_disk(tmp_path: Path) -> list[Path]:
    return [path for path in tmp_path.rglob("*") if path.is_file()]


def keeper(chat: Chat, files: PrivateFiles, *answers: httpx.Response) -> MediaKeeper:
    return MediaKeeper(chat.database, chat.clock, meta(list(answers), []), files, TERMS)


async def receive(chat: Chat, kind: str = "image", **content: object) -> Media:
    """Let the guest send a file, have the turn answered, and return what is known of the file."""
    async with chat.database.unit_of_work() as session:
        conversation = await session.get_one(Conversation, chat.conversation_id)
        told = content or {"id": "77", "mime_type": "image/jpeg", "filename": "../../receipt.jpg"}
        now = chat.clock.now()
        message = await add_inbound(session, conversation, kind=kind, content=told, created_at=now, provider_at=now)
    chat.wait(QUIET)
    await chat.turns.handle(chat.conversation_id)
    return await media_of(chat, message.id)


async def media_of(chat: Chat, message_id: int) -> Media:
    async with chat.database.unit_of_work() as session:
        return (await session.execute(select(Media).where(Media.message_id == message_id))).scalar_one()


async def test_a_file_is_fetched_by_a_job_under_a_name_of_ours_and_deleted_when_its_time_is_over(
    chat: Chat, files: PrivateFiles, tmp_path: Path
) -> None:
    media = await receive(chat)
    assert (media.state, media.provider_id) == ("pending", "77")
    assert [job.payload for job in await chat.jobs(FETCH_MEDIA)] == [{"media_id": media.id}]

    keep = keeper(chat, files, found(), file_of())
    await keep.fetch(media.id)
    await keep.fetch(media.id)

    stored = await media_of(chat, media.message_id)
    assert (stored.state, stored.sha256, stored.size_bytes) == ("stored", DIGEST, len(PICTURE))
    (path,) = on_disk(tmp_path)
    assert path == files.path_of(str(stored.file))
    assert path.read_bytes() == PICTURE
    assert (path.stat().st_mode & 0o077, "receipt" in str(path)) == (0, False)

    assert stored.delete_at == chat.clock.now() + timedelta(days=180)
    chat.wait(timedelta(days=180).total_seconds() - 1)
    assert await keep.delete_old() == 0
    chat.wait(1)
    assert await keep.delete_old() == 1
    assert on_disk(tmp_path) == []
    assert (await media_of(chat, media.message_id)).state == "deleted"


async def test_a_file_whose_row_was_never_written_does_not_stay(
    chat: Chat, files: PrivateFiles, tmp_path: Path
) -> None:
    media = await receive(chat)
    keep = keeper(chat, files, found(), file_of())
    await keep.fetch(media.id)
    kept = files.path_of(str((await media_of(chat, media.message_id)).file))
    # What a process leaves that dies before the row is written, and what it leaves in the middle of a file.
    with files.create() as (name, file):
        file.write(PICTURE)
    stray, half = files.path_of(name), files.path_of(f"{name}.half")
    half.write_bytes(PICTURE)
    somebodys = stray.parent / "notes.txt"
    somebodys.write_text("not ours")

    assert await keep.delete_strays() == 0
    long_ago = stray.stat().st_mtime - timedelta(days=2).total_seconds()
    for path in (kept, stray, half, somebodys):
        os.utime(path, (long_ago, long_ago))

    assert await keep.delete_strays() == 2
    assert sorted(on_disk(tmp_path)) == sorted([kept, somebodys])


async def test_a_file_that_is_gone_is_asked_for_again_once_unless_a_person_drives(
    chat: Chat, files: PrivateFiles, tmp_path: Path
) -> None:
    gone = httpx.Response(400, json={"error": {"code": 100}})
    media = await receive(chat)
    for _ in range(2):
        await keeper(chat, files, gone).fetch(media.id)

    assert (await media_of(chat, media.message_id)).state == "failed"
    assert sum("otra vez" in reply for reply in await chat.replies()) == 1
    assert on_disk(tmp_path) == []

    await chat.say("quiero hablar con una persona")
    another = await receive(chat)
    await keeper(chat, files, gone).fetch(another.id)
    assert (await media_of(chat, another.message_id)).state == "failed"
    assert sum("otra vez" in reply for reply in await chat.replies()) == 1


async def test_a_file_that_never_comes_is_shown_as_such_and_the_guest_is_not_asked(
    chat: Chat, files: PrivateFiles
) -> None:
    media = await receive(chat)
    with pytest.raises(MediaLater):
        await keeper(chat, files, httpx.Response(503)).fetch(media.id)
    assert (await media_of(chat, media.message_id)).state == "pending"

    await keeper(chat, files).give_up(media.id)

    failed = await media_of(chat, media.message_id)
    assert (failed.state, failed.error) == ("failed", "It could not be downloaded.")
    assert not any("otra vez" in reply for reply in await chat.replies())


async def test_what_the_channel_itself_lost_is_asked_for_again_at_once(chat: Chat) -> None:
    media = await receive(chat, errors=[{"code": 131052}])
    assert media.state == "failed"
    assert await chat.jobs(FETCH_MEDIA) == []
    assert "otra vez" in (await chat.replies())[-1]


@pytest.fixture
async def cabin(chat: Chat) -> Accommodation:
    async with chat.database.unit_of_work() as session:
        return await add_accommodation(session)


@pytest.mark.parametrize("kind", ["image", "document"])
async def test_a_receipt_calls_a_person_and_confirms_nothing(chat: Chat, cabin: Accommodation, kind: str) -> None:
    async with chat.database.unit_of_work() as session:
        conversation = await session.get_one(Conversation, chat.conversation_id)
        guest = await session.get_one(Guest, conversation.guest_id)
        reservation = await add_reservation(session, cabin, guest=guest)

    await receive(chat, kind)

    called = await chat.conversation()
    assert (called.driver, called.driver_by, called.awaits_person_since) == ("human", "guest", chat.clock.now())
    (told,) = await chat.replies()
    assert "persona del equipo" in told
    async with chat.database.unit_of_work() as session:
        assert (await session.get_one(Reservation, reservation.id)).status == "pre_reserved"
