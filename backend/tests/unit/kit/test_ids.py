"""Codes and tokens are random, readable aloud, and fit where they go."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from reservas.domain.nlu import understand
from reservas.kit.ids import new_reference, new_refund_code, new_reservation_code, new_token, new_withdrawal_code

MANY = 200


def test_a_reservation_code_is_read_back_from_a_message() -> None:
    codes = [new_reservation_code() for _ in range(MANY)]
    assert len(set(codes)) == MANY
    for code in codes:
        assert re.fullmatch(r"R-[2-9A-HJKMNP-TV-Z]{6}", code)


@pytest.mark.parametrize(("new_code", "letter"), [(new_refund_code, "D"), (new_withdrawal_code, "A")])
def test_other_codes_differ_by_their_letter(new_code: Callable[[], str], letter: str) -> None:
    codes = {new_code() for _ in range(MANY)}
    assert len(codes) == MANY
    assert all(re.fullmatch(rf"{letter}-[2-9A-HJKMNP-TV-Z]{{6}}", code) for code in codes)


def test_the_dialogue_understands_our_codes() -> None:
    for _ in range(20):
        code = new_reservation_code()
        assert understand(f"mi reserva es {code.lower()}", today=date(2026, 11, 21)).code == code


def test_a_reference_keeps_mercado_pagos_rule() -> None:
    references = {new_reference("rsv") for _ in range(MANY)}
    assert len(references) == MANY
    assert all(re.fullmatch(r"rsv-[A-Za-z0-9_-]{22,60}", one) for one in references)


def test_a_token_has_192_bits_and_needs_no_escape() -> None:
    tokens = {new_token() for _ in range(MANY)}
    assert len(tokens) == MANY
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{32}", one) for one in tokens)
