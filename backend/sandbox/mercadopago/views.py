"""Links, payments and merchant orders in the API's own words."""

from decimal import Decimal

from sandbox.mercadopago import dates
from sandbox.mercadopago.account import Account, Payment, Preference
from sandbox.serving import Json

FEE = Decimal("0.0629")
THIN_PAYMENT = (
    "id",
    "status",
    "status_detail",
    "transaction_amount",
    "currency_id",
    "external_reference",
    "date_created",
    "date_approved",
    "date_last_updated",
    "payment_method_id",
    "payment_type_id",
)
THIN_PREFERENCE = ("id", "client_id", "collector_id", "date_created", "external_reference", "items", "expires")


def preference_json(account: Account, preference: Preference) -> Json:
    """A link with all its fields, many of them null."""
    address = f"{account.settings.own_url}/checkout/v1/redirect?pref_id={preference.id}"
    body: Json = {
        "additional_info": "",
        "auto_return": "",
        "back_urls": {"failure": "", "pending": "", "success": ""},
        "binary_mode": False,
        "expires": False,
        "expiration_date_from": None,
        "expiration_date_to": None,
        "date_of_expiration": None,
        "external_reference": None,
        "marketplace": "NONE",
        "metadata": {},
        "notification_url": None,
        "payer": {"name": "", "surname": "", "email": ""},
        "payment_methods": {"excluded_payment_methods": [], "excluded_payment_types": []},
        "total_amount": None,
    }
    items = preference.body["items"]
    assert isinstance(items, list)
    filled = [{"id": "", "currency_id": "ARS", "description": "", "category_id": "", **item} for item in items]
    return (
        body
        | preference.body
        | {
            "id": preference.id,
            "items": filled,
            "init_point": address,
            "sandbox_init_point": address.replace("/checkout/", "/sandbox-checkout/"),
            "collector_id": account.settings.collector_id,
            "client_id": "6295877106812064",
            "operation_type": "regular_payment",
            "site_id": "MLA",
            "date_created": dates.write(preference.created),
            "last_updated": dates.write(preference.updated),
        }
    )


def payment_json(account: Account, payment: Payment) -> Json:
    """A payment with all its fields."""
    approved = payment.approved is not None
    fee = (payment.amount * FEE).quantize(Decimal("0.01")) if approved else Decimal(0)
    return {
        "id": payment.id,
        "status": payment.status,
        "status_detail": payment.detail,
        "transaction_amount": payment.amount,
        "transaction_amount_refunded": payment.refunded,
        "currency_id": payment.currency,
        "external_reference": payment.external_reference,
        "collector_id": account.settings.collector_id,
        "live_mode": True,
        "date_created": dates.write(payment.created),
        "date_approved": dates.write(payment.approved) if payment.approved else None,
        "date_last_updated": dates.write(payment.updated),
        "date_of_expiration": None,
        "money_release_date": dates.write(payment.approved) if payment.approved else "",
        "operation_type": "regular_payment",
        "payment_method_id": payment.method,
        "payment_type_id": payment.method_type,
        "installments": 1,
        "captured": True,
        "coupon_amount": 0,
        "description": None,
        "order": {"id": str(payment.order_id), "type": "mercadopago"} if payment.order_id else {},
        "metadata": payment.metadata,
        "notification_url": payment.notification_url,
        "refunds": [refund.as_json() for refund in payment.refunds],
        "fee_details": [{"type": "mercadopago_fee", "amount": fee, "fee_payer": "collector"}] if approved else [],
        "charges_details": [],
        "payer": {"id": "1234567890", "email": "huesped@example.com", "identification": {"type": "DNI", "number": ""}},
        "transaction_details": {
            "total_paid_amount": payment.amount,
            "net_received_amount": payment.amount - fee if approved else 0,
            "overpaid_amount": 0,
            "installment_amount": payment.amount,
            "external_resource_url": None,
        },
    }


def thin_payment(account: Account, payment: Payment) -> Json:
    """A row of a search: enough to find the payment, too little to judge it."""
    full = payment_json(account, payment)
    return {name: full[name] for name in THIN_PAYMENT}


def thin_preference(account: Account, preference: Preference) -> Json:
    """A row of a search: no address to pay at."""
    full = preference_json(account, preference)
    return {name: full[name] for name in THIN_PREFERENCE}


def order_json(account: Account, preference: Preference) -> Json:
    """The merchant order of a link that was tried at least once."""
    assert preference.order_id is not None
    payments = account.order_payments(preference.order_id)
    paid = sum((p.amount - p.refunded for p in payments if p.status in {"approved", "refunded"}), Decimal(0))
    returned = sum((p.refunded for p in payments), Decimal(0))
    if paid >= preference.total:
        state = "paid"
    elif returned > 0 and paid == 0:
        state = "reverted"
    else:
        state = "partially_paid" if paid > 0 else "payment_required"
    return {
        "id": preference.order_id,
        "preference_id": preference.id,
        "external_reference": preference.reference,
        "status": "closed" if state == "paid" else "opened",
        "order_status": state,
        "payments": [order_row(p) for p in payments],
        "paid_amount": paid,
        "refunded_amount": returned,
        "total_amount": preference.total,
        "collector": {"id": account.settings.collector_id},
        "items": preference.body["items"],
        "notification_url": preference.body.get("notification_url"),
        "site_id": "MLA",
        "is_test": False,
        "cancelled": False,
        "date_created": dates.write(preference.created),
        "last_updated": dates.write(max((p.updated for p in payments), default=preference.updated)),
    }


def order_row(payment: Payment) -> Json:
    """A payment as its merchant order lists it."""
    return {
        "id": payment.id,
        "status": payment.status,
        "status_detail": payment.detail,
        "transaction_amount": payment.amount,
        "total_paid_amount": payment.amount,
        "amount_refunded": payment.refunded,
        "currency_id": payment.currency,
        "date_created": dates.write(payment.created),
        "date_approved": dates.write(payment.approved) if payment.approved else None,
        "last_modified": dates.write(payment.updated),
    }
