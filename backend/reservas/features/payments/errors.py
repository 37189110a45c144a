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


class RefundTooLarge(ReservasError):  # noqa: N818 - reads as what happened
    """More than was paid and not given back yet."""

    code = "refund_too_large"
    kind = ErrorKind.INVALID


class RefundTooSmall(ReservasError):  # noqa: N818 - reads as what happened
    """Less than was paid, though it is the house that cancels."""

    code = "refund_too_small"
    kind = ErrorKind.INVALID


class ReasonMissing(ReservasError):  # noqa: N818 - reads as what happened
    """An amount other than the policy's needs its reason, and so does a house that cancels."""

    code = "reason_missing"
    kind = ErrorKind.INVALID


class RefundDecided(ReservasError):  # noqa: N818 - reads as what happened
    """What the reservation gives back was decided when it ended."""

    code = "refund_decided"
    kind = ErrorKind.CONFLICT


class RefundChanged(ReservasError):  # noqa: N818 - reads as what happened
    """The refund is no longer what the guest was told: ask again."""

    code = "refund_changed"
    kind = ErrorKind.CONFLICT


class WithdrawalEnded(ReservasError):  # noqa: N818 - reads as what happened
    """The right of withdrawal has ended: what remains is the policy."""

    code = "withdrawal_ended"
    kind = ErrorKind.CONFLICT


class RefundNotFound(ReservasError):  # noqa: N818 - reads as what happened
    """No refund has that code."""

    code = "refund_not_found"
    kind = ErrorKind.NOT_FOUND


class RefundSettled(ReservasError):  # noqa: N818 - reads as what happened
    """The refund is not due any more."""

    code = "refund_settled"
    kind = ErrorKind.CONFLICT


class PaymentTooLarge(ReservasError):  # noqa: N818 - reads as what happened
    """More than the whole stay costs."""

    code = "payment_too_large"
    kind = ErrorKind.INVALID


class PaymentRecorded(ReservasError):  # noqa: N818 - reads as what happened
    """That receipt was recorded before, with another amount."""

    code = "payment_recorded"
    kind = ErrorKind.CONFLICT


class NotByMercadoPago(ReservasError):  # noqa: N818 - reads as what happened
    """None of that money came through Mercado Pago, so it cannot have gone back that way."""

    code = "not_by_mercadopago"
    kind = ErrorKind.INVALID


class AlreadyGivenBack(ReservasError):  # noqa: N818 - reads as what happened
    """Mercado Pago has given the money back meanwhile: sending it again would pay twice."""

    code = "already_given_back"
    kind = ErrorKind.CONFLICT
