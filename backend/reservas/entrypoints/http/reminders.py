"""Which messages nobody asked for are sent, over HTTP: owners switch each kind off and on."""

from datetime import datetime

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.dialogue.reminders import Reminder
from reservas.entrypoints.http.changes import OwnersChangeDep
from reservas.entrypoints.http.dependencies import ConnectionsDep, OfficeDep
from reservas.entrypoints.http.documented import problems
from reservas.entrypoints.http.rate_schemas import CHANGED
from reservas.entrypoints.http.schemas import Strict
from reservas.features.conversations.due import Switch, read_switches
from reservas.features.conversations.service import switching

router = APIRouter(prefix="/api/v1/reminders", tags=["Reminders"])


class SwitchIn(Strict):
    """Whether the kind is sent from now on."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"is_on": False}]})

    is_on: bool


class ReminderOut(BaseModel):
    """One kind; `changed_at` is null for one that was never switched, which is on."""

    kind: Reminder
    is_on: bool
    changed_at: datetime | None

    @classmethod
    def of(cls, one: Switch) -> "ReminderOut":
        """Return the switch as JSON shows it."""
        return cls(kind=one.kind, is_on=one.is_on, changed_at=one.changed_at)


@router.get("", summary="List what is said unasked", responses=problems(401, 403, 503))
async def list_reminders(connections: ConnectionsDep, _operator: OfficeDep) -> list[ReminderOut]:
    """Return each kind of message that nobody asked for, and whether it is sent. For owners and staff.

    None is sent from 22 to 9 by the cabin's clock.
    """
    async with connections.database.unit_of_work() as session:
        return [ReminderOut.of(one) for one in await read_switches(session)]


@router.put("/{kind}", summary="Switch a kind off or on", response_model=ReminderOut, **CHANGED)
async def switch_reminder(change: OwnersChangeDep, kind: Reminder, body: SwitchIn) -> Response:
    """Switch a kind for the whole house; what is queued already and has not left is sent."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, ReminderOut]:
        switched = await switching.switch(session, kind, is_on=body.is_on, actor=change.operator.actor, now=now)
        return 200, ReminderOut.of(switched)

    return await change.answer(body, work)
