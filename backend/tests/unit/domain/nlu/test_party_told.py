"""Families, friends and animals as guests list them, in three languages, and codes dictated in a voice note."""

import pytest

from reservas.domain.nlu.identifiers import find_code
from reservas.domain.nlu.noise import blank_noise
from reservas.domain.nlu.normalize import fold, guess_language, tokenize
from reservas.domain.nlu.people import Party, read_party
from reservas.domain.nlu.spelling import correct


def _party(text: str) -> Party:
    tokens = tokenize(blank_noise(fold(text)))
    return read_party(tokens, guess_language(tokens))


@pytest.mark.parametrize(
    ("text", "party"),
    [
        # adults without their noun, shares of a total
        ("2 y 2 nenes", Party(adults=2, children=2, guests=4)),
        ("flia tipo (2+2)", Party(adults=2, children=2, guests=4)),
        ("cuatro más un bebé", Party(adults=4, children=1, guests=5)),
        ("5 (3 son chicos)", Party(adults=2, children=3, guests=5)),
        ("9 pessoas, 3 são crianças", Party(adults=6, children=3, guests=9)),
        ("nine of us and four of those are kids", Party(adults=5, children=4, guests=9)),
        ("six people, one is a baby", Party(adults=5, children=1, guests=6)),
        ("seis en total, cuatro son chicos", Party(adults=2, children=4, guests=6)),
        ("seremos dos adultos y un menor, no tres adultos", Party(adults=2, children=1, guests=3)),
        # people by other names, and those who speak
        ("somos 6 pibes", Party(guests=6)),
        ("5 estudiantes", Party(guests=5)),
        ("8-11/7 x4", Party(guests=4)),
        ("somos una banda, 8", Party(guests=8)),
        ("galera de 10", Party(guests=10)),
        ("la queremos los cuatro", Party(guests=4)),
        ("nós três", Party(guests=3)),
        ("seríamos entre 6 y 8", Party(guests=8)),
        ("éramos 4 mas agora fica 6", Party(guests=6)),
        ("we'd be five", Party(guests=5)),
        ("just the two of us", Party(guests=2)),
        ("voy sola", Party(guests=1)),
        # lists
        ("mi mujer, yo y los dos chicos", Party(adults=2, children=2, guests=4)),
        ("mi marido yo y el nene de 5 años", Party(adults=2, children=1, guests=3)),
        ("eu, minha esposa e as duas crianças", Party(adults=2, children=2, guests=4)),
        ("me and my girlfriend", Party(adults=2, guests=2)),
        ("just my husband and me", Party(adults=2, guests=2)),
        ("me, my mother and my six-year-old", Party(adults=2, children=1, guests=3)),
        ("voy con mis dos nietos", Party(adults=1, children=2, guests=3)),
        ("con mi marido y mis suegros", Party(guests=4)),
        ("two friends and I", Party(guests=3)),
        ("viajaríamos cuatro: mi hermana, yo y nuestros dos hijos", Party(adults=2, children=2, guests=4)),
        ("somos mamá, papá y 3 nenes", Party(adults=2, children=3, guests=5)),
        ("casal + bebê", Party(adults=2, children=1, guests=3)),
        ("two adults and a nine-year-old", Party(adults=2, children=1, guests=3)),
        ("2 adultos, 1 nena de 6 y un bebe de 8 meses", Party(adults=2, children=2, guests=4)),
        # nobody who comes
        ("lo charlo con mi marido y te aviso", Party()),
        ("vou conversar com minha esposa", Party()),
        ("meu filho me passou o site", Party()),
        ("a couple of hours", Party()),
        ("para 12 a 15 de fevereiro", Party()),
        ("a las dos llegamos", Party()),
        ("desde el mercado pago de mi hijo", Party()),
        ("finde del 12 pareja", Party(adults=2, guests=2)),
        # pets
        ("caigo con dos galgos", Party(pets=2)),
        ("two very lazy greyhounds", Party(pets=2)),
        ("nossa cachorra vai junto", Party(pets=1)),
        ("eu e um vira-lata", Party(guests=1, pets=1)),
        ("we have a small dog", Party(pets=1)),
        ("mi perra es una caniche", Party(pets=1)),
        ("mi perro y mi gata", Party(pets=2)),
        ("al final no va el perro", Party(pets=0)),
        ("no llevo bicho ninguno", Party(pets=0)),
        ("sem animais", Party(pets=0)),
        ("no aceptan perros?", Party()),
        ("hay un portón verde y 2 perros", Party()),
    ],
)
def test_the_party_told(text: str, party: Party) -> None:
    assert _party(text) == party


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("la reserva res dos mil veintiséis ciento dieciocho", "RES-2026-118"),
        ("res veinte veintiséis cero setenta y siete", "RES-2026-077"),
        ("es res guion dos mil veintisiete guion trescientos uno", "RES-2027-301"),
        ("código erre e ese dos mil veintisiete cero quince", "RES-2027-015"),
        ("código ele be noventa ve e", "LB90VE"),
        ("código erre te cinco cinco doble ve pe", "RT55WP"),
        ("cancelen la qd-54-le", "QD54LE"),
        ("el 12 de enero, de a dos", None),
        ("la reserva es para cuatro", None),
    ],
)
def test_a_code_is_understood_however_it_is_said(text: str, code: str | None) -> None:
    assert find_code(text) == code


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dicembre", "diciembre"),
        ("juebes", "jueves"),
        ("imbierno", "invierno"),
        ("nigths", "nights"),
        ("reveillonnnn", "reveillon"),
        ("fevreiro", "fevereiro"),
    ],
)
def test_one_slip_is_forgiven(typed: str, meant: str) -> None:
    assert correct(typed) == meant


@pytest.mark.parametrize(
    "word",
    ["junto", "entro", "marta", "mario", "domino", "norte", "personal", "guess", "mayor", "abrir", "coche", "cerca"],
)
def test_a_word_of_its_own_stays(word: str) -> None:
    assert correct(word) == word
