"""Errands, doubts, choices and brackets around the days of a stay, read on a Wednesday before winter."""

from datetime import date

import pytest

from reservas.domain.nlu.dates import SpokenStay, read_stay
from reservas.domain.nlu.frame import Ambiguity
from reservas.domain.nlu.identifiers import without_codes
from reservas.domain.nlu.noise import blank_noise
from reservas.domain.nlu.normalize import fold, guess_language, tokenize


def _read(today: str, text: str) -> SpokenStay:
    tokens = tokenize(blank_noise(without_codes(fold(text))))
    return read_stay(tokens, today=date.fromisoformat(today), language=guess_language(tokens), is_change=False)


@pytest.mark.parametrize(
    ("today", "text", "check_in", "check_out"),
    [
        ("2027-04-07", "che para el 25 de mayo hay algo?", "2027-05-25", None),
        ("2027-04-07", "del 9 al 11, de julio", "2027-07-09", "2027-07-11"),
        ("2027-04-07", "9, 10 y 11 de julio", "2027-07-09", "2027-07-12"),
        ("2027-04-07", "el 8 de julio a la tarde hasta el domingo", "2027-07-08", "2027-07-11"),
        ("2027-04-07", "una semana en julio, del 10", "2027-07-10", "2027-07-17"),
        ("2027-04-07", "10 de julio, una semanita", "2027-07-10", "2027-07-17"),
        ("2027-04-07", "nos gustaria el fin de semana largo de junio", "2027-06-18", "2027-06-21"),
        ("2027-04-07", "fin de semana largo del 17 de junio", "2027-06-18", "2027-06-21"),
        ("2027-04-07", "20 de junio fin de semana largo", "2027-06-18", "2027-06-21"),
        ("2027-04-07", "viernes 18 de junio al lunes 21", "2027-06-18", "2027-06-21"),
        ("2027-04-07", "para este viernes 2 noches", "2027-04-09", "2027-04-11"),
        ("2027-04-07", "el viernes 9 y nos vamos el domingo 11", "2027-04-09", "2027-04-11"),
        ("2027-04-07", "viernes y sábado que viene", "2027-04-09", "2027-04-11"),
        ("2027-04-07", "pasado mañana hasta el domingo", "2027-04-09", "2027-04-11"),
        ("2027-04-07", "desde pasado mañana 3 noches", "2027-04-09", "2027-04-12"),
        ("2027-04-07", "llego mañana tipo 20hs, me quedo 2", "2027-04-08", None),
        ("2027-04-07", "para hoy a la noche, nada mas", "2027-04-07", "2027-04-08"),
        ("2027-04-07", "ya para esta noche tenes?", "2027-04-07", "2027-04-08"),
        ("2027-04-07", "from tonight until sunday", "2027-04-07", "2027-04-11"),
        ("2027-04-07", "tomorrow for two nights", "2027-04-08", "2027-04-10"),
        ("2027-04-07", "next fri-sun", "2027-04-09", "2027-04-11"),
        ("2027-04-07", "this sat night", "2027-04-10", "2027-04-11"),
        ("2027-04-07", "Saturday night only", "2027-04-10", "2027-04-11"),
        ("2027-04-07", "the weekend of the 15th of May", "2027-05-14", "2027-05-16"),
        ("2027-04-07", "the weekend of 15/16 May", "2027-05-14", "2027-05-16"),
        ("2027-04-07", "14-16 May (Fri-Sun)", "2027-05-14", "2027-05-16"),
        ("2027-04-07", "Fri 14 May to Sun 16 May", "2027-05-14", "2027-05-16"),
        ("2027-04-07", "14th/15th May, 2 nights", "2027-05-14", "2027-05-16"),
        ("2027-04-07", "between May 14 and May 16", "2027-05-14", "2027-05-16"),
        ("2027-04-07", "the 14th & 15th of May", "2027-05-14", "2027-05-16"),
        ("2027-04-07", "May 14, leaving on the 16th", "2027-05-14", "2027-05-16"),
        ("2027-04-07", "we'd arrive May 14 around 8pm and stay till the 16th", "2027-05-14", "2027-05-16"),
        ("2027-04-07", "checking in 14 May checking out 16 May", "2027-05-14", "2027-05-16"),
        ("2027-04-07", "sexta 14/05 a domingo 16/05", "2027-05-14", "2027-05-16"),
        ("2027-04-07", "dias 14 e 15 de maio", "2027-05-14", "2027-05-16"),
        ("2027-04-07", "14 a 16/05 pra casal, tem vaga?", "2027-05-14", "2027-05-16"),
        ("2027-04-07", "chego sexta e vou embora domingo", "2027-04-09", "2027-04-11"),
        ("2027-04-07", "esse fim de semana tem vaga?", "2027-04-09", "2027-04-11"),
        ("2027-04-07", "mês que vem, dia 14 a 16", "2027-05-14", "2027-05-16"),
        ("2027-04-07", "dia 14 do mês que vem, duas noites", "2027-05-14", "2027-05-16"),
        ("2027-04-07", "semana que vem, quarta a sexta, tem vaga?", "2027-04-14", "2027-04-16"),
        (
            "2027-04-07",
            "quiero pasar mi cumple ahi, es el 14 de mayo, iria el 13 y me quedaria hasta el 16",
            "2027-05-13",
            "2027-05-16",
        ),
        ("2027-04-07", "mi cumple es el 14 de mayo", "2027-05-14", None),
        ("2027-04-07", "nos casamos el 14 y queremos ir despues, del 16 al 20 de mayo", "2027-05-16", "2027-05-20"),
        ("2027-04-07", "cobro el 5 y reservo, seria para el 14 de mayo 2 noches", "2027-05-14", "2027-05-16"),
        ("2027-04-07", "te confirmo antes del 20, seria del 14 al 16 de mayo", "2027-05-14", "2027-05-16"),
        ("2027-04-07", "no, el 14 no, el 15 al 17 de mayo", "2027-05-15", "2027-05-17"),
        ("2027-04-07", "el 14 no llego, recien el 15 de mayo hasta el 17", "2027-05-15", "2027-05-17"),
        ("2027-04-07", "vi que el 14 de mayo está ocupado, y el 21?", "2027-05-21", None),
    ],
)
def test_days_are_read_as_they_are_told(today: str, text: str, check_in: str | None, check_out: str | None) -> None:
    stay = _read(today, text)

    assert stay.ambiguity is None
    assert (stay.check_in, stay.check_out) == tuple(day and date.fromisoformat(day) for day in (check_in, check_out))


@pytest.mark.parametrize(
    ("today", "text", "why"),
    [
        ("2027-04-07", "finde largo del 25 de mayo", Ambiguity.VAGUE_PERIOD),
        ("2027-04-07", "para julio la segunda semana", Ambiguity.VAGUE_PERIOD),
        ("2027-04-07", "10 dias en enero", Ambiguity.VAGUE_PERIOD),
        ("2027-04-07", "en invierno", Ambiguity.VAGUE_PERIOD),
        ("2027-04-07", "any weekend in May", Ambiguity.VAGUE_PERIOD),
        ("2027-04-07", "feriado de 1º de maio", Ambiguity.VAGUE_PERIOD),
        ("2027-04-07", "daqui a um mês", Ambiguity.VAGUE_PERIOD),
        ("2027-04-07", "era 14 al 16 de mayo, ahora 21 al 23", Ambiguity.ALTERNATIVES),
        ("2027-04-07", "si no hay el 14 de mayo, el 21", Ambiguity.ALTERNATIVES),
        ("2027-04-07", "o el 14 o el 21 de mayo", Ambiguity.ALTERNATIVES),
        ("2027-04-07", "tanto el 14 como el 21 de mayo me sirven", Ambiguity.ALTERNATIVES),
        ("2027-04-07", "14 ou 21 de maio", Ambiguity.ALTERNATIVES),
        ("2027-04-07", "either 14-16 or 21-23 May", Ambiguity.ALTERNATIVES),
        ("2027-04-07", "flexible, any time between 14 and 30 May", Ambiguity.VAGUE_PERIOD),
        ("2027-04-07", "entre el 14 y el 30 de mayo, 3 noches", Ambiguity.VAGUE_PERIOD),
        ("2027-04-07", "3 noches a elegir entre el 14 y el 20 de mayo", Ambiguity.VAGUE_PERIOD),
        ("2027-04-07", "alguna fecha de mayo que tengan 3 noches seguidas", Ambiguity.VAGUE_PERIOD),
    ],
)
def test_what_a_careful_person_would_ask_is_asked(today: str, text: str, why: Ambiguity) -> None:
    assert _read(today, text).ambiguity is why
