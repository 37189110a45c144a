"""One statement places a hold: it locks the cabin's row, takes the nights, stores quote and reservation, and audits."""

import uuid
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Table, bindparam, literal, select, true
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.reservation_states import Status
from reservas.models import Accommodation, AuditEntry, Base, Occupancy, Quote, Reservation

Columns = dict[str, ColumnElement[Any]]
OCCUPANCIES, QUOTES, RESERVATIONS, AUDIT_LOG = (
    Base.metadata.tables[model.__tablename__] for model in (Occupancy, Quote, Reservation, AuditEntry)
)
QUOTED = ("accommodation_id", "nights", "adults", "children", "pets", "currency", "total_cents", "deposit_cents")
STORED_QUOTE = tuple(column.name for column in QUOTES.columns if column.name != "id")
HELD = ("code", "guest_id", "source", "expires_at", "release_at", "created_at", "updated_at")
AUDITED = ("at", "actor", "action", "subject_kind", "subject", "reason", "data")


def _sent(table: Table, *names: str) -> Columns:
    """Return a parameter for each column, named after its table and typed like it."""
    return {name: bindparam(f"{table.name}_{name}", type_=table.c[name].type) for name in names}


def _insert(table: Table, values: Columns, source: FromClause) -> Insert:
    return insert(table).from_select(list(values), select(*values.values()).select_from(source))


def _build(*, quote_is_stored: bool) -> Select[int]:
    """Return the statement. Every step takes its row from the one before: without the nights nothing is written.

    The row's lock comes first; then whatever was committed meanwhile stands in the constraint's way, though the
    statement cannot see it.
    """
    wanted = Accommodation.id == bindparam("quotes_accommodation_id")
    # Its owner may take a cabin off the market while the row is waited for.
    locked = select(Accommodation.id).where(wanted, Accommodation.active).with_for_update(key_share=True).cte("locked")
    nights = _sent(QUOTES, "nights") | {
        "accommodation_id": locked.c.id,
        "kind": literal("hold"),
        "created_at": bindparam("reservations_created_at", type_=RESERVATIONS.c.created_at.type),
    }
    taken = _insert(OCCUPANCIES, nights, locked).on_conflict_do_nothing().returning(OCCUPANCIES.c.id).cte("taken")
    if quote_is_stored:
        quote = select(bindparam("quotes_id", type_=QUOTES.c.id.type).label("id")).select_from(taken).cte("quote")
    else:
        quote = _insert(QUOTES, _sent(QUOTES, *STORED_QUOTE), taken).returning(QUOTES.c.id).cte("quote")
    held = _sent(QUOTES, *QUOTED) | _sent(RESERVATIONS, *HELD, "calendar_uid")
    held |= {"occupancy_id": taken.c.id, "quote_id": quote.c.id, "status": literal(Status.PRE_RESERVED.value)}
    reserved = _insert(RESERVATIONS, held, taken.join(quote, true())).returning(RESERVATIONS.c.id).cte("reserved")
    audited = _insert(AUDIT_LOG, _sent(AUDIT_LOG, *AUDITED), reserved).cte("audited")
    return select(reserved.c.id).add_cte(audited)


_WITH_STORED_QUOTE, _WITH_NEW_QUOTE = _build(quote_is_stored=True), _build(quote_is_stored=False)


async def place(session: AsyncSession, quote: Quote, entry: AuditEntry, **values: object) -> int | None:
    """Hold the quoted nights and return the reservation's key, or None when they cannot be had; the row stays locked.

    They cannot when one of them is taken, or the cabin is let no more. `quote` may be unsaved: then it is stored as
    well. `values` are the reservation's own columns (`HELD`), `entry` says who did it.
    """
    is_stored = quote.id is not None
    sent: dict[str, object] = {
        f"quotes_{name}": getattr(quote, name) for name in (("id", *QUOTED) if is_stored else STORED_QUOTE)
    }
    sent |= {f"reservations_{name}": values[name] for name in HELD} | {"reservations_calendar_uid": uuid.uuid4()}
    sent |= {f"audit_log_{name}": getattr(entry, name) for name in AUDITED}
    return (await session.execute(_WITH_STORED_QUOTE if is_stored else _WITH_NEW_QUOTE, sent)).scalar_one_or_none()
