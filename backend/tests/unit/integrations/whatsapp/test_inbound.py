"""Every item of a webhook call is read, or named; none takes another one down."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from reservas.features.conversations.arrivals import ChannelNews, IdentityChange, InboundMessage, StatusUpdate
from reservas.integrations.whatsapp import read_batch
from tests.unit.integrations.whatsapp.bodies import ACCOUNT, AT, GUEST, body, contact, entry, message, status, value


def only(raw: dict[str, Any], **parts: Any) -> InboundMessage:
    batch = read_batch(body(entry(value(messages=[raw], **parts))))
    assert batch.unread == ()
    (one,) = batch.messages
    return one


def test_a_text() -> None:
    assert only(message("hola"), contacts=[contact()]) == InboundMessage(
        provider_id="wamid.1",
        account=ACCOUNT,
        identifiers={"phone": GUEST},
        recipient=GUEST,
        name="Ana",
        at=datetime.fromtimestamp(int(AT), UTC),
        kind="text",
        content={"body": "hola"},
    )


def test_two_entries_with_messages_and_statuses_lose_nothing() -> None:
    batch = read_batch(
        body(
            entry(value(messages=[message("uno", 1), message("dos", 2)], statuses=[status(1)])),
            entry(value(statuses=[status(2)]), value(messages=[message("tres", 3)])),
        )
    )
    assert [one.content["body"] for one in batch.messages] == ["uno", "dos", "tres"]
    assert [one.provider_id for one in batch.statuses] == ["wamid.out-1", "wamid.out-2"]
    assert batch.unread == ()


def test_a_contact_is_known_by_its_id_and_not_by_its_place() -> None:
    beto = "5492944999999"
    batch = read_batch(
        body(
            entry(
                value(
                    contacts=[contact(beto, "Beto"), contact(GUEST, "Ana")],
                    messages=[message(number=1), message(number=2, sender=beto)],
                )
            )
        )
    )
    assert [one.name for one in batch.messages] == ["Ana", "Beto"]


def test_a_guest_without_a_phone_is_known_by_their_user_id() -> None:
    hidden = message(sender=None, from_user_id="AR.abc", from_parent_user_id="AR.parent")
    read = only(hidden, contacts=[{"user_id": "AR.abc", "profile": {"name": "Ana", "username": "ana"}}])
    assert read.identifiers == {"whatsapp_user": "AR.abc", "whatsapp_parent": "AR.parent"}
    assert (read.recipient, read.name) == ("AR.abc", "Ana")


@pytest.mark.parametrize("contacts", [None, [], [{}], [{"profile": {}}], ["?"], "?"])
def test_contacts_may_be_missing(contacts: Any) -> None:
    assert only(message(), contacts=contacts).name is None


def test_a_group_is_left_alone() -> None:
    batch = read_batch(body(entry(value(messages=[message(number=1, group_id="G1"), message(number=2)]))))
    assert [one.provider_id for one in batch.messages] == ["wamid.2"]
    assert batch.unread == ()


@pytest.mark.parametrize("field", ["history", "account_update", "calls", "a field of next year"])
def test_other_fields_are_counted_and_never_answered(field: str) -> None:
    batch = read_batch(body(entry(value(messages=[message()], statuses=[status()]), field=field)))
    (item,) = batch.items
    assert isinstance(item.news, ChannelNews)
    assert item.news.field in (field, "other")
    assert batch.unread == ()


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (message(sender=None), "nobody at the other end"),
        (message(sender=None) | {"from": {"a": 1}}, "nobody at the other end"),
        (message(id=None), "no id"),
        (message(timestamp=None), "no timestamp"),
        (message(type=None), "no type"),
        (message(timestamp="yesterday"), "a timestamp that is no time"),
        (message(timestamp="9" * 30), "a timestamp that is no time"),
        (message(timestamp="99999999999999"), "a timestamp that is no time"),
        (message(id="x" * 3000), "no id"),
        ("not an object", "not a list of objects"),
        (None, "not a list of objects"),
    ],
)
def test_a_bad_item_is_named_and_its_siblings_are_kept(bad: Any, why: str) -> None:
    messages = [message("uno", 1), bad, message("dos", 3)]
    batch = read_batch(body(entry(value(messages=messages, statuses=[status(1), {"id": "x"}]))))

    assert [one.provider_id for one in batch.messages] == ["wamid.1", "wamid.3"]
    assert [one.provider_id for one in batch.statuses] == ["wamid.out-1"]
    value_path = "entry[0].changes[0].value"
    assert [(one.path, one.why) for one in batch.unread] == [
        (f"{value_path}.messages[1]", why),
        (f"{value_path}.statuses[1]", "no status"),
    ]


def test_a_message_to_no_number_of_ours_is_named() -> None:
    batch = read_batch(body(entry({"messages": [message()]})))
    assert batch.messages == ()
    assert [one.why for one in batch.unread] == ["no phone_number_id"]


@pytest.mark.parametrize(
    ("interactive", "tap"),
    [
        ({"type": "button_reply", "button_reply": {"id": "menu", "title": "Menú"}}, {"id": "menu", "title": "Menú"}),
        (
            {"type": "list_reply", "list_reply": {"id": "cabin|a", "title": "A", "description": "$"}},
            {"id": "cabin|a", "title": "A"},
        ),
    ],
)
def test_a_tap_is_told_by_its_id(interactive: dict[str, Any], tap: dict[str, str]) -> None:
    read = only(message(type="interactive", text=None, interactive=interactive))
    assert (read.kind, read.content, read.is_tap) == ("tap", tap, True)


@pytest.mark.parametrize(
    ("button", "tap"),
    [
        ({"payload": "menu", "text": "Menú"}, {"id": "menu", "title": "Menú"}),
        ({"text": "Menú"}, {"id": "Menú", "title": "Menú"}),
    ],
)
def test_a_templates_quick_reply_is_a_tap_too(button: dict[str, str], tap: dict[str, str]) -> None:
    assert only(message(type="button", text=None, button=button)).content == tap


@pytest.mark.parametrize(
    "raw",
    [
        message(type="image", text=None, image={"mime_type": "image/jpeg"}),
        message(type="hologram", text=None, hologram={"x": [1, {"y": None}]}),
        message(type="text", text={}),
        message(type="location", text=None, location={"latitude": "north"}),
        message(type="order", text=None, order={}),
        message(type="edit", text=None, edit={"message": {}}),
    ],
)
def test_what_is_not_known_is_kept_whole(raw: dict[str, Any]) -> None:
    read = only(raw)
    assert read.kind == raw["type"]
    assert read.content == {"raw": raw}


@pytest.mark.parametrize("kind", ["reaction", "edit", "revoke", "ephemeral"])
def test_what_wants_no_answer_gets_none(kind: str) -> None:
    assert only(message(type=kind, text=None)).is_silent


def test_what_the_database_refuses_is_taken_out() -> None:
    named = contact(name="A\x00na")
    assert only(message("ho\x00la"), contacts=[named]).content == {"body": "hola"}
    assert only(message("ho\x00la"), contacts=[named]).name == "Ana"
    assert only(message("cut \ud83d off")).content == {"body": "cut � off"}
    assert only(message("whole 👋")).content == {"body": "whole 👋"}
    for nowhere in ("nan", "1e999", "-inf", 10**400, 90.5, "-91", True):
        place = {"latitude": nowhere, "longitude": -71.3}
        assert "raw" in only(message(type="location", text=None, location=place)).content
    odd = only(message(type="location", text=None, location={"latitude": float("nan"), "longitude": float("inf")}))
    assert odd.content["raw"]["location"] == {"latitude": None, "longitude": None}
    assert only(message(type="hologram", hologram=int("9" * 4000))).content["raw"]["hologram"] == "9" * 4000


def test_statuses() -> None:
    failed = status(2, status="failed", errors=[{"code": 131047, "title": "Re-engagement"}])
    batch = read_batch(body(entry(value(statuses=[status(1, biz_opaque_callback_data="our-id"), failed]))))
    assert batch.statuses == (
        StatusUpdate("wamid.out-1", "our-id", "delivered", None, datetime.fromtimestamp(int(AT), UTC)),
        StatusUpdate(
            "wamid.out-2",
            None,
            "failed",
            {"code": 131047, "title": "Re-engagement"},
            datetime.fromtimestamp(int(AT), UTC),
        ),
    )


@pytest.mark.parametrize("raw", [b"", b"not json", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 100_000])
def test_what_is_no_json_is_named(raw: bytes) -> None:
    batch = read_batch(raw)
    assert (batch.messages, batch.statuses) == ((), ())
    (whole,) = batch.unread
    assert whole.path == ""
    assert whole.why.startswith("no JSON: ")


@pytest.mark.parametrize(
    ("raw", "paths"),
    [
        (b"null", [""]),
        (b"[]", [""]),
        (b'"x"', [""]),
        (b"1" * 5000, [""]),
        (b"{}", []),
        (b'\xef\xbb\xbf{"entry": null}', []),
        (b'{"entry": {"changes": []}}', ["entry"]),
        (b'{"entry":[null, {"changes": 3}]}', ["entry[0]", "entry[1].changes"]),
        (
            b'{"entry":[{"changes":[{"field":"messages"}, {"value":{}}]}]}',
            ["entry[0].changes[0]", "entry[0].changes[1]"],
        ),
    ],
)
def test_what_is_not_where_it_should_be_is_named(raw: bytes, paths: list[str]) -> None:
    batch = read_batch(raw)
    assert batch.items == ()
    assert [one.path for one in batch.unread] == paths


def test_a_field_beside_its_changes_is_theirs() -> None:
    oddly = {"field": "messages", "changes": [{"value": value(messages=[message()])}]}
    assert [one.provider_id for one in read_batch(body(oddly)).messages] == ["wamid.1"]


def test_a_word_that_is_no_utf8_costs_only_itself() -> None:
    raw = body(entry(value(messages=[message("uno", 1), message("dos", 2)]))).replace(b"uno", b"u\xff")
    assert [one.content["body"] for one in read_batch(raw).messages] == ["u�", "dos"]


@pytest.mark.parametrize("levels", [70, 900, 50_000])
def test_nesting_of_any_depth_in_one_item_loses_no_sibling(levels: int) -> None:
    raw = body(entry(value(messages=[message("uno", 1), message("DEEP", 2), message("dos", 3)])))
    deep = raw.replace(b'"DEEP"', b'{"a":[' * levels + b'"\\"]"' + b"]}" * levels)

    batch = read_batch(deep)

    assert [one.provider_id for one in batch.messages] == ["wamid.1", "wamid.2", "wamid.3"]
    json.dumps([dict(one.content) for one in batch.messages])


def test_a_changed_number_is_told_by_old_and_new() -> None:
    system = {"type": "user_changed_number", "wa_id": "5491100", "user_id": "AR.new", "previous_user_id": "AR.old"}
    (item,) = read_batch(body(entry(value(messages=[message(type="system", text=None, system=system)])))).items
    assert isinstance(item.news, IdentityChange)
    assert item.news.old == {"phone": GUEST, "whatsapp_user": "AR.old"}
    assert item.news.new == {"phone": "5491100", "whatsapp_user": "AR.new"}


def test_deep_nesting_inside_one_item_loses_no_word_of_the_call() -> None:
    deep: dict[str, Any] = {}
    for _ in range(150):
        deep = {"deeper": deep}
    batch = read_batch(body(entry(value(messages=[message(number=1), message(number=2, context=deep)]))))
    assert len(batch.messages) == 2
    json.dumps(dict(batch.messages[1].content))


def test_what_is_shown_or_logged_of_a_stranger_is_short() -> None:
    assert only(message(), contacts=[contact(name="A" * 5000)]).name == "A" * 200
    (item,) = read_batch(body(entry(value(errors=[{"code": "1" * 5000}])))).items
    assert item.news == ChannelNews("errors", "1" * 32)
