"""A change of a payment becomes the burst of notifications that a real one causes, copies and all."""

import asyncio
import random
import uuid
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from sandbox.courier import Parcel, Signed
from sandbox.mercadopago.account import Payment
from sandbox.mercadopago.errors import dump
from sandbox.mercadopago.signing import signature, unverifiable
from sandbox.mercadopago.world import MercadoPagoWorld
from sandbox.serving import Json

KINDS = ("merchant_order", "webhook", "ipn")
FEED_AGENT = "MercadoPago Feed v2.0"


def announce(world: MercadoPagoWorld, payment: Payment) -> None:
    """Send the burst of a creation or change, in the background."""
    action = "payment.updated" if payment.announced else "payment.created"
    payment.announced = True
    world.courier.spawn(burst(world, payment, action))


async def burst(world: MercadoPagoWorld, payment: Payment, action: str) -> None:
    """Merchant-order IPN, webhook, its IPN copy 81 ms later with the same request id, one more merchant-order IPN."""
    settings, request_id = world.settings, str(uuid.uuid4())
    post(world, payment, "merchant_order")
    await asyncio.sleep(settings.webhook_delay)
    stamp = world.timestamp()
    if wanted(payment, "webhook"):
        world.courier.post(payment_parcel(world, payment, action, request_id, stamp))
    await asyncio.sleep(settings.copy_delay)
    if wanted(payment, "ipn"):
        world.courier.post(ipn_parcel(world, payment, "payment", request_id, stamp))
    await asyncio.sleep(settings.late_order_delay)
    post(world, payment, "merchant_order")


def post(world: MercadoPagoWorld, payment: Payment, kind: str) -> None:
    """Send one notification of a kind, if the link's address wants that kind."""
    if wanted(payment, kind) and (kind != "merchant_order" or payment.order_id is not None):
        world.courier.post(parcel_of(world, payment, kind, str(uuid.uuid4())))


def wanted(payment: Payment, kind: str) -> bool:
    """Whether the notification address takes this kind: `source_news` narrows it."""
    news = dict(parse_qsl(urlsplit(payment.notification_url).query)).get("source_news")
    if kind == "webhook":
        return news != "ipn"
    return news != "webhooks"


def parcel_of(world: MercadoPagoWorld, payment: Payment, kind: str, request_id: str) -> Parcel:
    """One notification of a kind."""
    if kind == "webhook":
        return payment_parcel(world, payment, "payment.updated", request_id)
    topic = "payment" if kind == "ipn" else "merchant_order"
    return ipn_parcel(world, payment, topic, request_id)


def payment_parcel(
    world: MercadoPagoWorld, payment: Payment, action: str, request_id: str, stamp: int | None = None
) -> Parcel:
    """The modern notification: the one that verifies. A retry carries the time of the retry."""
    resource = str(payment.id)
    body: Json = {
        "action": action,
        "api_version": "v1",
        "data": {"id": resource},
        "date_created": payment.updated.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "id": world.account.next_id(),
        "live_mode": True,
        "type": "payment",
        "user_id": str(world.settings.collector_id),
    }
    raw = dump(body)
    first_stamp = iter([] if stamp is None else [stamp])

    def sign() -> Signed:
        ts = next(first_stamp, None) or world.timestamp()
        signed = signature(world.settings.webhook_secret, resource, request_id, ts)
        return Signed(headers("MercadoPago WebHook v1.0 payment", request_id, signed), raw)

    url = with_query(payment.notification_url, [("data.id", resource), ("type", "payment")])
    return Parcel("webhook", "webhook", url, f"POST {url}\n{raw.decode()}", sign)


def ipn_parcel(
    world: MercadoPagoWorld, payment: Payment, topic: str, request_id: str, stamp: int | None = None
) -> Parcel:
    """An old-style copy: it looks signed, and never verifies."""
    if topic == "merchant_order":
        resource = str(payment.order_id)
        content = {"resource": f"https://api.mercadolibre.com/merchant_orders/{resource}", "topic": topic}
    else:
        resource = str(payment.id)
        content = {"resource": resource, "topic": topic}
    raw = dump(content)

    def sign() -> Signed:
        signed = unverifiable(stamp if stamp is not None else world.timestamp())
        return Signed(headers(f"{FEED_AGENT} {topic}", request_id, signed), raw)

    url = with_query(payment.notification_url, [("id", resource), ("topic", topic)])
    kind = "merchant_order" if topic == "merchant_order" else "ipn"
    return Parcel("webhook", kind, url, f"POST {url}\n{raw.decode()}", sign)


def headers(agent: str, request_id: str, signed: str) -> dict[str, str]:
    """The headers of every notification."""
    return {
        "content-type": "application/json",
        "user-agent": agent,
        "x-request-id": request_id,
        "x-signature": signed,
    }


def with_query(url: str, first: Iterable[tuple[str, str]]) -> str:
    """The address with Mercado Pago's parameters before its own, which are kept."""
    parts = urlsplit(url)
    query = urlencode(list(first))
    return urlunsplit(parts._replace(query=f"{query}&{parts.query}" if parts.query else query))


def raw_parcel(world: MercadoPagoWorld, spec: Json) -> Parcel:
    """Any notification at all, signed for its `data.id` or not: foreign topics, the panel's test, forgeries."""
    query, body = spec.get("query", {}), spec.get("body", {})
    if not isinstance(query, dict) or not isinstance(body, dict):
        raise ValueError("'query' and 'body' must be objects")  # noqa: TRY004 - a caller's mistake, answered as one
    raw = dump(body)
    request_id = str(spec.get("request_id") or uuid.uuid4())
    ts = int(str(spec.get("ts") or world.timestamp()))
    good = signature(world.settings.webhook_secret, str(query.get("data.id", "")), request_id, ts)
    signed = good if spec.get("sign", True) else unverifiable(ts)
    url = with_query(world.settings.webhook_url, [(str(name), str(value)) for name, value in query.items()])
    attempt = Signed(headers("MercadoPago WebHook v1.0", request_id, signed), raw)
    return Parcel("webhook", "raw", url, f"POST {url}\n{raw.decode()}", lambda: attempt)


async def resend(world: MercadoPagoWorld, payment: Payment, spec: Json) -> list[Json]:
    """Send chosen notifications many times at once; the product's answers come back."""
    kinds = spec.get("kinds", list(KINDS))
    if not isinstance(kinds, list) or not set(kinds) <= set(KINDS):
        raise ValueError(f"'kinds' must be some of {list(KINDS)}")
    shared = str(uuid.uuid4())
    parcels = [
        parcel_of(world, payment, kind, shared if spec.get("same_request_id") else str(uuid.uuid4()))
        for _ in range(int(str(spec.get("times", 1))))
        for kind in kinds
        if kind != "merchant_order" or payment.order_id is not None
    ]
    if spec.get("shuffle"):
        random.shuffle(parcels)
    entries = await asyncio.gather(*(world.courier.attempt(parcel) for parcel in parcels))
    return [{"kind": entry["kind"], "status": entry["status"], "attempts": entry["attempts"]} for entry in entries]
