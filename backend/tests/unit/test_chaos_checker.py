"""A checker that cannot fail proves nothing: each breach it looks for is put into a sound world, and found there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.e2e.chaos.checker import find_breaches
from tests.e2e.chaos.world import Call, Copy, Driven, Queued, Received, World, Written
from tests.factories.moments import MINUTE, NOW

ANA, BRUNO = "5492944700000", "5492944700001"
SECOND = timedelta(seconds=1)


def received(key: int, wamid: str, guest: str = ANA, handled: timedelta = SECOND) -> Received:
    return Received(key, wamid, guest, NOW, (NOW + handled,))


def sound() -> World:
    """Ana writes twice in a row and is answered by two messages; one meets a refusal that passes.

    Later she is answered by buttons that her telephone cannot show, so by words, and by one that failed on its way.
    Bruno writes while a person drives, who answers; the window is closed when they do, and he is told once he writes.
    At last the window is closed for the bot's answer to him, which is withdrawn, and given anew once he writes again.
    """
    return World(
        written=(
            Written("in-1", ANA, "text"),
            Written("in-2", ANA, "text"),
            Written("in-3", BRUNO, "text"),
            Written("in-4", ANA, "interactive"),
            Written("in-5", ANA, "reaction"),
            Written("in-6", BRUNO, "text"),
            Written("in-7", BRUNO, "text"),
            Written("in-8", BRUNO, "text"),
        ),
        calls=(
            Call("a", 1),
            Call("b", 2, code=131056),
            Call("b", 3),
            Call("c", 4, code=131047),
            Call("d", 5, code=131026),
            Call("d-plain", 6),
            Call("e", 7),
            Call("e-again", 8),
            Call("g", 9),
            Call("c-again", 10),
            Call("i", 11, code=131047),
            Call("j", 12),
        ),
        copies=(
            Copy("a", ANA, "read"),
            Copy("b", ANA, "delivered"),
            Copy("d-plain", ANA, "delivered"),
            Copy("e", ANA, "failed", code=131000),
            Copy("e-again", ANA, "delivered"),
            Copy("g", BRUNO, "delivered"),
            Copy("c-again", BRUNO, "delivered"),
            Copy("j", BRUNO, "delivered"),
        ),
        received=(
            received(1, "in-1"),
            received(2, "in-2"),
            replace(received(5, "in-3", BRUNO, MINUTE), with_person=frozenset({NOW + MINUTE})),
            received(7, "in-4", handled=2 * MINUTE),
            received(8, "in-5", handled=3 * MINUTE),
            received(12, "in-6", BRUNO, 5 * MINUTE),
            Received(15, "in-7", BRUNO, NOW, (NOW + 8 * MINUTE, NOW + 9 * MINUTE)),
            received(17, "in-8", BRUNO, 9 * MINUTE),
        ),
        queued=(
            Queued(3, ANA, "text", "turn:2:0", "read", ("a",)),
            Queued(4, ANA, "text", "turn:2:1", "delivered", ("b",)),
            Queued(6, BRUNO, "text", "operator:marta:1", "delivered", ("c", "c-again")),
            Queued(9, ANA, "buttons", "turn:7:0", "failed", ("d",), "refused", 131026),
            Queued(10, ANA, "text", "turn:7:0:plain", "delivered", ("d-plain",)),
            Queued(11, ANA, "text", "turn:7:1", "delivered", ("e", "e-again")),
            Queued(13, BRUNO, "text", "turn:12:0", "delivered", ("g",)),
            Queued(14, BRUNO, "text", "turn:12:1", "withheld", ("h",), "person_took_over"),
            Queued(16, BRUNO, "text", "turn:15:0:former:16", "withheld", ("i",), "answered_anew"),
            Queued(18, BRUNO, "text", "turn:17:0", "delivered", ("j",)),
        ),
        driven=(
            Driven(BRUNO, NOW, by_person=True),
            Driven(BRUNO, NOW + 4 * MINUTE, by_person=False),
            Driven(BRUNO, NOW + 6 * MINUTE, by_person=True),
            Driven(BRUNO, NOW + 7 * MINUTE, by_person=False),
        ),
    )


def without_written(world: World, wamid: str) -> World:
    return replace(world, written=tuple(one for one in world.written if one.wamid != wamid))


def without_received(world: World, wamid: str) -> World:
    return replace(world, received=tuple(one for one in world.received if one.wamid != wamid))


def with_received(world: World, wamid: str, **values: object) -> World:
    changed = [replace(one, **values) if one.wamid == wamid else one for one in world.received]  # type: ignore[arg-type]  # any field
    return replace(world, received=tuple(changed))


def with_queued(world: World, key: int, **values: object) -> World:
    changed = [replace(one, **values) if one.id == key else one for one in world.queued]  # type: ignore[arg-type]  # any field
    return replace(world, queued=tuple(changed))


def without_queued(world: World, key: int) -> World:
    return replace(world, queued=tuple(one for one in world.queued if one.id != key))


def with_copy(world: World, callback_id: str, **values: object) -> World:
    changed = [replace(one, **values) if one.callback_id == callback_id else one for one in world.copies]  # type: ignore[arg-type]  # any field
    return replace(world, copies=tuple(changed))


def swapped(world: World) -> World:
    first, second, *others = world.copies
    return replace(world, copies=(second, first, *others))


BREACHES: dict[str, tuple[Callable[[World], World], str]] = {
    "an inbound that was lost": (lambda world: without_received(world, "in-5"), "inbound lost: in-5"),
    "an inbound that nobody handled": (
        lambda world: with_received(world, "in-5", handled=()),
        "inbound never handled: in-5",
    ),
    "an inbound that was to be handled again": (
        lambda world: with_received(world, "in-6", is_handled=False),
        "inbound never handled: in-6",
    ),
    "an inbound that was handled twice": (
        lambda world: with_received(world, "in-2", handled=(NOW + SECOND, NOW + MINUTE)),
        "inbound handled 2 times: in-2",
    ),
    "an inbound that was stored twice": (
        lambda world: replace(world, received=(*world.received, replace(world.received[4], id=99))),
        "inbound stored 2 times: in-5",
    ),
    "an inbound in another's chat": (
        lambda world: with_received(world, "in-5", guest=BRUNO),
        f"inbound in-5 of {ANA} is in the chat of {BRUNO}",
    ),
    "an inbound from nowhere": (lambda world: without_written(world, "in-5"), "inbound that nobody wrote: in-5"),
    "a turn that said nothing": (
        lambda world: without_queued(without_queued(world, 13), 14),
        "turn without an answer: in-6",
    ),
    "a turn that was cut short": (
        lambda world: with_queued(world, 4, cause="turn:2:2"),
        f"answer with a gap: turn:2 of {ANA} has [0, 2]",
    ),
    "two turns over the same words": (
        lambda world: with_queued(world, 3, cause="turn:1:0"),
        f"answer to what was no turn: turn:1 of {ANA}",
    ),
    "a turn that gave up": (
        lambda world: with_queued(world, 6, cause="turn_failed:5"),
        f"turn that failed for good: turn_failed:5 of {BRUNO}",
    ),
    "an outbound from nowhere": (
        lambda world: replace(world, copies=(*world.copies, Copy("z", ANA, "delivered"))),
        f"outbound that nobody queued: z to {ANA}",
    ),
    "an outbound to somebody else": (
        lambda world: with_copy(world, "a", guest=BRUNO),
        f"outbound 3 for {ANA} went to {BRUNO}",
    ),
    "an outbound that was accepted twice": (
        lambda world: replace(world, copies=(*world.copies, Copy("a", ANA, "failed", 131000))),
        "outbound accepted 2 times: 3 (",
    ),
    "an outbound that arrived twice under two ids": (
        lambda world: with_copy(world, "e", status="delivered", code=None),
        "outbound arrived 2 times: 11 (",
    ),
    "an outbound that was lost": (
        lambda world: replace(world, copies=world.copies[1:]),
        "outbound lost: 3 (",
    ),
    "an outbound that is still on its way": (
        lambda world: with_queued(world, 13, status="sending"),
        "status lost: 13 (",
    ),
    "a status that was lost": (lambda world: with_queued(world, 3, status="delivered"), "status lost: 3 ("),
    "an outbound that arrived though it failed": (
        lambda world: with_queued(world, 3, status="failed", code=131026),
        "outbound arrived though it is failed: 3 (",
    ),
    "a failure that nobody told of": (
        lambda world: with_queued(world, 9, code=131009),
        "outbound failed without a reason: 9 (",
    ),
    "a failure that should have been tried again": (
        lambda world: replace(
            with_queued(world, 9, code=131000),
            calls=tuple(replace(one, code=131000) if one.callback_id == "d" else one for one in world.calls),
        ),
        "outbound failed without a reason: 9 (",
    ),
    "buttons that were never said in words": (
        lambda world: replace(
            without_queued(world, 10), copies=tuple(one for one in world.copies if one.callback_id != "d-plain")
        ),
        "outbound failed without a reason: 9 (",
    ),
    "an answer withheld though nobody took over": (
        lambda world: replace(world, driven=()),
        "outbound withheld without a reason: 14 (",
    ),
    "an answer withdrawn though it could be said": (
        lambda world: replace(world, calls=tuple(one for one in world.calls if one.callback_id != "i")),
        "outbound withheld without a reason: 16 (",
    ),
    "an answer withheld for no reason": (
        lambda world: with_queued(world, 14, reason="spam"),
        "outbound withheld without a reason: 14 (",
    ),
    "a refusal that was not heeded": (
        lambda world: replace(world, calls=(Call("a", 0, code=131009), *world.calls)),
        "outbound sent again at 1 after 131009: 3 (",
    ),
    "two messages in the wrong order": (swapped, "out of order: 4 ("),
    "a job that was given up": (
        lambda world: replace(world, left_over=("job failed: conversation.send",)),
        "left over: job failed: conversation.send",
    ),
}


def test_a_sound_world_holds_no_breach() -> None:
    assert find_breaches(sound()) == []


@pytest.mark.parametrize("name", BREACHES)
def test_a_breach_is_found(name: str) -> None:
    plant, told = BREACHES[name]

    found = find_breaches(plant(sound()))

    assert [one for one in found if one.startswith(told)] != [], found


def test_a_refusal_that_died_with_its_worker_may_be_met_again() -> None:
    world = sound()
    calls = (Call("a", 0, code=131009, heard=False), *world.calls)

    assert find_breaches(replace(world, calls=calls)) == []
