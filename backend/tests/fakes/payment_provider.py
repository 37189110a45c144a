"""A payment provider in memory, which can be away, or answer so that nobody hears it."""

import asyncio
from dataclasses import dataclass, field

from reservas.features.payments.errors import PaymentProviderUnavailable
from reservas.features.payments.schemas import LinkRequest, OpenedLink, PaymentReading


@dataclass
class FakePaymentProvider:
    """`payments` is what it knows; `requests` and `closed` what it was asked to do.

    `is_away` makes every call fail; `loses_answers` makes `open_link` do its work and then fail. While `gate` is set to
    an unset event, `open_link` has done its work, says so by `arrived`, and waits with its answer.
    """

    payments: dict[str, PaymentReading] = field(default_factory=dict)
    requests: list[LinkRequest] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    searched: list[str] = field(default_factory=list)
    is_away: bool = False
    loses_answers: bool = False
    gate: asyncio.Event | None = None
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def links(self) -> dict[str, OpenedLink]:
        """The links there are, by reference: the port promises one for one reference."""
        references = dict.fromkeys(request.external_reference for request in self.requests)
        return {one: OpenedLink(f"preference-of-{one}", f"https://checkout.example/{one}") for one in references}

    async def open_link(self, request: LinkRequest) -> OpenedLink:
        self._require_present()
        self.requests.append(request)
        if self.gate is not None:
            self.arrived.set()
            await self.gate.wait()
        if self.loses_answers:
            raise PaymentProviderUnavailable("The answer was lost.")
        return self.links[request.external_reference]

    async def close_link(self, preference_id: str) -> None:
        self._require_present()
        self.closed.append(preference_id)

    async def read_payment(self, payment_id: str) -> PaymentReading | None:
        self._require_present()
        return self.payments.get(payment_id)

    async def find_payments(self, external_reference: str) -> list[str]:
        self._require_present()
        self.searched.append(external_reference)
        found = self.payments.values()
        return [one.provider_payment_id for one in found if one.external_reference == external_reference]

    def tell(self, reading: PaymentReading) -> None:
        """Know this payment from now on, as it reads."""
        self.payments[reading.provider_payment_id] = reading

    def _require_present(self) -> None:
        if self.is_away:
            raise PaymentProviderUnavailable("The provider is away.")
