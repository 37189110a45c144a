"""The simulator's log and the database's rows become the world that the checker judges."""

import json
from collections.abc import Iterable, Sequence

import asyncpg
import httpx

from tests.e2e.chaos.world import Call, Copy, Driven, Queued, Received, World, Written
from tests.fixtures.journey import Json, Product

# A refusal within this many seconds before a worker's death may never have been written down.
DEATH_SECONDS = 4.0
# What the product forgets and a checker must know: every id a message was sent under, every time one was handled.
KEEP_HISTORY = """
CREATE TABLE history_sent_as (id bigserial, message_id bigint, callback_id uuid, UNIQUE (message_id, callback_id));
CREATE TABLE history_handled (message_id bigint, at timestamptz, driver text);
CREATE FUNCTION note_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.direction = 'out' THEN
    INSERT INTO history_sent_as (message_id, callback_id) VALUES (NEW.id, NEW.callback_id) ON CONFLICT DO NOTHING;
  ELSIF NEW.handled_at IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.handled_at IS DISTINCT FROM NEW.handled_at) THEN
    INSERT INTO history_handled
    SELECT NEW.id, NEW.handled_at, driver FROM conversations WHERE id = NEW.conversation_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER note_history AFTER INSERT OR UPDATE ON messages FOR EACH ROW EXECUTE FUNCTION note_history();
"""
_GUESTS = """
SELECT c.id, c.code, coalesce(array_agg(i.value), '{}') AS values
  FROM conversations c LEFT JOIN guest_identifiers i USING (guest_id) GROUP BY c.id
"""
_RECEIVED = """
SELECT m.*, array_agg(h.at ORDER BY h.at) FILTER (WHERE h.at IS NOT NULL) AS handled,
       array_agg(h.at) FILTER (WHERE h.driver = 'human' OR a.id IS NOT NULL) AS with_person
  FROM messages m JOIN conversations c ON c.id = m.conversation_id LEFT JOIN history_handled h ON h.message_id = m.id
  LEFT JOIN audit_log a ON (a.action, a.subject, a.at) = ('conversation.released', c.code, h.at)
 WHERE m.direction = 'in' GROUP BY m.id ORDER BY m.id
"""
_QUEUED = """
SELECT m.*, (SELECT array_agg(h.callback_id ORDER BY h.id) FROM history_sent_as h WHERE h.message_id = m.id) AS ids
  FROM messages m WHERE direction = 'out' AND author IS NULL ORDER BY id
"""
_DRIVEN = """
SELECT subject, at, action = 'conversation.taken' AS by_person FROM audit_log
 WHERE action IN ('conversation.taken', 'conversation.released') ORDER BY at, id
"""
_LEFT_OVER = """
SELECT 'dead letter: ' || path || ' ' || why AS what FROM dead_letters
 UNION ALL SELECT 'call not handled: ' || id FROM inbox_events WHERE handled_at IS NULL
 UNION ALL SELECT 'job ' || status || ': ' || entrypoint FROM pgqueuer
 UNION ALL SELECT 'job ended badly: ' || entrypoint FROM pgqueuer_log WHERE status IN ('exception', 'canceled')
"""


async def keep_history(product: Product) -> None:
    """Have the database note, from now on, what the checker will ask for."""
    await _execute(product, KEEP_HISTORY)


async def read_world(product: Product, graph: httpx.AsyncClient, deaths: Sequence[float]) -> World:
    """Return both sides as they are now; `deaths` are the workers', in seconds of the simulator's clock."""
    guests = (await graph.get("/sim/guests")).json()
    written, copies = await _chats(graph, [guest["wa_id"] for guest in guests])
    calls = [call for call in (await graph.get("/sim/calls")).json() if isinstance(call["body"], dict)]
    rows = await product.fetch(_GUESTS)
    known = {value: guest["wa_id"] for guest in guests for value in (guest["wa_id"], guest["user_id"])}
    names = {row["id"]: _name_of(row["values"], known, row["code"]) for row in rows}
    by_code = {row["code"]: names[row["id"]] for row in rows}
    return World(
        written=written,
        calls=tuple(_call(call, deaths) for call in calls if "biz_opaque_callback_data" in call["body"]),
        copies=copies,
        received=tuple(_received(row, names) for row in await product.fetch(_RECEIVED)),
        queued=tuple(_queued(row, names) for row in await product.fetch(_QUEUED)),
        driven=tuple(
            Driven(by_code[row["subject"]], row["at"], row["by_person"]) for row in await product.fetch(_DRIVEN)
        ),
        left_over=(*[row["what"] for row in await product.fetch(_LEFT_OVER)], *await _undelivered(graph)),
    )


async def _chats(graph: httpx.AsyncClient, numbers: Iterable[str]) -> tuple[tuple[Written, ...], tuple[Copy, ...]]:
    written = [
        Written(message["id"], number, message["type"])
        for number in numbers
        for message in (await graph.get(f"/sim/guests/{number}/messages")).json()
        if message["direction"] == "in"
    ]
    sent = (await graph.get("/sim/outbound")).json()
    copies = [
        Copy(str(one["opaque"]), one["to"], one["status"], one["error"]["code"] if one["error"] else None)
        for one in sent
    ]
    return tuple(written), tuple(copies)


async def _undelivered(graph: httpx.AsyncClient) -> list[str]:
    hooks = (await graph.get("/sim/webhooks")).json()
    return [f"webhook {hook['state']}: {hook['kind']}" for hook in hooks if hook["state"] != "delivered"]


def _name_of(values: Iterable[str], known: dict[str, str], code: str) -> str:
    """Return whose conversation it is; two guests in one, or nobody, is a name that matches no guest."""
    names = {known[value] for value in values if value in known}
    return names.pop() if len(names) == 1 else f"{code} of {sorted(names)}"


def _call(call: Json, deaths: Sequence[float]) -> Call:
    at = float(call["at"])
    is_heard = not call.get("dropped") and not any(at <= death < at + DEATH_SECONDS for death in deaths)
    return Call(str(call["body"]["biz_opaque_callback_data"]), at, call.get("code"), is_heard)


def _received(row: asyncpg.Record, names: dict[int, str]) -> Received:
    return Received(
        id=row["id"],
        wamid=row["provider_id"],
        guest=names[row["conversation_id"]],
        written_at=row["provider_at"],
        handled=tuple(row["handled"] or ()),
        with_person=frozenset(row["with_person"] or ()),
        is_handled=row["handled_at"] is not None,
    )


def _queued(row: asyncpg.Record, names: dict[int, str]) -> Queued:
    error = json.loads(row["error"] or "null") or {}
    return Queued(
        id=row["id"],
        guest=names[row["conversation_id"]],
        kind=row["kind"],
        cause=row["cause"] or "",
        status=row["status"],
        callback_ids=tuple(str(one) for one in row["ids"]),
        reason=error.get("reason"),
        code=error.get("code"),
        doubts=row["doubts"],
    )


async def _execute(product: Product, statements: str) -> None:
    connection = await asyncpg.connect(product.database_url)
    try:
        await connection.execute(statements)
    finally:
        await connection.close()
