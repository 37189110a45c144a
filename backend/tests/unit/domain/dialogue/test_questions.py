"""A guest's question is known for one that the owner answered, or for none: never for another."""

import pytest

from reservas.domain.dialogue.questions import Written, find_questions, is_about_something

PARKING, GRILL, LINEN, WOOD, MARKET, SIGNAL, COT, PETS = range(1, 9)
WRITTEN = (
    Written(PARKING, ("¿Hay lugar para estacionar?", "cochera", "dónde dejo el auto")),
    Written(GRILL, ("¿La parrilla es propia?", "parrilla compartida", "hacer un asado")),
    Written(LINEN, ("¿Incluye ropa blanca?", "sábanas", "hay que llevar toallas")),
    Written(WOOD, ("¿Hay leña?", "cuánto sale la leña", "bolsa de leña")),
    Written(MARKET, ("¿Hay un supermercado cerca?", "almacén", "dónde comprar comida")),
    Written(SIGNAL, ("¿Hay señal de celular?", "señal", "movistar")),
    Written(COT, ("¿Tienen cuna?", "practicuna", "silla alta")),
    Written(PETS, ("¿Aceptan mascotas?", "perros grandes", "cobran por la mascota")),
)


def found(text: str, written: tuple[Written, ...] = WRITTEN, language: str = "es") -> list[int]:
    return [one["arrayan"] for one in find_questions(text, {"arrayan": written}, language).found]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("¿tienen estacionamiento?", [PARKING]),
        ("donde dejo el auto??", [PARKING]),
        ("hay donde estasionar", [PARKING]),
        ("tiene estacinamiento?", [PARKING]),
        ("se puede hacer un asado", [GRILL]),
        ("tem churrasqueira?", [GRILL]),
        ("hay que llevar sabanas o toallas", [LINEN]),
        ("are towels included?", [LINEN]),
        ("cuanto sale la leña", [WOOD]),
        ("is there firewood?", [WOOD]),
        ("hay algun súper por ahí", [MARKET]),
        ("is there a supermarket nearby?", [MARKET]),
        ("tem mercado perto?", [MARKET]),
        ("hay señal??", [SIGNAL]),
        ("¿tienen cuna?", [COT]),
        ("can I bring my dog?", [PETS]),
        ("posso levar meu cachorro?", [PETS]),
        ("hola buenas, te consulto: vamos con dos perros grandes, ¿hay algún problema?", [PETS]),
        ("Vamos con dos nenes chiquitos, ¿tienen cuna?", [COT]),
        ("¿hay leña y cuna?", [WOOD, COT]),
        ("¿Hay leña? ¿Y estacionamiento?", [WOOD, PARKING]),
    ],
)
def test_a_question_is_known_by_its_words_however_it_is_put(text: str, keys: list[int]) -> None:
    assert found(text) == keys


@pytest.mark.parametrize(
    "text",
    [
        "¿hay farmacia cerca?",
        "¿qué hay cerca?",
        "¿tienen cargador para auto eléctrico?",
        "¿se puede llegar en auto común con nieve?",
        "¿hay perros callejeros peligrosos en el bosque?",
        "¿la cocina es eléctrica o a gas?",
        "¿el celular de la dueña cuál es?",
        "¿hay cama matrimonial?",
        "¿cuánto sale?",
        "hola",
        "",
        "???",
    ],
)
def test_what_the_owner_did_not_answer_is_known_for_nothing(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "rest", "is_whole"),
    [
        ("¿hay leña?", "", True),
        ("hola! una consulta, ¿hay leña? gracias", "", True),
        ("¿hay leña y cancha de tenis?", "cancha de tenis?", False),
        ("¿tienen cancha de tenis y leña?", "¿tienen cancha de tenis", False),
        ("vamos con dos nenes chiquitos, ¿tienen cuna?", "", False),
        ("¿cuánto sale? ¿y hay leña?", "", False),
    ],
)
def test_what_else_is_asked_is_told_apart(text: str, rest: str, is_whole: bool) -> None:
    asked = find_questions(text, {"arrayan": WRITTEN}, "es")
    assert len(asked.found) == 1
    assert (asked.rest, asked.is_whole) == (rest, is_whole)


def test_each_cabin_has_its_own_answer() -> None:
    cabins = {"arrayan": WRITTEN, "coihue": (Written(20, ("¿Hay leña?",)),), "lenga": ()}
    assert find_questions("¿hay leña?", cabins, "es").found == ({"arrayan": WOOD, "coihue": 20},)


@pytest.mark.parametrize("text", ["¿la Ñire tiene parrilla propia?", "Tiene parrilla la ñire?", "en Nire hay parrilla"])
def test_the_cabins_name_says_where_and_not_what(text: str) -> None:
    assert find_questions(text, {"nire": (Written(GRILL, ("¿La parrilla es propia?",)),)}, "es", "Ñire").found


@pytest.mark.parametrize(("language", "key"), [("es", 1), ("pt", 2), ("en", 3)])
def test_of_the_same_question_the_guests_language_is_told(language: str, key: int) -> None:
    written = (
        Written(1, ("¿Tienen wifi?",), "es"),
        Written(2, ("Tem wifi?",), "pt"),
        Written(3, ("wifi",), None),
        Written(4, ("¿Hay wifi?",), "es"),
    )
    assert found("wifi?", written, language) == [key]


def test_an_owners_question_must_name_what_it_is_about() -> None:
    assert is_about_something("¿Hay leña?")
    assert not is_about_something("¿Qué hay cerca de la cabaña?")
