"""`/v1/payments`: the truth about a payment, searches over many, cancellations and refunds."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.mercadopago import dates
from sandbox.mercadopago.account import PENDING, Payment
from sandbox.mercadopago.calls import api_route, body_of, once_per_key, page_bounds
from sandbox.mercadopago.errors import MercadoPagoError, json_answer
from sandbox.mercadopago.notifications import announce
from sandbox.mercadopago.views import payment_json, thin_payment
from sandbox.mercadopago.world import MercadoPagoWorld

INSTANTS: dict[str, Callable[[Payment], datetime | None]] = {
    "date_created": lambda payment: payment.created,
    "date_approved": lambda payment: payment.approved,
    "date_last_updated": lambda payment: payment.updated,
}


async def show(world: MercadoPagoWorld, request: Request) -> Response:
    """A payment."""
    return json_answer(payment_json(world.account, payment_in_path(world, request)))


async def search(world: MercadoPagoWorld, request: Request) -> Response:
    """Payments by reference, status and time, in thin rows."""
    query = request.query_params
    limit, offset = page_bounds(request)
    found = [
        p
        for p in world.account.payments.values()
        if query.get("external_reference", p.external_reference) == p.external_reference
        and query.get("status", p.status) == p.status
        and query.get("id", str(p.id)) == str(p.id)
    ]
    if "range" in query:
        found = within(world, request, found)
    by = INSTANTS.get(query.get("sort", "date_created"))
    if by is None:
        raise MercadoPagoError(400, f"sort must be one of {sorted(INSTANTS)}", code=1001)
    found.sort(key=lambda p: (by(p) or p.created, p.id), reverse=query.get("criteria", "desc") == "desc")
    rows = [thin_payment(world.account, p) for p in found[offset : offset + limit]]
    return json_answer({"paging": {"total": len(found), "limit": limit, "offset": offset}, "results": rows})


def within(world: MercadoPagoWorld, request: Request, payments: list[Payment]) -> list[Payment]:
    """Those whose chosen instant lies in the range."""
    query = request.query_params
    instant = INSTANTS.get(query["range"])
    if instant is None:
        raise MercadoPagoError(400, f"range must be one of {sorted(INSTANTS)}", code=1001)
    begin = read_bound(world, query.get("begin_date", ""))
    end = read_bound(world, query.get("end_date", "NOW"))
    return [p for p in payments if (at := instant(p)) is not None and begin <= at <= end]


def read_bound(world: MercadoPagoWorld, text: str) -> datetime:
    """An end of a range; `NOW` is one too. An unescaped `+` of the offset arrives as a blank."""
    if text == "NOW":
        return world.account.now()
    try:
        return dates.read_loosely(text.replace(" ", "+"))
    except ValueError as error:
        raise MercadoPagoError(400, f"invalid date: {text!r}", code=1001) from error


async def change(world: MercadoPagoWorld, request: Request) -> Response:
    """Cancel an unpaid payment: the one change that is ours to make."""
    payment = payment_in_path(world, request)
    if (await body_of(request)).get("status") != "cancelled":
        raise MercadoPagoError(400, "only status 'cancelled' is simulated", code=2018)
    if payment.status not in PENDING:
        raise MercadoPagoError(400, "The action requested is not valid for the current payment state", code=2063)
    world.account.change(payment, "cancelled", "by_collector")
    announce(world, payment)
    return json_answer(payment_json(world.account, payment))


async def refund(world: MercadoPagoWorld, request: Request) -> Response:
    """Send money back, all of it or an amount."""
    if not request.headers.get("x-idempotency-key"):
        raise MercadoPagoError(404, "Header X-Idempotency-Key is required", error="not_found", code=4292)

    async def work() -> Response:
        payment = payment_in_path(world, request)
        body = await body_of(request)
        amount = refundable(payment, body.get("amount"))
        made = world.account.refund(payment, amount, "collector", world.refund_status)
        announce(world, payment)
        return json_answer(made.as_json(), 201)

    return await once_per_key(world, request, work)


def refundable(payment: Payment, asked: object) -> Decimal:
    """How much will go back, or the reason why none can."""
    if payment.status != "approved":
        raise MercadoPagoError(400, "The action requested is not valid for the current payment state", code=2063)
    left = payment.amount - sum(
        (r.amount for r in payment.refunds if r.status in {"approved", "in_process"}), Decimal(0)
    )
    if asked is None:
        return left
    if not isinstance(asked, int | Decimal) or isinstance(asked, bool):
        raise MercadoPagoError(400, "amount must be numeric", code=4040)
    if asked <= 0:
        raise MercadoPagoError(401, "The refund amount must be positive", error="bad_request", code=4040)
    if asked > left:
        raise MercadoPagoError(400, "Invalid refund amount", code=2017)
    return Decimal(asked)


async def list_refunds(world: MercadoPagoWorld, request: Request) -> Response:
    """The refunds of a payment."""
    return json_answer([r.as_json() for r in payment_in_path(world, request).refunds])


async def show_refund(world: MercadoPagoWorld, request: Request) -> Response:
    """One refund."""
    wanted = int(request.path_params["refund_id"])
    for made in payment_in_path(world, request).refunds:
        if made.id == wanted:
            return json_answer(made.as_json())
    raise MercadoPagoError(404, "Refund not found", code=2000)


def payment_in_path(world: MercadoPagoWorld, request: Request) -> Payment:
    """The payment whose id is in the address."""
    text = str(request.path_params["payment_id"])
    payment = world.account.payments.get(int(text)) if text.isdigit() else None
    if payment is None:
        raise MercadoPagoError(404, "Payment not found", code=2000)
    return payment


def payment_routes(world: MercadoPagoWorld) -> list[Route]:
    """The endpoints of this module."""
    return [
        api_route(world, "/v1/payments/search", "GET", "search", search),
        api_route(world, "/v1/payments/{payment_id}", "GET", "payments", show),
        api_route(world, "/v1/payments/{payment_id}", "PUT", "payments", change),
        api_route(world, "/v1/payments/{payment_id}/refunds", "POST", "refunds", refund),
        api_route(world, "/v1/payments/{payment_id}/refunds", "GET", "refunds", list_refunds),
        api_route(world, "/v1/payments/{payment_id}/refunds/{refund_id}", "GET", "refunds", show_refund),
    ]
