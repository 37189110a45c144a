"""The pages a guest pays on: the link's summary with its choices, and what became of the payment."""

from collections.abc import Mapping
from decimal import Decimal
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.mercadopago import dates
from sandbox.mercadopago.account import PENDING, Payment, Preference
from sandbox.mercadopago.calls import Work
from sandbox.mercadopago.paying import LATE_SECONDS, decide, pay
from sandbox.mercadopago.world import MercadoPagoWorld

PAGES = Path(__file__).parent / "pages"
HEADINGS = {
    "approved": ("good", "¡Listo! Tu pago se acreditó"),
    "in_process": ("wait", "Estamos revisando tu pago"),
    "pending": ("wait", "Tu pago está pendiente"),
    "rejected": ("bad", "Tu pago no se pudo procesar"),
    "cancelled": ("bad", "El pago se canceló"),
    "refunded": ("wait", "El pago fue devuelto"),
}
STATUS_NAMES = {
    "approved": "Aprobado",
    "in_process": "En revisión",
    "pending": "Pendiente",
    "rejected": "Rechazado",
    "cancelled": "Cancelado",
    "refunded": "Devuelto",
}
EXPLANATIONS = {
    "approved": "Ya le avisamos al vendedor. Guardá el número de operación por si lo necesitás.",
    "in_process": "Puede demorar unos minutos. No hace falta que pagues de nuevo.",
    "pending": "Te avisamos cuando se acredite.",
    "rejected": "La tarjeta no tiene fondos suficientes. Podés intentar otra vez con otro medio de pago.",
    "cancelled": "No se hizo ningún cobro.",
    "refunded": "El dinero vuelve al medio de pago que usaste.",
}


def pesos(amount: Decimal) -> str:
    """Money as it is written in Argentina: $ 170.000,00."""
    return "$ " + f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


def page(name: str, values: Mapping[str, str], status: int = 200) -> Response:
    """A page with its blanks filled; every value must already be safe HTML."""
    body = Template((PAGES / f"{name}.html").read_text(encoding="utf-8")).substitute(values)
    frame = Template((PAGES / "frame.html").read_text(encoding="utf-8"))
    html = frame.substitute(title=values["title"], body=body)
    return HTMLResponse(html, status_code=status, headers={"cache-control": "no-store"})


def item_rows(preference: Preference) -> str:
    """The lines of what is being paid."""
    items = preference.body["items"]
    assert isinstance(items, list)
    rows = []
    for item in items:
        quantity = f'<span class="quantity">{item["quantity"]} ×</span> ' if item["quantity"] > 1 else ""
        detail = f"<small>{escape(str(item['description']))}</small>" if item.get("description") else ""
        price = pesos(Decimal(item["unit_price"]) * item["quantity"])
        rows.append(f"<li><span>{quantity}{escape(item['title'])}{detail}</span><b>{price}</b></li>")
    return "".join(rows)


async def show_checkout(world: MercadoPagoWorld, request: Request) -> Response:
    """The page behind a link, alive or expired."""
    preference = world.account.preferences.get(request.query_params.get("pref_id", ""))
    if preference is None:
        return page("unknown", {"title": "Link inexistente"}, 404)
    now = world.account.now()
    until = preference.body.get("expiration_date_to") if preference.body.get("expires") else None
    left = (dates.read(until) - now).total_seconds() if until else None
    values = {
        "title": "Pagar",
        "items": item_rows(preference),
        "total": pesos(preference.total),
        "preference_id": escape(preference.id),
        "reference": escape(preference.reference or "—"),
        "seconds": str(int(LATE_SECONDS)),
        "countdown": f'<p class="countdown" role="timer" data-left="{left:.0f}"></p>' if left is not None else "",
        "binary": "disabled" if preference.body.get("binary_mode") else "",
    }
    expired = preference.expired(now) or preference.not_yet(now)
    return page("expired" if expired else "checkout", values)


async def submit(world: MercadoPagoWorld, request: Request) -> Response:
    """A button of the checkout was pressed."""
    form = await request.form()
    preference = world.account.preferences.get(str(form.get("pref_id", "")))
    if preference is None:
        return page("unknown", {"title": "Link inexistente"}, 404)
    if preference.expired(world.account.now()) and not form.get("anyway"):
        address = f"/checkout/v1/redirect?{urlencode({'pref_id': preference.id})}"
        return RedirectResponse(address, status_code=303)
    try:
        payment = pay(world, preference, str(form.get("outcome", "")), {"seconds": form.get("seconds") or None})
    except ValueError:
        return page("unknown", {"title": "Pedido inválido"}, 400)
    return RedirectResponse(f"/checkout/v1/result?payment_id={payment.id}", status_code=303)


async def show_result(world: MercadoPagoWorld, request: Request) -> Response:
    """What became of a payment."""
    payment = payment_asked(world, request.query_params.get("payment_id", ""))
    if payment is None:
        return page("unknown", {"title": "Pago inexistente"}, 404)
    tone, heading = HEADINGS.get(payment.status, ("wait", "El pago cambió de estado"))
    values = {
        "title": heading,
        "tone": tone,
        "heading": heading,
        "explanation": EXPLANATIONS.get(payment.status, escape(payment.status)),
        "total": pesos(payment.amount),
        "payment_id": str(payment.id),
        "status": escape(payment.status),
        "status_name": escape(STATUS_NAMES.get(payment.status, payment.status)),
        "reference": escape(payment.external_reference or "—"),
        "choices": decision_buttons(payment),
        "way_back": way_back(world, payment),
    }
    return page("result", values)


def decision_buttons(payment: Payment) -> str:
    """For a payment under review: let whoever runs the demo play the reviewer."""
    if payment.status not in PENDING:
        return ""
    return Template((PAGES / "decide.html").read_text(encoding="utf-8")).substitute(payment_id=payment.id)


def way_back(world: MercadoPagoWorld, payment: Payment) -> str:
    """The link back to the shop, with the forgeable query that Mercado Pago adds."""
    preference = world.account.preferences.get(payment.preference_id or "")
    retry = ""
    if preference is not None and payment.status == "rejected":
        query = urlencode({"pref_id": preference.id})
        retry = f'<a class="button" href="/checkout/v1/redirect?{query}">Intentar de nuevo</a>'
    back_urls = preference.body.get("back_urls") if preference else None
    name = {"approved": "success", "rejected": "failure"}.get(payment.status, "pending")
    target = (back_urls.get(name) or back_urls.get("success")) if isinstance(back_urls, dict) else None
    if preference is None or not target:
        return retry + '<p class="back">Volvé a WhatsApp: ya podés cerrar esta página.</p>'
    query = urlencode(
        {
            "collection_id": payment.id,
            "collection_status": payment.status,
            "payment_id": payment.id,
            "status": payment.status,
            "external_reference": payment.external_reference or "",
            "payment_type": payment.method_type,
            "merchant_order_id": payment.order_id or "",
            "preference_id": preference.id,
        }
    )
    address = escape(f"{target}{'&' if '?' in str(target) else '?'}{query}")
    auto = preference.body.get("auto_return")
    leaves = auto == "all" or (auto == "approved" and payment.status == "approved")
    hint = ' data-auto-return="5"' if leaves else ""
    return f'{retry}<a class="button" id="back" href="{address}"{hint}>Volver al sitio</a>'


async def decide_payment(world: MercadoPagoWorld, request: Request) -> Response:
    """The reviewer's word."""
    form = await request.form()
    payment = payment_asked(world, str(form.get("payment_id", "")))
    status = str(form.get("status", ""))
    if payment is None or status not in {"approved", "rejected"}:
        return page("unknown", {"title": "Pago inexistente"}, 404)
    if payment.status in PENDING:
        decide(world, payment, status)
    return RedirectResponse(f"/checkout/v1/result?payment_id={payment.id}", status_code=303)


def payment_asked(world: MercadoPagoWorld, payment_id: str) -> Payment | None:
    """The payment of a page's address or form."""
    return world.account.payments.get(int(payment_id)) if payment_id.isdigit() else None


async def front(world: MercadoPagoWorld, _: Request) -> Response:
    """What this address is, and the links made so far."""
    rows = [
        f'<li><a href="/checkout/v1/redirect?pref_id={escape(p.id)}">{escape(p.reference or p.id)}</a>'
        f"<b>{pesos(p.total)}</b></li>"
        for p in reversed(world.account.preferences.values())
    ]
    return page("front", {"title": "Simulador", "links": "".join(rows) or "<li>Todavía no hay links.</li>"})


def checkout_routes(world: MercadoPagoWorld) -> list[Route]:
    """The pages."""

    def at(path: str, method: str, work: Work) -> Route:
        async def endpoint(request: Request) -> Response:
            return await work(world, request)

        return Route(path, endpoint, methods=[method])

    return [
        at("/", "GET", front),
        at("/checkout/v1/redirect", "GET", show_checkout),
        at("/checkout/v1/pay", "POST", submit),
        at("/checkout/v1/result", "GET", show_result),
        at("/checkout/v1/decide", "POST", decide_payment),
    ]
