"""`/checkout/preferences`, `/merchant_orders` and `/users/me`: links made, changed and found."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.mercadopago.account import Preference
from sandbox.mercadopago.calls import api_route, body_of, once_per_key, page_bounds
from sandbox.mercadopago.errors import MercadoPagoError, json_answer
from sandbox.mercadopago.preference_rules import check_preference
from sandbox.mercadopago.views import order_json, preference_json, thin_preference
from sandbox.mercadopago.world import MercadoPagoWorld


async def create(world: MercadoPagoWorld, request: Request) -> Response:
    """Make a link."""

    async def work() -> Response:
        body = await body_of(request)
        check_preference(body)
        preference = world.account.add_preference(body)
        return json_answer(preference_json(world.account, preference), 201)

    return await once_per_key(world, request, work)


async def update(world: MercadoPagoWorld, request: Request) -> Response:
    """Change a link; this is how one is killed."""
    preference = preference_in_path(world, request)
    body = await body_of(request)
    check_preference({**preference.body, **body}, partial=True)
    preference.body = {**preference.body, **body}
    preference.updated = world.account.now()
    return json_answer(preference_json(world.account, preference))


async def show(world: MercadoPagoWorld, request: Request) -> Response:
    """A link."""
    return json_answer(preference_json(world.account, preference_in_path(world, request)))


async def search(world: MercadoPagoWorld, request: Request) -> Response:
    """Links by reference, newest first, in thin rows."""
    reference = request.query_params.get("external_reference")
    limit, offset = page_bounds(request)
    every = reversed(world.account.preferences.values())
    found = [p for p in every if reference is None or p.reference == reference]
    rows = [thin_preference(world.account, p) for p in found[offset : offset + limit]]
    return json_answer({"elements": rows, "next_offset": offset + len(rows), "total": len(found)})


async def show_order(world: MercadoPagoWorld, request: Request) -> Response:
    """A merchant order."""
    preference = world.account.preference_of_order(int(request.path_params["order_id"]))
    if preference is None:
        raise MercadoPagoError(404, "merchant order not found")
    return json_answer(order_json(world.account, preference))


async def search_orders(world: MercadoPagoWorld, request: Request) -> Response:
    """Merchant orders by reference or link."""
    reference, link = request.query_params.get("external_reference"), request.query_params.get("preference_id")
    limit, offset = page_bounds(request)
    found = [
        p
        for p in world.account.preferences.values()
        if p.order_id is not None and reference in {None, p.reference} and link in {None, p.id}
    ]
    rows = [order_json(world.account, p) for p in found[offset : offset + limit]]
    return json_answer({"elements": rows, "next_offset": offset + len(rows), "total": len(found)})


async def me(world: MercadoPagoWorld, _: Request) -> Response:
    """Whose token this is."""
    body = {
        "id": world.settings.collector_id,
        "nickname": "CABANASDELLAGO",
        "site_id": "MLA",
        "country_id": "AR",
        "email": "duena@example.com",
        "tags": ["normal", "user_info_verified"],
        "status": {"site_status": "active"},
    }
    return json_answer(body)


def preference_in_path(world: MercadoPagoWorld, request: Request) -> Preference:
    """The link whose id is in the address."""
    preference = world.account.preferences.get(request.path_params["preference_id"])
    if preference is None:
        raise MercadoPagoError(404, "The preference with identifier given was not found", error="not_found")
    return preference


def preference_routes(world: MercadoPagoWorld) -> list[Route]:
    """The endpoints of this module."""
    return [
        api_route(world, "/checkout/preferences", "POST", "preferences", create),
        api_route(world, "/checkout/preferences/search", "GET", "search", search),
        api_route(world, "/checkout/preferences/{preference_id}", "GET", "preferences", show),
        api_route(world, "/checkout/preferences/{preference_id}", "PUT", "preferences", update),
        api_route(world, "/merchant_orders/search", "GET", "search", search_orders),
        api_route(world, "/merchant_orders/{order_id:int}", "GET", "search", show_order),
        api_route(world, "/users/me", "GET", "payments", me),
    ]
