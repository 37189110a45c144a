"""An owner switches a kind of message that nobody asked for off or on, which joins the audit log."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.dialogue.reminders import Reminder
from reservas.features.audit import service as audit
from reservas.features.conversations import due
from reservas.features.conversations.due import Switch


async def switch(session: AsyncSession, kind: Reminder, *, is_on: bool, actor: str, now: datetime) -> Switch:
    """Switch one kind for the whole house and return how it stands; what stands so already is no change."""
    before = next(one for one in await due.read_switches(session) if one.kind is kind)
    if before.is_on == is_on:
        return before
    await due.switch(session, kind, is_on=is_on, now=now)
    changes = {"is_on": {"before": before.is_on, "after": is_on}}
    audit.record(
        session,
        at=now,
        actor=actor,
        action="reminder.switched",
        subject_kind="reminder",
        subject=str(kind),
        changes=changes,
    )
    return Switch(kind, is_on, now)
