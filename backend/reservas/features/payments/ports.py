"""What the ledger needs of a payment provider."""

from typing import Protocol

from reservas.features.payments.schemas import LinkRequest, OpenedLink, PaymentReading


class PaymentProvider(Protocol):
    """Raises PaymentProviderUnavailable when it may be tried again, PaymentRequestRefused when it may not."""

    async def open_link(self, request: LinkRequest) -> OpenedLink:
        """Create the link, or return the one already made for the same reference."""
        ...

    async def close_link(self, preference_id: str) -> None:
        """Make the link refuse new payments."""
        ...

    async def read_payment(self, payment_id: str) -> PaymentReading | None:
        """Return the payment as it stands, or None when there is no such payment."""
        ...

    async def find_payments(self, external_reference: str) -> list[str]:
        """Return the ids of every payment made with that reference."""
        ...
