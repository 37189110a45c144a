"""Dates, money and lengths of time as guests from Argentina, Brazil and elsewhere read them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reservas.domain.stays import Party, Stay
from reservas.domain.wording import words_for

WORDS = words_for("es")
TODAY = date(2026, 11, 21)
WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
STAY = Stay(date(2027, 1, 10), date(2027, 1, 14))


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_a_day_is_said_with_its_weekday_and_with_its_year_when_that_could_be_doubted(day: date) -> None:
    said = WORDS.day(day, TODAY)

    assert said.startswith(f"{WEEKDAYS[day.weekday()]} {day.day} de ")
    assert said.endswith(f" de {day.year}") == (day < TODAY or day > TODAY + timedelta(days=300))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 21), "sábado 21 de noviembre"),
        (date(2027, 3, 3), "miércoles 3 de marzo"),
        (date(2027, 12, 31), "viernes 31 de diciembre de 2027"),
        (date(2026, 11, 20), "viernes 20 de noviembre de 2026"),
    ],
)
def test_days(day: date, said: str) -> None:
    assert WORDS.day(day, TODAY) == said


def test_a_stay_is_two_days_and_its_nights() -> None:
    assert WORDS.stay(STAY, TODAY) == "domingo 10 al jueves 14 de enero (4 noches)"
    over_new_year = Stay(date(2026, 12, 30), date(2027, 1, 2))
    assert WORDS.stay(over_new_year, TODAY) == "miércoles 30 de diciembre al sábado 2 de enero (3 noches)"
    line = WORDS.stay_line(STAY, TODAY, time(15), time(10, 30))
    assert line == ("Llegada: domingo 10 de enero, desde las 15:00\nSalida: jueves 14 de enero, hasta las 10:30")


@pytest.mark.parametrize(
    ("cents", "currency", "said"),
    [
        (34_000_000, "ARS", "$\u00a0340.000"),
        (34_000_050, "ARS", "$\u00a0340.000,50"),
        (1, "ARS", "$\u00a00,01"),
        (0, "ARS", "$\u00a00"),
        (123_456_789_012_345_67, "ARS", "$\u00a0123.456.789.012.345,67"),
        (10_000, "USD", "US$\u00a0100"),
    ],
)
def test_money(cents: int, currency: str, said: str) -> None:
    assert WORDS.money(cents, currency) == said


@given(st.integers(0, 10**13))
def test_no_cent_is_lost_on_the_way_to_words(cents: int) -> None:
    whole, _, part = WORDS.money(cents, "ARS").removeprefix("$\u00a0").partition(",")
    assert int(whole.replace(".", "")) * 100 + int(part or 0) == cents
    assert len(part) in (0, 2)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 minutos"),
        (1, "1 minuto"),
        (30, "30 minutos"),
        (60, "1 hora"),
        (75, "1 hora y 15 minutos"),
        (121, "2 horas y 1 minuto"),
        (1440, "24 horas"),
    ],
)
def test_lengths_of_time(minutes: int, said: str) -> None:
    assert WORDS.duration(minutes) == said


@pytest.mark.parametrize(
    ("party", "said"),
    [
        (Party(1), "1 persona"),
        (Party(2, 1), "3 personas"),
        (Party(2, 0, 1), "2 personas y 1 mascota"),
        (Party(1, 0, 2), "1 persona y 2 mascotas"),
    ],
)
def test_who_comes(party: Party, said: str) -> None:
    assert WORDS.party(party) == said


def test_an_hour_is_the_cabins_not_the_servers() -> None:
    instant = datetime(2026, 11, 21, 2, 5, tzinfo=UTC)
    assert WORDS.hour(instant, "America/Argentina/Buenos_Aires") == "23:05"


def test_a_language_we_do_not_speak_yet_gets_spanish() -> None:
    assert words_for("xx") is WORDS


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("pt", "domingo, 10 a quinta-feira, 14 de janeiro (4 noites)"),
        ("en", "Sunday 10 to Thursday 14 January (4 nights)"),
    ],
)
def test_a_stay_in_other_languages(language: str, said: str) -> None:
    assert words_for(language).stay(STAY, TODAY) == said


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [
        ("pt", date(2027, 12, 31), "sexta-feira, 31 de dezembro de 2027"),
        ("en", date(2027, 12, 31), "Friday 31 December 2027"),
        ("en", date(2027, 3, 3), "Wednesday 3 March"),
    ],
)
def test_days_in_other_languages(language: str, day: date, said: str) -> None:
    assert words_for(language).day(day, TODAY) == said


@pytest.mark.parametrize(
    ("language", "cents", "currency", "said"),
    [
        ("pt", 40_250_000, "ARS", "$\u00a0402.500"),
        ("pt", 40_250_050, "BRL", "R$\u00a0402.500,50"),
        ("en", 40_250_000, "ARS", "ARS\u00a0402,500"),
        ("en", -40_250_050, "ARS", "-ARS\u00a0402,500.50"),
        ("en", 10_000, "USD", "US$\u00a0100"),
    ],
)
def test_money_in_other_languages(language: str, cents: int, currency: str, said: str) -> None:
    assert words_for(language).money(cents, currency) == said


@pytest.mark.parametrize(("language", "said"), [("pt", "1 hora e 15 minutos"), ("en", "1 hour and 15 minutes")])
def test_lengths_of_time_in_other_languages(language: str, said: str) -> None:
    assert words_for(language).duration(75) == said


@pytest.mark.parametrize(("language", "said"), [("pt", "3 pessoas e 2 animais"), ("en", "3 people and 2 pets")])
def test_who_comes_in_other_languages(language: str, said: str) -> None:
    assert words_for(language).party(Party(2, 1, 2)) == said
