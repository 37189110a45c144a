"""However guests count themselves, the party comes out in adults, children, people and pets."""

from datetime import date

import pytest

from reservas.domain.nlu import understand
from reservas.domain.nlu.people import Party

TODAY = date(2026, 9, 16)


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("somos 4", Party(guests=4)),
        ("para cuatro por favor", Party(guests=4)),
        ("seríamos 3 personas", Party(guests=3)),
        ("vamos a ser siete", Party(guests=7)),
        ("somos 6 o 7", Party(guests=7)),
        ("cabaña para 4/5 personas", Party(guests=5)),
        ("familia de 5", Party(guests=5)),
        ("2 adultos y 2 chicos", Party(adults=2, children=2, guests=4)),
        ("dos adultos más un bebé", Party(adults=2, children=1, guests=3)),
        ("somos 4, dos adultos y dos nenas", Party(adults=2, children=2, guests=4)),
        ("somos 4 y un bebé", Party(adults=4, children=1, guests=5)),
        ("5 personas (2 menores)", Party(adults=3, children=2, guests=5)),
        ("una pareja", Party(adults=2, guests=2)),
        ("una pareja con dos nenes de 4 y 7 años", Party(adults=2, children=2, guests=4)),
        ("2 parejas", Party(adults=4, guests=4)),
        ("mi hermana y yo", Party(guests=2)),
        ("voy con mi marido", Party(adults=2, guests=2)),
        ("con mi esposa y mi hija de 4 años", Party(adults=2, children=1, guests=3)),
        ("somos mi marido, mis dos hijos y yo", Party(adults=2, children=2, guests=4)),
        ("una cabaña para mí sola", Party(guests=1)),
        ("somos 2 casais", Party(adults=4, guests=4)),
        ("2 adults and one kid", Party(adults=2, children=1, guests=3)),
        ("there are 3 of us", Party(guests=3)),
        ("reservé para 3 y ahora vamos a ser 5", Party(guests=5)),
        # pets
        ("llevamos 2 perros", Party(pets=2)),
        ("con mi perrita", Party(pets=1)),
        ("no llevamos mascotas", Party(pets=0)),
        ("sin perros", Party(pets=0)),
        ("se pueden llevar mascotas?", Party()),
        # numbers that count something else
        ("para 3 noches", Party()),
        ("para el 4", Party()),
        ("para 2 de enero", Party()),
        ("para 300 mil pesos", Party()),
        ("los chicos quieren pileta", Party()),
        ("prefiero que me atienda una persona", Party()),
        ("mi hijo tiene 8 años", Party()),
    ],
)
def test_the_party(text: str, party: Party) -> None:
    understood = understand(text, today=TODAY)

    assert Party(understood.adults, understood.children, understood.guests, understood.pets) == party
