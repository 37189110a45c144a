"""The ways guests say, correct and refuse days, construction by construction, in three languages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reservas.domain.nlu.dates import SpokenStay, read_stay
from reservas.domain.nlu.frame import Ambiguity
from reservas.domain.nlu.identifiers import without_codes
from reservas.domain.nlu.noise import blank_noise
from reservas.domain.nlu.normalize import fold, guess_language, tokenize

WEDNESDAY = date(2026, 9, 16)
FRIDAY = date(2027, 5, 28)
SATURDAY = date(2027, 1, 9)
NEW_YEARS_EVE = date(2026, 12, 31)


def _read(text: str, today: date, *, is_change: bool = False) -> SpokenStay:
    tokens = tokenize(blank_noise(without_codes(fold(text))))
    return read_stay(tokens, today=today, language=guess_language(tokens), is_change=is_change)


@pytest.mark.parametrize(
    ("today", "text", "check_in", "check_out"),
    [
        # one wrong letter
        (WEDNESDAY, "del 4 al 7 de ocutbre", "2026-10-04", "2026-10-07"),
        (WEDNESDAY, "juebes a domigo", "2026-09-17", "2026-09-20"),
        (WEDNESDAY, "desde el 3 de nobiembre 2 noxes", "2026-11-03", "2026-11-05"),
        (WEDNESDAY, "3 nigths from 5 novembr", "2026-11-05", "2026-11-08"),
        (WEDNESDAY, "de 10 a 14 de janero, tem vaga?", "2027-01-10", "2027-01-14"),
        # arrival and departure apart, in either order, before or behind their verbs
        (WEDNESDAY, "llegaríamos el 3 de octubre y nos volveríamos el 6", "2026-10-03", "2026-10-06"),
        (WEDNESDAY, "me voy el 12 de octubre, llego el 9", "2026-10-09", "2026-10-12"),
        (WEDNESDAY, "9/10 entrada 12/10 salida", "2026-10-09", "2026-10-12"),
        (WEDNESDAY, "el 9 de octubre llegamos y el 12 a la mañana nos vamos", "2026-10-09", "2026-10-12"),
        (WEDNESDAY, "chego dia 9/10 e saio dia 12/10", "2026-10-09", "2026-10-12"),
        (WEDNESDAY, "we leave on the 9th of January and would get in on the 5th", "2027-01-05", "2027-01-09"),
        (WEDNESDAY, "salimos de casa mañana, llegamos el martes, 4 noches", "2026-09-22", "2026-09-26"),
        (WEDNESDAY, "salida 12/10, tres noches antes", "2026-10-09", "2026-10-12"),
        # written dates
        (WEDNESDAY, "19-10\n22-10", "2026-10-19", "2026-10-22"),
        (WEDNESDAY, "25.10 - 28.10", "2026-10-25", "2026-10-28"),
        (WEDNESDAY, "10/20 - 10/25", "2026-10-20", "2026-10-25"),
        (WEDNESDAY, "reservame 14 16 octubre", "2026-10-14", "2026-10-16"),
        (WEDNESDAY, "del 10/10 al 15/10 cabaña grande", "2026-10-10", "2026-10-15"),
        (WEDNESDAY, "available 1/2 to 1/9?", "2027-01-02", "2027-01-09"),
        (WEDNESDAY, "from the twenty eighth of october to the second of november", "2026-10-28", "2026-11-02"),
        (WEDNESDAY, "do dia vinte e quatro até o trinta e um de outubro", "2026-10-24", "2026-10-31"),
        (WEDNESDAY, "10th till 13th, is it free?", "2026-10-10", "2026-10-13"),
        (NEW_YEARS_EVE, "de 3 a 8 tem vaga? obrigado", "2027-01-03", "2027-01-08"),
        (WEDNESDAY, "24 25 y 26 de octubre", "2026-10-24", "2026-10-27"),
        # days taken back, refused, or busy
        (WEDNESDAY, "del 3 no perdón del 4 al 8 de octubre", "2026-10-04", "2026-10-08"),
        (WEDNESDAY, "del 5 al 8 de octubre, no, perdón, hasta el 10", "2026-10-05", "2026-10-10"),
        (WEDNESDAY, "18 oct, no sorry, 19 until 21", "2026-10-19", "2026-10-21"),
        (WEDNESDAY, "não é dia 3, é de 7 a 10 de outubro", "2026-10-07", "2026-10-10"),
        (WEDNESDAY, "el 9 de octubre ni loco, del 13 al 16", "2026-10-13", "2026-10-16"),
        (WEDNESDAY, "mi hija cumple el 5 de octubre, iríamos del 3 al 6", "2026-10-03", "2026-10-06"),
        (WEDNESDAY, "del 4 al 8 de octubre, cooperativa 25 de Mayo", "2026-10-04", "2026-10-08"),
        # so many days from now
        (WEDNESDAY, "de acá a dos semanas, 3 noches", "2026-09-30", "2026-10-03"),
        (WEDNESDAY, "daqui a dez dias, por duas noites", "2026-09-26", "2026-09-28"),
        (WEDNESDAY, "in ten days for two nights", "2026-09-26", "2026-09-28"),
        # weeks, weekends, holidays and the days beside them
        (WEDNESDAY, "la semana que viene, de lunes a viernes", "2026-09-21", "2026-09-25"),
        (WEDNESDAY, "de martes a jueves, la semana del 5 de octubre", "2026-10-06", "2026-10-08"),
        (WEDNESDAY, "finde del 7 y 8 de noviembre", "2026-11-06", "2026-11-08"),
        (WEDNESDAY, "finde del 24, 25 y 26 de octubre", "2026-10-24", "2026-10-27"),
        (WEDNESDAY, "the weekend of November 14th", "2026-11-13", "2026-11-15"),
        (WEDNESDAY, "fim de semana do dia 10 de outubro", "2026-10-09", "2026-10-11"),
        (WEDNESDAY, "finde del 10 de octubre pero salida el lunes 12", "2026-10-09", "2026-10-12"),
        (WEDNESDAY, "october long weekend", "2026-10-09", "2026-10-12"),
        (WEDNESDAY, "para octubre el feriado largo, el del doce", "2026-10-09", "2026-10-12"),
        (WEDNESDAY, "from Good Friday to Easter Sunday", "2027-03-26", "2027-03-28"),
        (WEDNESDAY, "fin de semana santa", "2027-03-25", "2027-03-28"),
        (WEDNESDAY, "the second fortnight of January", "2027-01-16", "2027-01-31"),
        (WEDNESDAY, "a fortnight from the 15th of January", "2027-01-15", "2027-01-29"),
        (SATURDAY, "de sexta a domingo, tem vaga pra 2?", "2027-01-15", "2027-01-17"),
        (FRIDAY, "el viernes que viene, 2 noches", "2027-06-04", "2027-06-06"),
        (SATURDAY, "from the 20th for a week", "2027-01-20", "2027-01-27"),
        (SATURDAY, "hoje a noite tem vaga?", "2027-01-09", "2027-01-10"),
        (SATURDAY, "dia 1º de fevereiro, 7 noites", "2027-02-01", "2027-02-08"),
    ],
)
def test_a_stay_said_in_many_ways_is_one_stay(today: date, text: str, check_in: str, check_out: str) -> None:
    stay = _read(text, today)

    assert stay.ambiguity is None
    assert (str(stay.check_in), str(stay.check_out)) == (check_in, check_out)


@pytest.mark.parametrize(
    ("today", "text", "why"),
    [
        (WEDNESDAY, "mediados de dic", Ambiguity.VAGUE_PERIOD),
        (WEDNESDAY, "jan ou fev, 4 pessoas", Ambiguity.ALTERNATIVES),
        (WEDNESDAY, "some time in May", Ambiguity.VAGUE_PERIOD),
        (WEDNESDAY, "la segunda semana de marzo o la última de abril", Ambiguity.ALTERNATIVES),
        (WEDNESDAY, "después de reyes", Ambiguity.VAGUE_PERIOD),
        (WEDNESDAY, "un finde de octubre", Ambiguity.VAGUE_PERIOD),
        (WEDNESDAY, "finde de halloween", Ambiguity.VAGUE_PERIOD),
        (WEDNESDAY, "antes del 15 de octubre", Ambiguity.VAGUE_PERIOD),
        (WEDNESDAY, "no quiero carnaval, otro momento de febrero", Ambiguity.VAGUE_PERIOD),
        (WEDNESDAY, "no sé si al 20 o al 27 de marzo", Ambiguity.ALTERNATIVES),
        (WEDNESDAY, "del 5 al 8 de octubre o del 12 al 15", Ambiguity.ALTERNATIVES),
        (WEDNESDAY, "del 2 al 9 de enero? y del 9 al 16?", Ambiguity.ALTERNATIVES),
        (SATURDAY, "esta semana", Ambiguity.VAGUE_PERIOD),
    ],
)
def test_what_stays_open_is_asked(today: date, text: str, why: Ambiguity) -> None:
    stay = _read(text, today)

    assert (stay.check_in, stay.check_out) == (None, None)
    # A bare month beside another is vague or two choices: the question asked is the same.
    assert stay.ambiguity in {why, Ambiguity.VAGUE_PERIOD}


@pytest.mark.parametrize(
    "text",
    [
        "hay tele para ver el partido el domingo?",
        "reservé el martes y no me llegó nada",
        "tengo que rendir un final el 3 de diciembre",
        "somos del 9 de julio",
        "not booking anything today, only comparing",
        "transferência efetuada, pagamento efetuado em 12/10",
        "cuánto sale un finde?",
        "what do you charge a night?",
        "qto a diária?",
        "si cancelo con diez días de anticipación",
        "ya van 2 semanas sin factura",
    ],
)
def test_a_day_of_something_else_is_no_stay(text: str) -> None:
    assert _read(text, WEDNESDAY) == SpokenStay()


@pytest.mark.parametrize(
    ("text", "check_in", "check_out", "nights"),
    [
        (
            "tenía la reserva para el 12 de octubre, la podemos pasar al 19, por 3 noches?",
            "2026-10-19",
            "2026-10-22",
            3,
        ),
        (
            "instead of the 8th of October, could we arrive on the 15th and leave on the 19th?",
            "2026-10-15",
            "2026-10-19",
            4,
        ),
        ("no era el 26 de octubre, es el finde del 7 de noviembre", "2026-11-06", "2026-11-08", 2),
        ("era de 4 a 9 de outubro, quero 11 a 16", "2026-10-11", "2026-10-16", 5),
        ("en vez de 3 noches queremos quedarnos 5", "None", "None", 5),
        ("we booked three nights but would rather have five", "None", "None", 5),
    ],
)
def test_a_change_speaks_of_the_new_stay(text: str, check_in: str, check_out: str, nights: int) -> None:
    stay = _read(text, WEDNESDAY, is_change=True)

    assert (str(stay.check_in), str(stay.check_out), stay.nights) == (check_in, check_out, nights)


_PIECES = st.sampled_from(
    [
        "no",
        "perdon",
        "digo",
        "sorry",
        "5",
        "12",
        "28",
        "31",
        "de",
        "del",
        "al",
        "a",
        "hasta",
        "y",
        "o",
        "entre",
        "la",
        "semana",
        "que",
        "viene",
        "finde",
        "largo",
        "juebes",
        "domigo",
        "octubre",
        "9-10",
        "12/24",
        "18-12",
        "25.10",
        "first",
        "of",
        "second",
        "fortnight",
        "from",
        "in",
        "ten",
        "days",
        "tomorrow",
        "daqui",
        "duas",
        "semanas",
        "antes",
        "salida",
        "entrada",
        "llego",
        "me",
        "voy",
        "leaving",
        "arriving",
        "the",
        "3rd",
        "goodfriday",
        "domingo",
        "de",
        "pascua",
        "quincena",
        "noches",
        "ni",
        "loco",
    ]
)


@given(
    text=st.lists(_PIECES, max_size=12).map(" ".join),
    today=st.dates(date(2024, 1, 1), date(2035, 12, 31)),
    is_change=st.booleans(),
)
def test_no_reading_ends_before_it_begins_or_begins_in_the_past(text: str, today: date, is_change: bool) -> None:
    stay = _read(text, today, is_change=is_change)

    if stay.ambiguity is not None:
        assert (stay.check_in, stay.check_out) == (None, None)
    if stay.check_in:
        assert stay.check_in >= today
    if stay.check_in and stay.check_out:
        assert stay.nights == (stay.check_out - stay.check_in).days > 0
