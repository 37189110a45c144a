"""A person's choice at the checkout, or a test's, becomes a payment and its notifications."""

import asyncio
from collections.abc import Mapping

from sandbox.mercadopago.account import Payment, Preference
from sandbox.mercadopago.notifications import announce
from sandbox.mercadopago.world import MercadoPagoWorld
from sandbox.serving import Json

OUTCOMES: dict[str, tuple[str, str]] = {
    "approved": ("approved", "accredited"),
    "rejected": ("rejected", "cc_rejected_insufficient_amount"),
    "pending": ("in_process", "pending_contingency"),
    "late": ("in_process", "pending_contingency"),
}
DETAILS = {
    "approved": "accredited",
    "rejected": "cc_rejected_high_risk",
    "in_process": "pending_contingency",
    "pending": "pending_waiting_payment",
    "authorized": "pending_capture",
    "cancelled": "expired",
    "refunded": "refunded",
    "in_mediation": "in_process",
    "charged_back": "in_process",
}
LATE_SECONDS = 60.0


def pay(
    world: MercadoPagoWorld, preference: Preference | None, outcome: str, spec: Mapping[str, object] | None = None
) -> Payment:
    """Make a payment with an outcome; a link can be paid as often as people like."""
    if outcome not in OUTCOMES:
        raise ValueError(f"'outcome' must be one of {sorted(OUTCOMES)}")
    wishes: Json = dict(spec or {})
    status, detail = OUTCOMES[outcome]
    if preference is not None and preference.body.get("binary_mode") and outcome == "pending":
        status, detail = OUTCOMES["rejected"]  # a link in binary mode knows no third answer
    wishes |= {"status": status, "status_detail": wishes.get("status_detail") or detail}
    payment = world.account.add_payment(preference, wishes)
    notify = bool(wishes.get("notify", True))
    if notify:
        announce(world, payment)
    if outcome == "late":
        seconds = float(str(wishes.get("seconds") or LATE_SECONDS))
        world.courier.spawn(approve_later(world, payment, seconds, notify=notify))
    return payment


async def approve_later(world: MercadoPagoWorld, payment: Payment, seconds: float, *, notify: bool) -> None:
    """Approve after a while, unless somebody decided otherwise meanwhile."""
    await asyncio.sleep(seconds)
    if payment.status == "in_process":
        decide(world, payment, "approved", notify=notify)


def decide(
    world: MercadoPagoWorld, payment: Payment, status: str, detail: str | None = None, *, notify: bool = True
) -> None:
    """Move a payment to a status, and tell the product unless that is to get lost."""
    world.account.change(payment, status, detail or DETAILS.get(status, status))
    if notify:
        announce(world, payment)
