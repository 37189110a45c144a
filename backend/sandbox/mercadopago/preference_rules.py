"""What a preference must look like before a link exists for it."""

import re
from collections.abc import Mapping
from decimal import Decimal

from sandbox.mercadopago import dates
from sandbox.mercadopago.errors import MercadoPagoError

REFERENCE = re.compile(r"[A-Za-z0-9_-]{1,64}")
MAX_NOTIFICATION_URL = 248
MAX_DESCRIPTOR = 16
DATES = ("expiration_date_from", "expiration_date_to", "date_of_expiration")


def check_preference(body: Mapping[str, object], *, partial: bool = False) -> None:
    """Refuse what Mercado Pago would refuse; an update may leave the items out."""
    if "items" in body or not partial:
        check_items(body.get("items"))
    reference = body.get("external_reference")
    if reference is not None and not (isinstance(reference, str) and REFERENCE.fullmatch(reference)):
        raise refused("external_reference must be 1-64 characters of [A-Za-z0-9_-]", "invalid_external_reference")
    url = body.get("notification_url")
    if url is not None:
        check_url(url)
    descriptor = body.get("statement_descriptor")
    if descriptor is not None and not (isinstance(descriptor, str) and len(descriptor) <= MAX_DESCRIPTOR):
        raise refused(
            f"statement_descriptor must be at most {MAX_DESCRIPTOR} characters", "invalid_statement_descriptor"
        )
    check_return(body)
    check_dates(body)
    if not isinstance(body.get("expires", False), bool):
        raise refused("expires must be a boolean", "invalid_expires")
    if not isinstance(body.get("metadata", {}), dict):
        raise refused("metadata must be an object", "invalid_metadata")


def check_items(items: object) -> None:
    """At least one item, each with a title, a whole quantity and a positive price."""
    if not isinstance(items, list) or not items:
        raise refused("items needed", "invalid_items")
    for item in items:
        if not isinstance(item, dict):
            raise refused("items must be objects", "invalid_items")
        if not isinstance(item.get("title"), str) or not item["title"].strip():
            raise refused("title must be a non-empty string", "invalid_items")
        quantity, price = item.get("quantity"), item.get("unit_price")
        if not isinstance(quantity, int) or isinstance(quantity, bool) or quantity < 1:
            raise refused("quantity must be a positive integer", "invalid_items")
        if not isinstance(price, int | Decimal) or isinstance(price, bool) or price <= 0:
            raise refused("unit_price invalid", "invalid_items")
        if item.get("currency_id", "ARS") not in {"ARS", "USD"}:
            raise refused("currency_id invalid", "invalid_items")


def check_url(url: object) -> None:
    """A notification address that can be called and is short enough."""
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        raise refused("notification_url must be url valid", "invalid_notification_url")
    if len(url) > MAX_NOTIFICATION_URL:
        raise refused(f"notification_url must be at most {MAX_NOTIFICATION_URL} characters", "invalid_notification_url")


def check_return(body: Mapping[str, object]) -> None:
    """Going back by itself needs somewhere to go."""
    auto_return = body.get("auto_return")
    if auto_return is None:
        return
    if auto_return not in {"approved", "all"}:
        raise refused("auto_return must be 'approved' or 'all'", "invalid_auto_return")
    back_urls = body.get("back_urls")
    if not isinstance(back_urls, dict) or not back_urls.get("success"):
        raise refused("auto_return invalid. back_url.success must be defined", "invalid_auto_return")


def check_dates(body: Mapping[str, object]) -> None:
    """Dates in the one format, with an explicit offset."""
    for name in DATES:
        if body.get(name) is None:
            continue
        try:
            dates.read(body[name])
        except ValueError as error:
            raise refused(f"{name} {error}", f"invalid_{name}") from error


def refused(message: str, error: str) -> MercadoPagoError:
    """A 400 with Mercado Pago's name for the mistake."""
    return MercadoPagoError(400, message, error=error)
