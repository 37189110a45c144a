"""What the inbox holds."""

from collections.abc import Sequence

from sqlalchemy import select

from reservas.infra.database import Database
from reservas.models import InboxEvent


async def stored_events(database: Database) -> Sequence[InboxEvent]:
    async with database.unit_of_work() as session:
        return (await session.execute(select(InboxEvent).order_by(InboxEvent.id))).scalars().all()
