"""Refusals about accommodations and what their owners ask for them."""

from reservas.kit.errors import ErrorKind, ReservasError


class AccommodationNotFound(ReservasError):  # noqa: N818 - reads as what happened
    """No active accommodation has that code."""

    code = "accommodation_not_found"
    kind = ErrorKind.NOT_FOUND


class AccommodationExists(ReservasError):  # noqa: N818 - reads as what happened
    """Another accommodation has that code."""

    code = "accommodation_exists"
    kind = ErrorKind.CONFLICT


class ExchangeRateMissing(ReservasError):  # noqa: N818 - reads as what happened
    """Its prices are in a currency that no stored rate turns into the one charged."""

    code = "exchange_rate_missing"
    kind = ErrorKind.UNAVAILABLE


class RateNotStored(ReservasError):  # noqa: N818 - reads as what happened
    """Prices were to be listed in a currency that no stored rate turns into the one charged."""

    code = "rate_not_stored"
    kind = ErrorKind.CONFLICT


class ExchangeRateExists(ReservasError):  # noqa: N818 - reads as what happened
    """Another rate between those currencies begins at that very instant."""

    code = "exchange_rate_exists"
    kind = ErrorKind.CONFLICT


class TermsContradict(ReservasError):  # noqa: N818 - reads as what happened
    """A value is fine alone and wrong beside another one: a maximum below its minimum, an end before its start."""

    code = "terms_contradict"
    kind = ErrorKind.INVALID


class SeasonNotFound(ReservasError):  # noqa: N818 - reads as what happened
    """The accommodation has no such season."""

    code = "season_not_found"
    kind = ErrorKind.NOT_FOUND


class SeasonOverlap(ReservasError):  # noqa: N818 - reads as what happened
    """Another season of that priority has one of those nights."""

    code = "season_overlap"
    kind = ErrorKind.CONFLICT


class PriceRuleNotFound(ReservasError):  # noqa: N818 - reads as what happened
    """The accommodation has no such price rule."""

    code = "price_rule_not_found"
    kind = ErrorKind.NOT_FOUND


class PriceRuleOverlap(ReservasError):  # noqa: N818 - reads as what happened
    """Another rule of that kind covers one of those nights, ages or holidays."""

    code = "price_rule_overlap"
    kind = ErrorKind.CONFLICT


class FeeNotFound(ReservasError):  # noqa: N818 - reads as what happened
    """The accommodation has no such fee."""

    code = "fee_not_found"
    kind = ErrorKind.NOT_FOUND


class FeeExists(ReservasError):  # noqa: N818 - reads as what happened
    """The accommodation has a fee of that name."""

    code = "fee_exists"
    kind = ErrorKind.CONFLICT


class TooManyFees(ReservasError):  # noqa: N818 - reads as what happened
    """The accommodation has as many fees as one may have."""

    code = "too_many_fees"
    kind = ErrorKind.CONFLICT


class FaqEntryNotFound(ReservasError):  # noqa: N818 - reads as what happened
    """The accommodation has no such question."""

    code = "faq_entry_not_found"
    kind = ErrorKind.NOT_FOUND


class FaqEntryExists(ReservasError):  # noqa: N818 - reads as what happened
    """The accommodation has that question already."""

    code = "faq_entry_exists"
    kind = ErrorKind.CONFLICT


class TooManyFaqEntries(ReservasError):  # noqa: N818 - reads as what happened
    """The accommodation has as many questions as one may have."""

    code = "too_many_faq_entries"
    kind = ErrorKind.CONFLICT


class HolidayNotFound(ReservasError):  # noqa: N818 - reads as what happened
    """The owner's table has no such holiday."""

    code = "holiday_not_found"
    kind = ErrorKind.NOT_FOUND


class HolidayOverlap(ReservasError):  # noqa: N818 - reads as what happened
    """Another holiday has one of those nights."""

    code = "holiday_overlap"
    kind = ErrorKind.CONFLICT


class HolidayInUse(ReservasError):  # noqa: N818 - reads as what happened
    """A price rule names that holiday."""

    code = "holiday_in_use"
    kind = ErrorKind.CONFLICT


class NotSuggested(ReservasError):  # noqa: N818 - reads as what happened
    """The calendar suggests no long weekend that begins on that night."""

    code = "not_suggested"
    kind = ErrorKind.INVALID


class CalendarRefused(ReservasError):  # noqa: N818 - reads as what happened
    """The dates make no calendar: in the wrong order, too many, or too far away."""

    code = "calendar_refused"
    kind = ErrorKind.INVALID
