"""What operators look through: reservations, guests, payments and the audit log, a page at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, StringConstraints
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.reservation_states import Status
from reservas.entrypoints.http.dependencies import ConnectionsDep, OfficeDep, OperatorDep, OwnerDep, SignedIn
from reservas.entrypoints.http.documented import problems
from reservas.entrypoints.http.pages import LARGEST_KEY, Page, PlaceDep
from reservas.entrypoints.http.schemas import NO_ENDING, Code, LocalDate, MoneyOut, ReservationOut
from reservas.entrypoints.http.spreadsheets import as_csv
from reservas.features.audit import repository as audit
from reservas.features.guests import repository as guests
from reservas.features.payments import repository as payments
from reservas.features.reservations import repository as reservations
from reservas.features.reservations.schemas import ReservationFilter

router = APIRouter(prefix="/api/v1")
REFUSALS = problems(401, 403, 422, 503)
LONGEST_EXPORT = 10_000
# PostgreSQL holds no U+0000, and nothing we store begins or ends with one.
Plain = Annotated[str, StringConstraints(pattern=r"^[ -~]{1,300}$")]
CSV_ANSWER: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {}}, "description": "A table"}}
EXPORTED = ("code", "accommodation", "check_in", "check_out", "adults", "children", "pets", "status", "source")
EXPORTED_MONEY = ("total", "deposit", "paid", "balance")


class GuestOut(BaseModel):
    """A guest, with the phones they are known by (E.164)."""

    name: str | None
    email: str | None
    phones: list[str]
    language: str
    created_at: datetime


class PaymentOut(BaseModel):
    """A payment of the ledger: `outcome` is our judgement, `attention` why a person must look.

    Those of the account `manual` were recorded by an operator, with their receipt.
    """

    payment: str
    account: str
    reservation: str | None
    status: str
    method: str | None
    receipt: str | None
    recorded_by: str | None
    amount: MoneyOut
    refunded: MoneyOut
    outcome: str
    attention: str | None
    approved_at: datetime | None
    created_at: datetime


class AuditEntryOut(BaseModel):
    """Who did what, when and why."""

    at: datetime
    actor: str
    action: str
    subject_kind: str
    subject: str
    reason: str | None
    data: dict[str, Any]


async def _wanted(
    status: Annotated[Status | None, Query()] = None,
    accommodation: Annotated[Code | None, Query()] = None,
    since: Annotated[LocalDate | None, Query(alias="from", description="Stays that end after this day.")] = None,
    until: Annotated[LocalDate | None, Query(alias="to", description="Stays that begin before this day.")] = None,
) -> ReservationFilter:
    return ReservationFilter(status, accommodation, since, until)


FilterDep = Annotated[ReservationFilter, Depends(_wanted)]


@router.get("/reservations", tags=["Reservations"], summary="List reservations", responses=REFUSALS)
async def list_reservations(
    connections: ConnectionsDep, operator: OperatorDep, wanted: FilterDep, place: PlaceDep
) -> Page[ReservationOut]:
    """Return reservations, newest first; whoever cleans sees no money."""
    async with connections.database.unit_of_work() as session:
        keys, shown = await _reservations(session, operator, wanted, place.before, place.limit + 1)
    return Page(items=shown[: place.limit], next=place.next_after(keys))


@router.get(
    "/reservations.csv",
    tags=["Reservations"],
    summary="Export reservations",
    response_class=Response,
    responses={**CSV_ANSWER, **REFUSALS},
)
async def export_reservations(connections: ConnectionsDep, operator: OperatorDep, wanted: FilterDep) -> Response:
    """Return the newest ten thousand as a table for a spreadsheet; amounts are in cents."""
    async with connections.database.unit_of_work() as session:
        _, shown = await _reservations(session, operator, wanted, LARGEST_KEY, LONGEST_EXPORT)
    money = EXPORTED_MONEY if operator.sees_money else ()
    header = (*EXPORTED, *(f"{name}_cents" for name in money), *(("currency",) if money else ()))
    body = as_csv(header, [_cells(one, money) for one in shown])
    headers = {"Content-Disposition": 'attachment; filename="reservations.csv"'}
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/guests", tags=["Guests"], summary="List guests", responses=REFUSALS)
async def list_guests(
    connections: ConnectionsDep,
    _operator: OfficeDep,
    place: PlaceDep,
    phone: Annotated[str | None, Query(pattern=r"^\+[0-9]{5,20}$", examples=["+5492944123456"])] = None,
) -> Page[GuestOut]:
    """Return guests, newest first. For owners and staff."""
    digits = phone.removeprefix("+") if phone else None
    async with connections.database.unit_of_work() as session:
        found = await guests.page(session, digits, place.before, place.limit + 1)
    items = [
        GuestOut(
            name=guest.name,
            email=guest.email,
            phones=[f"+{one}" for one in phones],
            language=guest.language,
            created_at=guest.created_at,
        )
        for guest, phones in found
    ]
    return Page(items=items[: place.limit], next=place.next_after([guest.id for guest, _ in found]))


@router.get("/payments", tags=["Payments"], summary="List payments", responses=REFUSALS)
async def list_payments(
    connections: ConnectionsDep,
    _operator: OfficeDep,
    place: PlaceDep,
    reservation: Annotated[str | None, Query(pattern=r"^R-[0-9A-Z]{6}$", examples=["R-7K3QXM"])] = None,
    attention: Annotated[bool, Query(description="Only those that wait for a person.")] = False,
) -> Page[PaymentOut]:
    """Return payments, newest first. For owners and staff."""
    async with connections.database.unit_of_work() as session:
        found = await payments.page(session, reservation, place.before, place.limit + 1, only_attention=attention)
    items = [
        PaymentOut(
            payment=payment.provider_payment_id,
            account=payment.account,
            reservation=code,
            status=payment.status,
            method=payment.method,
            receipt=payment.receipt,
            recorded_by=payment.recorded_by,
            amount=MoneyOut(amount_cents=payment.amount_cents, currency=payment.currency),
            refunded=MoneyOut(amount_cents=payment.refunded_cents, currency=payment.currency),
            outcome=payment.outcome,
            attention=payment.attention,
            approved_at=payment.approved_at,
            created_at=payment.created_at,
        )
        for payment, code in found
    ]
    return Page(items=items[: place.limit], next=place.next_after([payment.id for payment, _ in found]))


@router.get("/audit", tags=["Audit"], summary="Who did what", responses=REFUSALS)
async def list_audit(
    connections: ConnectionsDep,
    _operator: OwnerDep,
    place: PlaceDep,
    subject: Annotated[Plain | None, Query(examples=["R-7K3QXM"])] = None,
    actor: Annotated[Plain | None, Query(examples=["operator:ana@example.com"])] = None,
) -> Page[AuditEntryOut]:
    """Return the audit log, newest first. For owners."""
    async with connections.database.unit_of_work() as session:
        found = await audit.page(session, subject, actor, place.before, place.limit + 1)
    names = AuditEntryOut.model_fields
    items = [AuditEntryOut.model_validate({name: getattr(one, name) for name in names}) for one in found]
    return Page(items=items[: place.limit], next=place.next_after([one.id for one in found]))


async def _reservations(
    session: AsyncSession, operator: SignedIn, wanted: ReservationFilter, before: int, limit: int
) -> tuple[list[int], list[ReservationOut]]:
    views = await reservations.page(session, wanted, before, limit)
    keys = [view.id for view in views]
    paid, endings = await payments.paid_cents_of(session, keys), await payments.endings_of(session, keys)
    shown = [ReservationOut.of(view, paid.get(view.id, 0), endings.get(view.id, NO_ENDING)) for view in views]
    return keys, shown if operator.sees_money else [one.without_money() for one in shown]


def _cells(one: ReservationOut, money: Sequence[str]) -> list[object]:
    amounts: list[MoneyOut] = [getattr(one, name) for name in money]
    currency = [amounts[0].currency] if amounts else []
    return [*(getattr(one, name) for name in EXPORTED), *(amount.amount_cents for amount in amounts), *currency]
