"""Which texts are a phone, and the digits of one."""

import pytest

from reservas.domain.phones import PhoneError, e164_digits, spellings


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("+5492944123456", "5492944123456"),
        ("+54 9 2944 12-3456", "5492944123456"),
        (" +55 (11) 96123-4567 ", "5511961234567"),
        ("+1 212 555 2368", "12125552368"),
    ],
)
def test_a_phone_becomes_its_digits(text: str, digits: str) -> None:
    assert e164_digits(text) == digits


@pytest.mark.parametrize(
    "text",
    [
        "",
        "+",
        "2944123456",
        "02944 15 123456",
        "+54",
        "+999123456789",
        "+5492944",
        "+549294412345678901",
        "call me",
        "+\x00",
        "+5492944123456;ext=3",
        "+" + "5" * 5000,
        "+\ud800",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    with pytest.raises(PhoneError):
        e164_digits(text)


@pytest.mark.parametrize("digits", ["5492944123456", "542944123456"])
def test_an_argentine_mobile_is_known_with_and_without_its_nine(digits: str) -> None:
    assert spellings(digits) == ("542944123456", "5492944123456")


def test_elsewhere_a_phone_has_one_spelling() -> None:
    assert spellings("12125552368") == ("12125552368",)
