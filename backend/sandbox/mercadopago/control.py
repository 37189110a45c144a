"""`/sim`: how tests and the demo act in the simulated Mercado Pago and look at it."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.mercadopago.account import Payment, Preference, Refund
from sandbox.mercadopago.calls import body_of
from sandbox.mercadopago.errors import MercadoPagoError, json_answer
from sandbox.mercadopago.notifications import announce, raw_parcel, resend
from sandbox.mercadopago.paying import decide, pay
from sandbox.mercadopago.views import payment_json, preference_json
from sandbox.mercadopago.world import MercadoPagoWorld


async def make_payment(world: MercadoPagoWorld, request: Request) -> Response:
    """Pay a link without the page; with neither link nor known reference, an orphan of a given amount."""
    spec = await body_of(request)
    preference = wanted_preference(world, spec.get("preference_id"), spec.get("external_reference"))
    if preference is None and spec.get("amount") is None:
        raise MercadoPagoError(404, "no such preference; give an 'amount' to make a payment without one")
    payment = pay(world, preference, str(spec.get("outcome", "approved")), spec)
    return json_answer({"id": str(payment.id), "payment": payment_json(world.account, payment)}, 201)


def wanted_preference(world: MercadoPagoWorld, preference_id: object, reference: object) -> Preference | None:
    """The link named by id, or the newest with a reference."""
    if preference_id is not None:
        return world.account.preferences.get(str(preference_id))
    return world.account.preference_by_reference(str(reference)) if reference is not None else None


async def set_status(world: MercadoPagoWorld, request: Request) -> Response:
    """Move a payment to any status."""
    spec, payment = await body_of(request), payment_in_path(world, request)
    detail = spec.get("status_detail")
    notify = bool(spec.get("notify", True))
    decide(world, payment, str(spec["status"]), str(detail) if detail else None, notify=notify)
    return json_answer(payment_json(world.account, payment))


async def notify_again(world: MercadoPagoWorld, request: Request) -> Response:
    """Resend notifications at once, as often as asked."""
    spec, payment = await body_of(request), payment_in_path(world, request)
    return json_answer({"deliveries": await resend(world, payment, spec)})


async def post_raw(world: MercadoPagoWorld, request: Request) -> Response:
    """Post any notification once, or with `"deliver": false` only build it; the product's status code comes back."""
    spec = await body_of(request)
    parcel = raw_parcel(world, spec)
    if not spec.get("deliver", True):
        built = parcel.sign()
        return json_answer({"url": parcel.url, "headers": built.headers, "body": built.body.decode()}, 201)
    entry = await world.courier.attempt(parcel)
    return json_answer({"status": entry["status"] or 0, "attempts": entry["attempts"]})


async def refund_from_panel(world: MercadoPagoWorld, request: Request) -> Response:
    """A refund the product did not ask for: made in the owner's panel, or by Mercado Pago."""
    spec, payment = await body_of(request), payment_in_path(world, request)
    asked = spec.get("amount")
    amount = Decimal(str(asked)) if asked is not None else payment.amount - payment.refunded
    status = str(spec.get("status", "approved"))
    made = world.account.refund(payment, amount, str(spec.get("source", "admin")), status)
    if spec.get("notify", True):
        announce(world, payment)
    return json_answer(made.as_json(), 201)


async def settle_refund(world: MercadoPagoWorld, request: Request) -> Response:
    """Approve or reject a refund that was in process."""
    spec = await body_of(request)
    payment, made = refund_in_path(world, request)
    made.status = str(spec["status"])
    world.account.settle_refunds(payment)
    if spec.get("notify", True):
        announce(world, payment)
    return json_answer(made.as_json())


async def set_refund_mode(world: MercadoPagoWorld, request: Request) -> Response:
    """The status that refunds asked for from now on begin with."""
    world.refund_status = str((await body_of(request)).get("status", "approved"))
    return json_answer({"status": world.refund_status})


async def list_preferences(world: MercadoPagoWorld, _: Request) -> Response:
    """Every link, oldest first."""
    return json_answer([preference_json(world.account, p) for p in world.account.preferences.values()])


async def list_payments(world: MercadoPagoWorld, _: Request) -> Response:
    """Every payment, oldest first."""
    return json_answer([payment_json(world.account, p) for p in world.account.payments.values()])


async def show_payment(world: MercadoPagoWorld, request: Request) -> Response:
    """A payment, without the token: the result page watches it."""
    return json_answer(payment_json(world.account, payment_in_path(world, request)))


async def list_calls(world: MercadoPagoWorld, _: Request) -> Response:
    """Every API call received, refused and unanswered ones included."""
    return JSONResponse(world.journal.entries())


async def list_webhooks(world: MercadoPagoWorld, _: Request) -> Response:
    """Every notification, with its attempts and the product's answers."""
    return JSONResponse(world.courier.deliveries())


async def clear(world: MercadoPagoWorld, _: Request) -> Response:
    """Start over."""
    world.clear()
    return Response(status_code=204)


async def healthy(_: MercadoPagoWorld, __: Request) -> Response:
    """The simulator is up."""
    return JSONResponse({"status": "ok"})


def payment_in_path(world: MercadoPagoWorld, request: Request) -> Payment:
    """The payment whose id is in the address."""
    payment = world.account.payments.get(int(request.path_params["payment_id"]))
    if payment is None:
        raise MercadoPagoError(404, "Payment not found", code=2000)
    return payment


def refund_in_path(world: MercadoPagoWorld, request: Request) -> tuple[Payment, Refund]:
    """The refund whose id is in the address, with its payment."""
    wanted = int(request.path_params["refund_id"])
    for payment in world.account.payments.values():
        for made in payment.refunds:
            if made.id == wanted:
                return payment, made
    raise MercadoPagoError(404, "Refund not found", code=2000)


Action: TypeAlias = Callable[[MercadoPagoWorld, Request], Awaitable[Response]]


def control_routes(world: MercadoPagoWorld) -> list[Route]:
    """The control API of the Mercado Pago simulator."""

    def at(path: str, method: str, action: Action) -> Route:
        async def endpoint(request: Request) -> Response:
            try:
                return await action(world, request)
            except MercadoPagoError as error:
                return error.response()
            except (ValueError, KeyError) as error:
                return JSONResponse({"detail": str(error)}, status_code=400)

        return Route(path, endpoint, methods=[method])

    return [
        at("/sim/payments", "POST", make_payment),
        at("/sim/payments", "GET", list_payments),
        at("/sim/payments/{payment_id:int}", "GET", show_payment),
        at("/sim/payments/{payment_id:int}/status", "POST", set_status),
        at("/sim/payments/{payment_id:int}/notify", "POST", notify_again),
        at("/sim/payments/{payment_id:int}/refunds", "POST", refund_from_panel),
        at("/sim/refunds/mode", "POST", set_refund_mode),
        at("/sim/refunds/{refund_id:int}/status", "POST", settle_refund),
        at("/sim/preferences", "GET", list_preferences),
        at("/sim/calls", "GET", list_calls),
        at("/sim/webhooks/raw", "POST", post_raw),
        at("/sim/webhooks", "GET", list_webhooks),
        at("/sim/state", "DELETE", clear),
        at("/sim/healthz", "GET", healthy),
    ]
