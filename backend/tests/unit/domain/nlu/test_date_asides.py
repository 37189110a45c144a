"""Errands, doubts, choices and brackets around the days of a stay, read on two Wednesdays."""

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
        ("2026-08-19", "llego el 4 de septiembre a la noche y me voy el 7 a la mañana", "2026-09-04", "2026-09-07"),
        ("2026-08-19", "del viernes al domingo que viene", "2026-08-21", "2026-08-23"),
        ("2026-08-19", "del proximo viernes al lunes", "2026-08-21", "2026-08-24"),
        ("2026-08-19", "este finde que pasó no, el que viene", "2026-08-21", "2026-08-23"),
        ("2026-08-19", "21 de septiembre, dia de la primavera, 2 noches", "2026-09-21", "2026-09-23"),
        ("2026-08-19", "del 18/9 a la tarde al 21/9 a la mañana", "2026-09-18", "2026-09-21"),
        ("2026-08-19", "18/9 14hs hasta 21/9 10hs", "2026-09-18", "2026-09-21"),
        ("2026-08-19", "viernes 18 hasta el lunes 21 de septiembre", "2026-09-18", "2026-09-21"),
        ("2026-08-19", "finde del 18 19 y 20 de septiembre", "2026-09-18", "2026-09-21"),
        ("2026-08-19", "finde 18-20 sept", "2026-09-18", "2026-09-20"),
        ("2026-08-19", "18, 19 y 20 de septiembre", "2026-09-18", "2026-09-21"),
        ("2026-08-19", "las noches del viernes y sabado", "2026-08-21", "2026-08-23"),
        ("2026-08-19", "sept 18 a 20", "2026-09-18", "2026-09-20"),
        ("2026-08-19", "de 18 a 20 de setembro pra 4 pessoas", "2026-09-18", "2026-09-20"),
        ("2026-08-19", "18/set a 20/set, tem vaga?", "2026-09-18", "2026-09-20"),
        ("2026-08-19", "entrando dia 18/09 e saindo dia 20/09", "2026-09-18", "2026-09-20"),
        ("2026-08-19", "dia 18 de setembro, 2 diárias", "2026-09-18", "2026-09-20"),
        ("2026-08-19", "feriado de 12 de outubro", "2026-10-09", "2026-10-12"),
        ("2026-08-19", "Sept 18th for two nights", "2026-09-18", "2026-09-20"),
        ("2026-08-19", "the 18th through the 20th of September", "2026-09-18", "2026-09-20"),
        ("2026-08-19", "Friday September 18 - Sunday September 20", "2026-09-18", "2026-09-20"),
        ("2026-08-19", "9/18-9/20 for two people", "2026-09-18", "2026-09-20"),
        ("2026-08-19", "18/9-20/9 for two people", "2026-09-18", "2026-09-20"),
        ("2026-08-19", "two weeks from the 1st of September", "2026-09-01", "2026-09-15"),
        ("2026-08-19", "for the whole month of October", "2026-10-01", "2026-10-31"),
        ("2026-08-19", "this coming weekend", "2026-08-21", "2026-08-23"),
        ("2026-08-19", "this Friday night", "2026-08-21", "2026-08-22"),
        ("2026-08-19", "tonight till Friday", "2026-08-19", "2026-08-21"),
        ("2026-08-19", "from today until the 22nd", "2026-08-19", "2026-08-22"),
        ("2026-08-19", "arriving late tomorrow, leaving Saturday", "2026-08-20", "2026-08-22"),
        ("2026-08-19", "pasado mañana que es viernes, 2 noches", "2026-08-21", "2026-08-23"),
        ("2026-08-19", "a partir de mañana y hasta el domingo", "2026-08-20", "2026-08-23"),
        ("2026-08-19", "el finde largo de octubre de jueves a lunes", "2026-10-08", "2026-10-12"),
        ("2026-08-19", "finde largo de octubre llegando el sabado", "2026-10-10", "2026-10-12"),
        ("2026-08-19", "finde largo de octubre pero nos vamos el domingo", "2026-10-09", "2026-10-11"),
        ("2026-08-19", "año nuevo, del 30/12 al 2/1", "2026-12-30", "2027-01-02"),
        ("2026-08-19", "pasar navidad, llegamos el 23 y nos vamos el 26", "2026-12-23", "2026-12-26"),
        ("2026-08-19", "para navidad, 3 noches desde el 23", "2026-12-23", "2026-12-26"),
        ("2026-08-19", "fin de año una semana", "2026-12-31", "2027-01-07"),
        ("2026-08-19", "del 28 de diciembre por una semana", "2026-12-28", "2027-01-04"),
        ("2026-08-19", "enero: 2 al 9", "2027-01-02", "2027-01-09"),
        ("2026-08-19", "enero (2 al 9)", "2027-01-02", "2027-01-09"),
        ("2026-08-19", "en enero, segunda quincena", "2027-01-16", "2027-01-31"),
        ("2026-08-19", "1ra quincena enero", "2027-01-01", "2027-01-15"),
        ("2026-08-19", "quincena del 1 al 15 de enero", "2027-01-01", "2027-01-15"),
        ("2026-08-19", "la primera quincena, enero", "2027-01-01", "2027-01-15"),
        ("2026-08-19", "febrero, primera quincena", "2027-02-01", "2027-02-15"),
        ("2026-08-19", "llegamos sabado 9 de enero y nos quedamos 10 dias", "2027-01-09", "2027-01-19"),
        ("2026-08-19", "sábado a sábado, del 9 al 16 de enero", "2027-01-09", "2027-01-16"),
        ("2026-08-19", "la semana del 9 al 16 de enero", "2027-01-09", "2027-01-16"),
        ("2026-08-19", "a partir del 9 de enero, 5 o 6 noches", "2027-01-09", None),
        ("2026-08-19", "entre 5 y 7 noches desde el 9 de enero", "2027-01-09", None),
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
        ("2026-08-19", "primer semana de septiembre", Ambiguity.VAGUE_PERIOD),
        ("2026-08-19", "ultima semana de agosto", Ambiguity.VAGUE_PERIOD),
        ("2026-08-19", "primeros dias de octubre", Ambiguity.VAGUE_PERIOD),
        ("2026-08-19", "feriado de 7 de setembro", Ambiguity.VAGUE_PERIOD),
        ("2026-08-19", "week beginning 14 September", Ambiguity.VAGUE_PERIOD),
        ("2026-08-19", "de sábado a sábado en enero", Ambiguity.VAGUE_PERIOD),
        ("2026-08-19", "una semana de enero", Ambiguity.VAGUE_PERIOD),
        ("2026-08-19", "si hay lugar del 9 o 10 hasta el 16 de enero", Ambiguity.ALTERNATIVES),
        ("2026-08-19", "del 9 (o 10) al 16 de enero", Ambiguity.ALTERNATIVES),
    ],
)
def test_what_a_careful_person_would_ask_is_asked(today: str, text: str, why: Ambiguity) -> None:
    assert _read(today, text).ambiguity is why


@pytest.mark.parametrize(
    ("today", "text"),
    [
        ("2026-08-19", "fui el 9 de enero del año pasado y quiero volver"),
        ("2026-08-19", "vencio el 15 mi seña"),
        ("2026-08-19", "hasta que dia tengo para pagar, el 30?"),
        ("2026-08-19", "pagué el 12"),
        ("2026-08-19", "transfiero el lunes sin falta"),
        ("2026-08-19", "mañana te confirmo"),
        ("2026-08-19", "el lunes te aviso"),
        ("2026-08-19", "el finde te escribo"),
        ("2026-08-19", "te llamo el viernes"),
        ("2026-08-19", "I'll let you know tomorrow"),
        ("2026-08-19", "amanhã eu confirmo"),
        ("2026-08-19", "te aviso mañana si vamos"),
        ("2026-08-19", "hoy no puedo hablar"),
        ("2026-08-19", "buen finde!"),
        ("2026-08-19", "feliz año nuevo!"),
    ],
)
def test_other_figures_are_no_days(today: str, text: str) -> None:
    stay = _read(today, text)

    assert not stay.is_mentioned
