"""The cabin that a guest names, with a slip in it or without."""

from datetime import date

import pytest

from reservas.domain.nlu import understand

CABINS = ("Arrayán", "Coihue", "Lenga", "Ñire", "Maitén", "Radal")


@pytest.mark.parametrize(
    ("text", "cabin"),
    [
        ("me gusta la Arrayán", "Arrayán"),
        ("bueno la arayan", "Arrayán"),
        ("la arrallan tiene lugar?", None),
        ("quiero la coiue", "Coihue"),
        ("la coihuee esta libre?", "Coihue"),
        ("y la cohiue?", "Coihue"),
        ("la matien cuanto sale", "Maitén"),
        ("la leña está incluida?", None),
        ("espero que venga mi hermano", None),
        ("no me la mantengas", None),
        ("la arayan o la coihue?", "Coihue"),
        ("la cabaña Radal", "Radal"),
        ("la nidal", None),
    ],
)
def test_one_slip_in_a_long_name_is_forgiven(text: str, cabin: str | None) -> None:
    assert understand(text, today=date(2027, 5, 6), cabins=CABINS).cabin == cabin
