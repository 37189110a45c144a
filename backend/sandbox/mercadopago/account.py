"""The owner's account: links, payments, refunds and merchant orders, as the API would store them."""

import time
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count

from sandbox.clock import SandboxClock
from sandbox.mercadopago import dates
from sandbox.mercadopago.settings import MercadoPagoSettings
from sandbox.serving import Json

PENDING = frozenset({"pending", "in_process", "authorized"})


@dataclass(slots=True)
class Refund:
    """Money going back, whole or in part."""

    id: int
    payment_id: int
    amount: Decimal
    status: str
    source: str
    created: datetime

    def as_json(self) -> Json:
        """The refund as the API shows it."""
        return {
            "id": self.id,
            "payment_id": self.payment_id,
            "amount": self.amount,
            "status": self.status,
            "source": {"id": "1", "name": "Cabañas del Lago", "type": self.source},
            "date_created": dates.write(self.created),
            "metadata": {},
            "reason": None,
        }


@dataclass(slots=True)
class Payment:
    """One attempt to pay a link."""

    id: int
    status: str
    detail: str
    amount: Decimal
    currency: str
    method: str
    method_type: str
    created: datetime
    updated: datetime
    order_id: int | None
    preference_id: str | None
    external_reference: str | None
    notification_url: str
    metadata: Json
    approved: datetime | None = None
    refunds: list[Refund] = field(default_factory=list)
    announced: bool = False

    @property
    def refunded(self) -> Decimal:
        """What has truly gone back."""
        return sum((r.amount for r in self.refunds if r.status == "approved"), Decimal(0))


@dataclass(slots=True)
class Preference:
    """A link."""

    id: str
    body: Json
    created: datetime
    updated: datetime
    order_id: int | None = None

    @property
    def total(self) -> Decimal:
        """What the link asks for."""
        items = self.body["items"]
        assert isinstance(items, list)
        return sum((Decimal(item["unit_price"]) * item["quantity"] for item in items), Decimal(0))

    @property
    def reference(self) -> str | None:
        """The product's own id for it."""
        reference = self.body.get("external_reference")
        return str(reference) if reference is not None else None

    def expired(self, now: datetime) -> bool:
        """Whether the link is dead: the dates count only if `expires` says so."""
        until = self.body.get("expiration_date_to")
        return bool(self.body.get("expires")) and until is not None and dates.read(until) <= now

    def not_yet(self, now: datetime) -> bool:
        """Whether the link opens later."""
        since = self.body.get("expiration_date_from")
        return bool(self.body.get("expires")) and since is not None and dates.read(since) > now


class Account:
    """Everything Mercado Pago knows of the owner."""

    def __init__(self, settings: MercadoPagoSettings, clock: SandboxClock) -> None:
        self.settings = settings
        self.clock = clock
        self.preferences: dict[str, Preference] = {}
        self.payments: dict[int, Payment] = {}
        # The product's database outlives this process: ids start at the present so that none is ever used twice.
        self._ids = count(int(time.time() * 100))

    def next_id(self) -> int:
        """A number never given out before."""
        return next(self._ids)

    def now(self) -> datetime:
        """The present, cut to the milliseconds the API shows."""
        now = self.clock.now()
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    def add_preference(self, body: Json) -> Preference:
        """Make a link."""
        now = self.now()
        preference = Preference(f"{self.settings.collector_id}-{uuid.uuid4()}", body, now, now)
        self.preferences[preference.id] = preference
        return preference

    def preference_by_reference(self, reference: str) -> Preference | None:
        """The newest link with this reference: references are not unique here."""
        return next((p for p in reversed(self.preferences.values()) if p.reference == reference), None)

    def add_payment(self, preference: Preference | None, outcome: Json) -> Payment:
        """Record an attempt; `outcome` names status and detail, and may override what the link says."""
        now = self.now()
        if preference is not None and preference.order_id is None:
            preference.order_id = self.next_id()
        asked = preference.total if preference else Decimal(0)
        body = preference.body if preference else {}
        metadata = body.get("metadata")
        payment = Payment(
            id=self.next_id(),
            status=str(outcome["status"]),
            detail=str(outcome["status_detail"]),
            amount=Decimal(str(outcome["amount"])) if outcome.get("amount") is not None else asked,
            currency=str(outcome.get("currency") or "ARS"),
            method=str(outcome.get("payment_method_id") or "visa"),
            method_type=str(outcome.get("payment_type_id") or "credit_card"),
            created=now,
            updated=now,
            order_id=preference.order_id if preference else None,
            preference_id=preference.id if preference else None,
            external_reference=preference.reference if preference else _text(outcome.get("external_reference")),
            notification_url=str(body.get("notification_url") or self.settings.webhook_url),
            metadata=metadata if isinstance(metadata, dict) else {},
            approved=now if outcome["status"] == "approved" else None,
        )
        self.payments[payment.id] = payment
        return payment

    def change(self, payment: Payment, status: str, detail: str) -> None:
        """Move a payment to another status."""
        if status == "approved" and payment.approved is None:
            payment.approved = self.now()
        payment.status, payment.detail = status, detail
        self.touch(payment)

    def touch(self, payment: Payment) -> None:
        """Stamp a change; two changes never share a stamp, however fast they follow."""
        payment.updated = max(self.now(), payment.updated + timedelta(milliseconds=1))

    def refund(self, payment: Payment, amount: Decimal, source: str, status: str = "approved") -> Refund:
        """Send money back and let the payment's status follow."""
        refund = Refund(self.next_id(), payment.id, amount, status, source, self.now())
        payment.refunds.append(refund)
        self.settle_refunds(payment)
        return refund

    def settle_refunds(self, payment: Payment) -> None:
        """Derive the payment's status from its refunds."""
        if payment.refunded >= payment.amount:
            self.change(payment, "refunded", "refunded")
        elif payment.refunded > 0:
            self.change(payment, "approved", "partially_refunded")
        else:
            self.touch(payment)

    def order_payments(self, order_id: int) -> list[Payment]:
        """The payments of a merchant order."""
        return [p for p in self.payments.values() if p.order_id == order_id]

    def preference_of_order(self, order_id: int) -> Preference | None:
        """The link behind a merchant order."""
        return next((p for p in self.preferences.values() if p.order_id == order_id), None)

    def clear(self) -> None:
        """Forget everything but the numbers already given out."""
        self.preferences.clear()
        self.payments.clear()


def _text(value: object) -> str | None:
    return str(value) if value is not None else None
