"""Every promise about messages in and out, held against the simulator's log: what is returned is a breach."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import chain, pairwise

from tests.e2e.chaos.world import Queued, Received, World, codes_of

ARRIVED = frozenset({"delivered", "read", "played"})
SILENT = frozenset({"reaction", "edit", "revoke", "system"})
"""What guests do that asks for no answer."""

STAND_IN = ":stand-in:"
RETRIED = frozenset({4, 80007, 130429, 131056, 1, 2, 131000, 131016, 131057, 133004})
STOPPING = frozenset({0, 190, 368, 131031, 133010, 3, 10, 200, 131005})
SPAM = 131048
PARKING = frozenset({131047, SPAM, 131062})
"""After these a message may leave later all the same: when the guest writes, complaints are over, or by phone."""

TEMPLATES = frozenset({132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018})
TAPPED = frozenset({"buttons", "list", "link"})


def find_breaches(world: World) -> list[str]:
    """Return every broken promise in words, none of them twice."""
    checks = (_inbound, _turns, _copies, _outcomes, _refusals, _order)
    found = [breach for check in checks for breach in check(world)]
    return list(dict.fromkeys([*found, *(f"left over: {one}" for one in world.left_over)]))


def _inbound(world: World) -> Iterator[str]:
    """Each message that was written is stored once, in its guest's chat, and handled once."""
    rows: dict[str, list[Received]] = defaultdict(list)
    for row in world.received:
        rows[row.wamid].append(row)
    for one in world.written:
        kept = rows.pop(one.wamid, [])
        if not kept:
            yield f"inbound lost: {one.wamid} of {one.guest}"
        if len(kept) > 1:
            yield f"inbound stored {len(kept)} times: {one.wamid} of {one.guest}"
        for row in kept:
            if row.guest != one.guest:
                yield f"inbound {one.wamid} of {one.guest} is in the chat of {row.guest}"
            if not row.is_handled or not row.handled:
                yield f"inbound never handled: {one.wamid} of {one.guest}"
    for wamid in rows:
        yield f"inbound that nobody wrote: {wamid}"


def _turns(world: World) -> Iterator[str]:
    """What was handled together while the bot drove is answered once, under the cause of its last message.

    It is handled again only if the answer could not be said (131047) and was withdrawn; the guest then wrote again.
    """
    kinds = {one.wamid: one.kind for one in world.written}
    bursts: dict[tuple[str, datetime], list[Received]] = defaultdict(list)
    for row in world.received:
        for at in row.handled if kinds.get(row.wamid) not in SILENT else ():
            bursts[row.guest, at].append(row)
    answers = _answers(world)
    for (guest, at), rows in bursts.items():
        newest = max(rows, key=lambda row: (row.written_at, row.id))
        said = answers.get((guest, newest.id), {})
        if sorted(said) != list(range(len(said))):
            yield f"answer with a gap: turn:{newest.id} of {guest} has {sorted(said)}"
        if not said and at not in newest.with_person:
            yield f"turn without an answer: {newest.wamid} of {guest}"
        if at < newest.handled[-1] and not any(one.reason == "answered_anew" for one in chain(*said.values())):
            yield f"inbound handled {len(newest.handled)} times: {newest.wamid} of {guest}"
    ends = {(guest, max(rows, key=lambda row: (row.written_at, row.id)).id) for (guest, _), rows in bursts.items()}
    for guest, unknown in answers.keys() - ends:
        yield f"answer to what was no turn: turn:{unknown} of {guest}"
    for message in world.queued:
        if message.cause.startswith("turn_failed:"):
            yield f"turn that failed for good: {message.cause} of {message.guest}"


def _answers(world: World) -> dict[tuple[str, int], dict[int, list[Queued]]]:
    """Return what each turn said, by its last message and the place in its answer; what was answered anew included."""
    answers: dict[tuple[str, int], dict[int, list[Queued]]] = defaultdict(lambda: defaultdict(list))
    for message in world.queued:
        match message.cause.split(":"):
            case ["turn" | "ended", last, number] | ["turn", last, number, "former", _]:
                answers[message.guest, int(last)][int(number)].append(message)
    return answers


def _copies(world: World) -> Iterator[str]:
    """Each copy that the simulator took is one we queued, for that guest, and not another one of the same."""
    owners = {callback_id: message for message in world.queued for callback_id in message.callback_ids}
    for copy in world.copies:
        owner = owners.get(copy.callback_id)
        if owner is None:
            yield f"outbound that nobody queued: {copy.callback_id} to {copy.guest}"
        elif owner.guest != copy.guest:
            yield f"outbound {owner.id} for {owner.guest} went to {copy.guest}"
    for callback_id, times in Counter(copy.callback_id for copy in world.copies).items():
        if times > 1:
            yield f"outbound accepted {times} times: {_named(owners.get(callback_id))}"


def _outcomes(world: World) -> Iterator[str]:
    """What arrived is known as arrived; what did not has a reason that the simulator's log confirms."""
    taken = {one.guest for one in world.driven if one.by_person}
    for message in world.queued:
        copies = [one for one in world.copies if one.callback_id in message.callback_ids]
        arrived = [one for one in copies if one.status in ARRIVED]
        if len(arrived) > 1:
            yield f"outbound arrived {len(arrived)} times: {_named(message)}"
        if message.status in ("failed", "withheld"):
            if arrived:
                yield f"outbound arrived though it is {message.status}: {_named(message)}"
            if not _is_explained(world, message, taken):
                yield f"outbound {message.status} without a reason: {_named(message)}"
        elif not arrived:
            yield f"outbound lost: {_named(message)} never arrived"
        elif arrived[-1].status != message.status:
            yield f"status lost: {_named(message)} is {arrived[-1].status}"


def _is_explained(world: World, message: Queued, taken: set[str]) -> bool:
    if message.status == "withheld":
        return _is_rightly_withheld(world, message, taken)
    told = codes_of(world, message.callback_ids[-1:])
    if message.code not in told or message.code in RETRIED | STOPPING:
        return False
    is_template = message.kind == "template" and STAND_IN not in message.cause
    needs_plain = (message.code == 131026 and message.kind in TAPPED) or (message.code in TEMPLATES and is_template)
    plain = (f"{message.cause}:plain", message.guest)
    return not needs_plain or plain in {(one.cause, one.guest) for one in world.queued}


def _is_rightly_withheld(world: World, message: Queued, taken: set[str]) -> bool:
    fact, _, rest = message.cause.partition(":")
    turn = f"turn:{rest.partition(':')[0]}:"
    match message.reason:
        case "person_took_over":
            return message.guest in taken and fact == "turn"
        case "window_closed":
            return 131047 in codes_of(world, message.callback_ids)
        case "answered_anew" | "overtaken":
            of_turn = [one for one in world.queued if one.guest == message.guest and one.cause.startswith(turn)]
            return fact == "turn" and 131047 in codes_of(world, chain(*(one.callback_ids for one in of_turn)))
        case "window_opened":
            return STAND_IN in message.cause
        case "not_true_any_more":
            return fact not in ("turn", "operator")
    return False


def _refusals(world: World) -> Iterator[str]:
    """What was refused for good, and was heard to be, is not sent again."""
    for message in world.queued:
        calls = [one for one in world.calls if one.callback_id in message.callback_ids]
        for before, after in pairwise(calls):
            is_final = before.code is not None and before.code not in RETRIED | STOPPING | PARKING
            # A busy machine may be slower than the product's patience: then it did not hear either, and noted a doubt.
            if is_final and before.heard and not message.doubts:
                yield f"outbound sent again at {after.at:.0f} after {before.code}: {_named(message)}"


def _order(world: World) -> Iterator[str]:
    """A guest's messages leave in the order they were queued; what was parked leaves when it may.

    Guests' complaints (131048) park every template of the number.
    """
    complained = SPAM in {one.code for one in world.calls} | {one.code for one in world.copies}
    owners = {callback_id: message for message in world.queued for callback_id in message.callback_ids}
    for guest in world.guests():
        left: dict[int, Queued] = {}
        for copy in world.copies:
            owner = owners.get(copy.callback_id)
            if owner is None or owner.guest != guest or (complained and owner.kind == "template"):
                continue
            if not codes_of(world, owner.callback_ids) & PARKING:
                left.setdefault(owner.id, owner)
        for before, after in pairwise(left.values()):
            if after.id < before.id:
                yield f"out of order: {_named(before)} left before {_named(after)}"


def _named(message: Queued | None) -> str:
    if message is None:
        return "a message of nobody"
    said = (
        f"{message.id} ({message.kind}, {message.cause}, {message.status} {message.reason or ''} {message.code or ''}"
    )
    return f"{said.strip()}) for {message.guest}"
