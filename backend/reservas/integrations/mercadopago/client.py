"""The ledger's provider over Mercado Pago's REST API: preferences are links, payments are read back."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import httpx
import structlog

from reservas.domain.money import cents_of
from reservas.features.payments.errors import PaymentProviderUnavailable, PaymentRequestRefused
from reservas.features.payments.schemas import LinkRequest, OpenedLink, PaymentReading
from reservas.kit.clock import Clock
from reservas.kit.json_text import storable

log = structlog.get_logger(__name__)

LIMIT_SECONDS = 15
ARGENTINA = timezone(timedelta(hours=-3))
NOT_FOUND, TOO_MANY, SERVER_ERROR, LOCKED = 404, 429, 500, 423
# A hold lasts minutes; a coupon paid in cash is credited hours later, when the nights may be somebody else's.
SLOW_MEANS = ("ticket", "atm")


class MercadoPagoClient:
    """One owner's account; `notification_url` is where Mercado Pago tells us of payments."""

    def __init__(self, client: httpx.AsyncClient, *, notification_url: str, clock: Clock) -> None:
        self._client = client
        self._notification_url = notification_url
        self._clock = clock

    async def open_link(self, request: LinkRequest) -> OpenedLink:
        """Create the preference, or find the one made when an earlier answer was lost."""
        preference = await self._find_preference(request.external_reference)
        if preference is None:
            path, key = "/checkout/preferences", request.external_reference
            preference = await self._send("POST", path, self._preference(request), key)
        if not preference.get("id") or not preference.get("init_point"):
            raise PaymentProviderUnavailable("Mercado Pago made a link that it does not show.")
        return OpenedLink(str(preference["id"]), str(preference["init_point"]))

    async def _find_preference(self, external_reference: str) -> dict[str, Any] | None:
        """Return the preference with that reference; what the search lists may be thin, or somebody else's."""
        found = await self._get("/checkout/preferences/search", {"external_reference": external_reference})
        for row in (found or {}).get("elements") or []:
            if row.get("external_reference") not in (None, external_reference):
                continue
            preference = await self._get(f"/checkout/preferences/{row['id']}", {})
            if preference is None or not preference.get("init_point"):
                raise PaymentProviderUnavailable("Mercado Pago lists a link that it does not show.")
            if preference.get("external_reference") == external_reference:
                return preference
        return None

    async def close_link(self, preference_id: str) -> None:
        """Move the link's end into the past (a preference cannot be deleted)."""
        past = _timestamp(self._clock.now() - timedelta(minutes=1))
        body = {"expires": True, "expiration_date_to": past}
        await self._send("PUT", f"/checkout/preferences/{preference_id}", body, f"close-{preference_id}"[:64])

    async def read_payment(self, payment_id: str) -> PaymentReading | None:
        """Return the payment, or None when Mercado Pago does not know it (its panel's test always asks for 123456)."""
        payment = await self._get(f"/v1/payments/{payment_id}", {})
        return None if payment is None else _reading(payment)

    async def find_payments(self, external_reference: str) -> list[str]:
        """Return the ids of the payments made with that reference, newest first; rows are thin, so read each."""
        query = {"external_reference": external_reference, "sort": "date_created", "criteria": "desc", "limit": "100"}
        found = await self._get("/v1/payments/search", query)
        rows = found.get("results") if found else None
        if not isinstance(rows, list) or not all(isinstance(row, dict) and row.get("id") for row in rows):
            # "No payments" is an empty list and nothing else: on it nights are given away.
            raise PaymentProviderUnavailable("Mercado Pago's search gave no list of payments.")
        return [str(row["id"]) for row in rows]

    def _preference(self, request: LinkRequest) -> dict[str, Any]:
        return {
            "items": [
                {
                    "id": request.external_reference,
                    "title": request.title,
                    "description": request.description,
                    "quantity": 1,
                    "currency_id": request.amount.currency,
                    "unit_price": float(request.amount.as_decimal()),
                }
            ],
            "external_reference": request.external_reference,
            "notification_url": self._notification_url,
            "expires": True,
            "expiration_date_to": _timestamp(request.expires_at),
            "payment_methods": {"excluded_payment_types": [{"id": means} for means in SLOW_MEANS]},
        }

    async def _get(self, path: str, query: Mapping[str, str]) -> dict[str, Any] | None:
        return await self._call("GET", path, params=dict(query))

    async def _send(self, method: str, path: str, body: dict[str, Any], key: str) -> dict[str, Any]:
        headers = {"X-Idempotency-Key": key}
        answer = await self._call(method, path, json=body, headers=headers)
        if answer is None:
            raise PaymentRequestRefused(f"Mercado Pago does not know {path}.")
        return answer

    async def _call(self, method: str, path: str, **arguments: Any) -> dict[str, Any] | None:  # noqa: ANN401 - httpx's
        try:
            # httpx limits each read apart; an answer that drips would hold a job's place for ever.
            async with asyncio.timeout(LIMIT_SECONDS):
                response = await self._client.request(method, path, **arguments)
        except (httpx.HTTPError, TimeoutError) as error:
            raise PaymentProviderUnavailable(f"Mercado Pago did not answer: {type(error).__name__}.") from error
        status = response.status_code
        if status == NOT_FOUND:
            return None
        if status in (TOO_MANY, LOCKED) or status >= SERVER_ERROR:
            raise PaymentProviderUnavailable(f"Mercado Pago answered {status}.")
        if not response.is_success:
            log.error("mercadopago.refused", path=path, status=status, request_id=response.headers.get("x-request-id"))
            raise PaymentRequestRefused(f"Mercado Pago refused {path} with {status}.")
        try:
            answer = json.loads(response.content, parse_float=Decimal)
        except ValueError as error:
            raise PaymentProviderUnavailable("Mercado Pago's answer is no JSON.") from error
        return answer if isinstance(answer, dict) else {}


def _reading(payment: dict[str, Any]) -> PaymentReading:
    """Return what the ledger uses: the seller's amount, never what financing or coupons made of it."""
    try:
        return PaymentReading(
            provider_payment_id=str(payment["id"]),
            status=str(payment["status"]),
            status_detail=payment.get("status_detail"),
            external_reference=payment.get("external_reference") or None,
            currency=str(payment["currency_id"]),
            amount_cents=cents_of(Decimal(payment["transaction_amount"])),
            refunded_cents=cents_of(Decimal(payment.get("transaction_amount_refunded") or 0)),
            method=payment.get("payment_type_id"),
            updated_at=_instant(payment["date_last_updated"]),
            approved_at=_instant(payment["date_approved"]) if payment.get("date_approved") else None,
            raw=storable(json.loads(json.dumps(payment, default=float))),
        )
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        # Without these fields nothing can be decided: it is tried again, and then held for a person.
        raise PaymentProviderUnavailable(f"Mercado Pago's payment lacks a field: {error!r}.") from error


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _timestamp(instant: datetime) -> str:
    """Return the form Mercado Pago's expiry dates need: milliseconds and an explicit offset."""
    return instant.astimezone(ARGENTINA).isoformat(timespec="milliseconds")
