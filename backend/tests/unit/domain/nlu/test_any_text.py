"""Whatever a stranger types, understanding it ends soon, raises nothing and never makes up an impossible stay."""

import time
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reservas.domain.nlu import understand

SECONDS_FOR_ONE_MESSAGE = 3.0

_WORDS = (
    "del al el 1 2 5 10 14 28 29 30 31 0 99 / - , . o y a hasta desde enero febrero diciembre octubre ene mes "
    "que viene finde largo este próximo viernes sábado domingo hoy mañana pasado noche noches semana santa "
    "navidad quincena primera segunda último 2027 2025 una dos treinta para somos personas adultos nenes en "
    "vez de cambiar fecha reserva llego salgo from to tem vaga the of nights 10/12 31/2 29/2 5/1/27 fin de año "
    "carnaval 1º todo"
)
_PIECES = st.sampled_from(_WORDS.split())
_SENTENCES = st.lists(_PIECES, max_size=14).map(" ".join)
_DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))


@given(text=st.one_of(_SENTENCES, st.text(max_size=200)), today=_DAYS)
@example(text="29/2", today=date(2027, 3, 1))
@example(text="del 31 al 30", today=date(2026, 1, 31))
@example(text="²³ ½ ٣ de enero", today=date(2026, 1, 31))
def test_any_text_is_understood_the_same_way_twice(text: str, today: date) -> None:
    understood = understand(text, today=today, cabins=("Arrayán", "Coihue", text[:10]))

    assert understood == understand(text, today=today, cabins=("Arrayán", "Coihue", text[:10]))
    if understood.ambiguity is not None:
        assert understood.check_in is None
        assert understood.check_out is None
    if understood.check_in:
        assert understood.check_in >= today
    if understood.check_out:
        assert understood.check_out >= today
    if understood.check_in and understood.check_out:
        assert understood.nights == (understood.check_out - understood.check_in).days > 0


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "1/",
        "1-",
        "1.",
        "$1",
        "a",
        "a ",
        "del ",
        "del 1 al ",
        "de 1 a ",
        "1 y ",
        "1, ",
        "el 1, ",
        "que ",
        "hay ",
        "no me ",
        "quiero ",
        "mi ",
        "con mi ",
        "finde del ",
        "en vez de ",
        "AB12",
        "R-",
        "reserva ",
        "12:",
        "é",
        "\u0301",
        "\n",
        "-",
    ],
)
def test_a_long_message_takes_linear_time(piece: str) -> None:
    text = (piece * 5000)[:20_000]

    started = time.perf_counter()
    understand(text, today=date(2026, 9, 16), cabins=("Arrayán", "Coihue"))

    assert time.perf_counter() - started < SECONDS_FOR_ONE_MESSAGE
