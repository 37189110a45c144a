"""A webhook body bent in any place is still read without an error, and what comes out can be stored."""

import copy
import json
from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reservas.integrations.whatsapp import read_batch
from tests.unit.integrations.whatsapp.bodies import contact, entry, message, status, value

ENVELOPE: dict[str, Any] = {
    "object": "whatsapp_business_account",
    "entry": [
        entry(
            value(
                contacts=[contact(user_id="AR.abc")],
                messages=[
                    message(),
                    message(
                        number=2,
                        type="interactive",
                        interactive={"type": "button_reply", "button_reply": {"id": "menu", "title": "Menú"}},
                    ),
                    message(number=3, type="button", button={"payload": "menu", "text": "Menú"}),
                ],
                statuses=[status(errors=[{"code": 131047}], biz_opaque_callback_data="our-id")],
            )
        )
    ],
}
junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.text(alphabet=st.characters(), max_size=8)
    | st.sampled_from(["\x00", "\ud800", "9" * 400, "text", "messages", 10**400]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path] * bool(path) + [one for key, child in children for one in places(child, (*path, key))]


PLACES = places(ENVELOPE)


def bend(envelope: Any, path: tuple[Any, ...], replacement: Any, *, drop: bool) -> None:
    """Change one place of the envelope, unless an earlier bend has taken it away."""
    node = envelope
    with suppress(KeyError, IndexError, TypeError):
        for key in path[:-1]:
            node = node[key]
        if drop:
            del node[path[-1]]
        else:
            node[path[-1]] = replacement


bends = st.lists(st.tuples(st.sampled_from(PLACES), junk, st.booleans()), min_size=1, max_size=4)


@given(bends)
def test_no_bent_body_is_an_error(changes: list[tuple[tuple[Any, ...], Any, bool]]) -> None:
    envelope = copy.deepcopy(ENVELOPE)
    for path, replacement, drop in changes:
        bend(envelope, path, replacement, drop=drop)

    batch = read_batch(json.dumps(envelope).encode())

    for one in batch.messages:
        assert one.provider_id
        assert one.account
        assert one.recipient
        assert one.identifiers
        assert one.at.tzinfo is not None
        stored = json.dumps(dict(one.content), allow_nan=False, ensure_ascii=False)
        assert "\\u0000" not in stored
        stored.encode()
    for update in batch.statuses:
        assert update.provider_id
        assert update.status


@given(st.binary(max_size=100) | junk.map(lambda value: json.dumps(value).encode()))
def test_no_body_at_all_is_an_error(raw: bytes) -> None:
    batch = read_batch(raw)
    assert batch.messages == ()
