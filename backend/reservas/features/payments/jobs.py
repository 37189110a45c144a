"""A Mercado Pago call in the inbox becomes a reading of the payment it names."""

from datetime import timedelta

from reservas.features.inbox import service as inbox
from reservas.features.payments.errors import PaymentProviderUnavailable
from reservas.features.payments.service import PaymentLedger
from reservas.infra.database import Database
from reservas.kit.clock import Clock

# Mercado Pago may tell of a payment before it shows it; its panel's test names one that never exists.
VISIBLE_WITHIN = timedelta(minutes=30)


async def receive(database: Database, clock: Clock, ledger: PaymentLedger, event_id: int) -> None:
    """Apply the payment that the stored call is about. Raises PaymentProviderUnavailable, to be tried again."""
    async with database.unit_of_work() as session:
        event = await inbox.load(session, event_id)
    if event is None:
        return
    # The id was taken from the signed query by the door; the body is only a hint and is not read.
    found = await ledger.read_and_apply(event.headers["payment_id"])
    if not found and clock.now() < event.received_at + VISIBLE_WITHIN:
        raise PaymentProviderUnavailable("The payment was announced but cannot be read yet.")
    async with database.unit_of_work() as session:
        await inbox.mark_handled(session, event_id, clock.now(), None if found else "payment not found")
