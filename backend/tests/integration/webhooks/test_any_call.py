"""Recorded calls bent in any place are answered 200, taken in without an error, and lose no good message beside."""

import copy
import itertools
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.whatsapp import text_item
from tests.integration.webhooks.recorded import ACCOUNT, ANA, FILES, Stage

CALLS = [stored["body"] for path in FILES if "body" in (stored := json.loads(path.read_text(encoding="utf-8")))]
LARGEST_BYTES = 3 * 1024 * 1024
_numbers = itertools.count(1)
# Derandomised and few in `make test`, many new ones in `make test-long`.
EXAMPLES = max(40, settings().max_examples // 2)

words = st.text(alphabet=st.characters(), max_size=8)
junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=True, allow_infinity=True)
    | words
    | st.sampled_from(["\x00", "\ud800", "9" * 400, "wamid.theirs", "system", "messages", ANA, 10**400, {}, []]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of everything inside an item of news; the envelope around it stays as it is."""
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        if "value" in path:
            yield (*path, key)
        yield from places(child, (*path, key))


@st.composite
def bent_calls(draw: st.DrawFn) -> dict[str, Any]:
    """A recorded call with up to four of its places replaced or taken out."""
    call: dict[str, Any] = copy.deepcopy(draw(st.sampled_from(CALLS)))
    there = list(places(call)) or [("entry",)]
    for path in draw(st.lists(st.sampled_from(there), min_size=1, max_size=4)):
        with suppress(KeyError, IndexError, TypeError):
            node: Any = call
            for key in path[:-1]:
                node = node[key]
            if draw(st.booleans()):
                del node[path[-1]]
            else:
                node[path[-1]] = draw(junk)
    return call


def beside(call: dict[str, Any]) -> tuple[bytes, set[str]]:
    """Put good messages before, after and, where there is a list of them, among what is bent; return their ids."""
    good: set[str] = set()

    def one() -> dict[str, Any]:
        item = text_item(f"wamid.good-{next(_numbers)}", phone=ANA)
        good.add(item["id"])
        return item

    def whole() -> dict[str, Any]:
        value = {"metadata": {"phone_number_id": ACCOUNT}, "messages": [one()]}
        return {"id": "1", "changes": [{"field": "messages", "value": value}]}

    with suppress(KeyError, IndexError, TypeError, AttributeError):
        change = call["entry"][0]["changes"][0]
        is_ours = change["value"]["metadata"]["phone_number_id"] == ACCOUNT
        if change["field"] == "messages" and is_ours:
            change["value"]["messages"].append(one())
    if isinstance(call.get("entry"), list):
        call["entry"] = [whole(), *call["entry"], whole()]
    return json.dumps(call).encode(), good


@settings(max_examples=EXAMPLES)
@given(bent_calls())
async def test_no_bent_call_is_an_error_or_loses_a_sibling(stage: Stage, call: dict[str, Any]) -> None:
    body, good = beside(call)
    await stage.clear()

    assert await stage.deliver(body) == 200
    await stage.work()

    assert good <= await stage.stored_ids()


@pytest.mark.parametrize("levels", [100, 2_000, 200_000])
async def test_nesting_of_any_depth_loses_no_sibling(levels: int, stage: Stage) -> None:
    call = json.loads(next(path for path in FILES if path.stem == "text").read_text(encoding="utf-8"))["body"]
    call["entry"][0]["changes"][0]["value"]["messages"][0]["context"] = "DEEP"
    body, good = beside(call)
    await stage.clear()

    assert await stage.deliver(body.replace(b'"DEEP"', b"[" * levels + b"]" * levels)) == 200
    await stage.work()

    assert good | {"wamid.1"} <= await stage.stored_ids()


@pytest.mark.parametrize("key", ["id", "type", "from", "body", "context"])
async def test_three_megabytes_in_one_place_lose_no_sibling(key: str, stage: Stage) -> None:
    call = json.loads(next(path for path in FILES if path.stem == "text").read_text(encoding="utf-8"))["body"]
    item = call["entry"][0]["changes"][0]["value"]["messages"][0]
    (item["text"] if key == "body" else item)[key] = "x" * LARGEST_BYTES
    body, good = beside(call)
    await stage.clear()

    assert await stage.deliver(body) == 200
    await stage.work()

    assert good <= await stage.stored_ids()


@given(st.binary(max_size=200) | junk.map(lambda value: json.dumps(value).encode()))
@settings(max_examples=15)
async def test_whatever_is_signed_is_stored_and_handled(stage: Stage, body: bytes) -> None:
    await stage.clear()

    assert await stage.deliver(body) == 200
    await stage.work()
