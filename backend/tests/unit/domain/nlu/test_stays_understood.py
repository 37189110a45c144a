"""Sentences about dates, read on several days of the year, become the stay a careful person would note."""

from datetime import date

import pytest

from reservas.domain.nlu import Ambiguity, understand

WEDNESDAY = date(2026, 9, 16)
FRIDAY = date(2026, 10, 2)
SATURDAY = date(2027, 1, 9)
SUNDAY = date(2026, 9, 20)
NEW_YEARS_EVE = date(2026, 12, 31)
LEAP_DAY = date(2028, 2, 29)


@pytest.mark.parametrize(
    ("today", "text", "check_in", "check_out"),
    [
        # both days with their month, in figures and in words
        (WEDNESDAY, "tienen algo del 2 al 6 de octubre?", "2026-10-02", "2026-10-06"),
        (WEDNESDAY, "del 3/11 al 7/11", "2026-11-03", "2026-11-07"),
        (WEDNESDAY, "3/11-7/11", "2026-11-03", "2026-11-07"),
        (WEDNESDAY, "entre el cinco y el nueve de diciembre", "2026-12-05", "2026-12-09"),
        (WEDNESDAY, "05.11.2026 al 09.11.2026", "2026-11-05", "2026-11-09"),
        (WEDNESDAY, "2026-11-05 al 2026-11-09", "2026-11-05", "2026-11-09"),
        (WEDNESDAY, "10-14 nov", "2026-11-10", "2026-11-14"),
        (WEDNESDAY, "noviembre 10 al 14", "2026-11-10", "2026-11-14"),
        (WEDNESDAY, "del 9 al 12/10", "2026-10-09", "2026-10-12"),
        (WEDNESDAY, "del treinta y uno de octubre al tres de noviembre", "2026-10-31", "2026-11-03"),
        # a month or a year crossed
        (WEDNESDAY, "del 28 al 2 de octubre", "2026-09-28", "2026-10-02"),
        (WEDNESDAY, "desde el 30/9 hasta el 4/10", "2026-09-30", "2026-10-04"),
        (WEDNESDAY, "del 29 de diciembre al 3 de enero", "2026-12-29", "2027-01-03"),
        (NEW_YEARS_EVE, "del 31 al 4", "2026-12-31", "2027-01-04"),
        (WEDNESDAY, "del 15 al 20 de octubre de 2027", "2027-10-15", "2027-10-20"),
        # days without a month
        (WEDNESDAY, "del 20 al 25 hay?", "2026-09-20", "2026-09-25"),
        (WEDNESDAY, "del 3 al 8 del mes que viene", "2026-10-03", "2026-10-08"),
        (WEDNESDAY, "en enero puede ser del 10 al 14", "2027-01-10", "2027-01-14"),
        # lengths
        (WEDNESDAY, "desde el 10 de enero 4 noches", "2027-01-10", "2027-01-14"),
        (WEDNESDAY, "una semana a partir del 4 de enero", "2027-01-04", "2027-01-11"),
        (WEDNESDAY, "un par de noches desde el 5/10", "2026-10-05", "2026-10-07"),
        (WEDNESDAY, "salimos el 12 de octubre, 3 noches", "2026-10-09", "2026-10-12"),
        (WEDNESDAY, "3 dias y 2 noches desde el 9 de octubre", "2026-10-09", "2026-10-11"),
        (WEDNESDAY, "llego el 5 a las 15 hs y me voy el 8", "2026-10-05", "2026-10-08"),
        (WEDNESDAY, "las noches del 9, 10 y 11 de octubre", "2026-10-09", "2026-10-12"),
        # relative days and weekdays
        (WEDNESDAY, "hoy a la noche", "2026-09-16", "2026-09-17"),
        (WEDNESDAY, "pasado mañana, dos noches", "2026-09-18", "2026-09-20"),
        (WEDNESDAY, "de viernes a domingo", "2026-09-18", "2026-09-20"),
        (FRIDAY, "de jueves a domingo", "2026-10-08", "2026-10-11"),
        (WEDNESDAY, "del lunes al viernes de la semana que viene", "2026-09-21", "2026-09-25"),
        (WEDNESDAY, "jueves 1 de octubre al domingo 4", "2026-10-01", "2026-10-04"),
        (SATURDAY, "el sábado que viene una noche", "2027-01-16", "2027-01-17"),
        # weekends
        (WEDNESDAY, "este finde", "2026-09-18", "2026-09-20"),
        (WEDNESDAY, "el finde que viene", "2026-09-18", "2026-09-20"),
        (FRIDAY, "este fin de semana", "2026-10-02", "2026-10-04"),
        (FRIDAY, "el próximo finde", "2026-10-09", "2026-10-11"),
        (SATURDAY, "este finde", "2027-01-09", "2027-01-10"),
        (SUNDAY, "el fin de semana que viene", "2026-09-25", "2026-09-27"),
        (WEDNESDAY, "el finde del 17 de octubre", "2026-10-16", "2026-10-18"),
        (WEDNESDAY, "el último finde de noviembre", "2026-11-27", "2026-11-29"),
        (WEDNESDAY, "finde que viene, llegamos el sábado", "2026-09-19", "2026-09-20"),
        # holidays
        (WEDNESDAY, "finde largo de octubre", "2026-10-09", "2026-10-12"),
        (WEDNESDAY, "el feriado del 8 de diciembre", "2026-12-04", "2026-12-08"),
        (WEDNESDAY, "para carnaval", "2027-02-05", "2027-02-09"),
        (LEAP_DAY, "semana santa", "2028-04-13", "2028-04-16"),
        (WEDNESDAY, "navidad, 5 noches", "2026-12-24", "2026-12-29"),
        (WEDNESDAY, "año nuevo, tres noches", "2026-12-31", "2027-01-03"),
        (WEDNESDAY, "1ra quincena de febrero", "2027-02-01", "2027-02-15"),
        (WEDNESDAY, "segunda quincena de enero", "2027-01-16", "2027-01-31"),
        (WEDNESDAY, "todo febrero", "2027-02-01", "2027-02-28"),
        # Portuguese and English
        (WEDNESDAY, "do dia 20 ao dia 25 de dezembro", "2026-12-20", "2026-12-25"),
        (WEDNESDAY, "de 10 a 12 de outubro, tem vaga?", "2026-10-10", "2026-10-12"),
        (WEDNESDAY, "no próximo fim de semana", "2026-09-18", "2026-09-20"),
        (WEDNESDAY, "any cabin from 20 to 25 October?", "2026-10-20", "2026-10-25"),
        (WEDNESDAY, "is it free 10/20 to 10/25?", "2026-10-20", "2026-10-25"),
        (WEDNESDAY, "for three nights from Dec 3rd", "2026-12-03", "2026-12-06"),
    ],
)
def test_a_clear_stay_is_read(today: date, text: str, check_in: str, check_out: str) -> None:
    understood = understand(text, today=today)

    assert understood.ambiguity is None
    assert (str(understood.check_in), str(understood.check_out)) == (check_in, check_out)
    assert understood.nights == (date.fromisoformat(check_out) - date.fromisoformat(check_in)).days


@pytest.mark.parametrize(
    ("today", "text", "why"),
    [
        (WEDNESDAY, "tienen algo en octubre?", Ambiguity.VAGUE_PERIOD),
        (WEDNESDAY, "la semana que viene hay lugar?", Ambiguity.VAGUE_PERIOD),
        (WEDNESDAY, "semana del 10 de enero", Ambiguity.VAGUE_PERIOD),
        (WEDNESDAY, "quincena de enero", Ambiguity.VAGUE_PERIOD),
        (WEDNESDAY, "el finde del 13 de octubre", Ambiguity.VAGUE_PERIOD),
        (WEDNESDAY, "del 30/2 al 3/3", Ambiguity.IMPOSSIBLE_DATE),
        (WEDNESDAY, "31/11 al 3/12", Ambiguity.IMPOSSIBLE_DATE),
        (WEDNESDAY, "del 15/10 al 9/10", Ambiguity.REVERSED_RANGE),
        (WEDNESDAY, "el 25/12/2025", Ambiguity.PAST),
        (WEDNESDAY, "del 10/9 al 12/9", Ambiguity.RECENT_PAST),
        (WEDNESDAY, "el viernes 10 de octubre", Ambiguity.WEEKDAY_MISMATCH),
        (WEDNESDAY, "el 5/11 o el 12/11", Ambiguity.ALTERNATIVES),
        (WEDNESDAY, "navidad o año nuevo", Ambiguity.ALTERNATIVES),
        (WEDNESDAY, "el miércoles hay lugar?", Ambiguity.TODAY_WEEKDAY),
        (SATURDAY, "el finde tenés algo?", Ambiguity.BARE_WEEKEND),
        (SUNDAY, "este finde tenés algo?", Ambiguity.BARE_WEEKEND),
        (WEDNESDAY, "is it free on 5/11?", Ambiguity.DAY_MONTH_ORDER),
    ],
)
def test_what_a_careful_person_would_ask_is_flagged_and_leaves_no_date(
    today: date,
    text: str,
    why: Ambiguity,
) -> None:
    understood = understand(text, today=today)

    assert understood.ambiguity is why
    assert understood.check_in is None
    assert understood.check_out is None


@pytest.mark.parametrize(
    "text",
    [
        "mi teléfono es +54 9 294 415-5667",
        "cabaña para 4/5 personas",
        "tienen 3/4 camas?",
        "hay alguien 24/7?",
        "mi dni es 30.123.456",
        "cobran $ 12.500 por noche?",
        "mi hijo tiene 10 años",
        "está a 12 km del centro?",
        "a las 15 podemos entrar?",
        "puedo pagar el viernes?",
        "te confirmo el lunes",
        "mi código es R-23H45K",
        "buenas noches",
        "las tarifas de los fines de semana",
    ],
)
def test_figures_that_are_no_dates_stay_out(text: str) -> None:
    understood = understand(text, today=WEDNESDAY)

    assert (understood.check_in, understood.check_out, understood.nights) == (None, None, None)
    assert understood.ambiguity is None


def test_a_change_takes_the_new_dates() -> None:
    texts = (
        "quiero cambiar la reserva del 10 al 14 de enero para el 20 al 24 de enero",
        "necesito cambiar la fecha: en vez del 10 al 14 de enero, del 20 al 24",
    )
    for text in texts:
        understood = understand(text, today=WEDNESDAY)

        assert (understood.check_in, understood.check_out) == (date(2027, 1, 20), date(2027, 1, 24))


def test_an_arrival_without_a_length_leaves_the_departure_open() -> None:
    understood = understand("tenés lugar desde el 12 de octubre?", today=WEDNESDAY)

    assert (understood.check_in, understood.check_out) == (date(2026, 10, 12), None)


def test_an_extra_night_or_a_rate_is_no_length() -> None:
    for text in ("una noche más por favor", "cuánto es por noche?", "hace tres días que escribo", "mínimo 2 noches?"):
        assert understand(text, today=WEDNESDAY).nights is None
