"""A phone number as a person writes it becomes the digits that WhatsApp, too, knows it by."""

import phonenumbers

LONGEST_PHONE = 40
ARGENTINA, MOBILE = "54", "9"


class PhoneError(ValueError):
    """The text is no phone number that can exist."""


def e164_digits(text: str) -> str:
    """Return the digits of the E.164 form of `text`, country code first and no `+`. Raises PhoneError.

    The `+` is asked for: without its country a number could be several people's.
    """
    if len(text) > LONGEST_PHONE or not text.strip().startswith("+"):
        raise PhoneError("a phone is written with + and its country code, like +5492944123456")
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException as error:
        raise PhoneError("that is no phone number") from error
    if number.extension or not phonenumbers.is_valid_number(number):
        raise PhoneError("no phone has that number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164).removeprefix("+")


def spellings(digits: str) -> tuple[str, ...]:
    """Return the ways a phone may be kept: in Argentina people leave out the 9 of mobiles, which WhatsApp keeps."""
    if not digits.startswith(ARGENTINA):
        return (digits,)
    rest = digits.removeprefix(ARGENTINA).removeprefix(MOBILE)
    return (ARGENTINA + rest, ARGENTINA + MOBILE + rest)
