"""What can go wrong between us and the payment provider."""

from reservas.kit.errors import ErrorKind, ReservasError


class PaymentProviderUnavailable(ReservasError):  # noqa: N818 - reads as what happened
    """No usable answer came: try again later."""

    code = "payment_provider_unavailable"
    kind = ErrorKind.UNAVAILABLE


class PaymentRequestRefused(ReservasError):  # noqa: N818 - reads as what happened
    """The provider refused our request for good: a person must look."""

    code = "payment_request_refused"
    kind = ErrorKind.CONFLICT
