"""What must be answered first, and what after, in sentences of our own."""

from datetime import date

import pytest

from reservas.domain.nlu import Intent, understand

TODAY = date(2026, 9, 16)
CABINS = ("Arrayán", "Coihue", "Cabaña Lenga")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("buen día!", Intent.GREETING),
        ("holaaaa", Intent.GREETING),
        ("queda alguna cabaña en octubre?", Intent.AVAILABILITY),
        ("para 4 del 2 al 6 de octubre", Intent.AVAILABILITY),
        ("qué tarifa tienen?", Intent.PRICE),
        ("hay lugar del 2 al 6 y cuánto sale?", Intent.PRICE),
        ("reservame del 2 al 6 de octubre", Intent.BOOK),
        ("quiero reservar si está libre el finde", Intent.BOOK),
        ("no quiero reservar, solo saber el precio", Intent.PRICE),
        ("tienen wifi y parrilla?", Intent.AMENITIES),
        ("tienen señal de celular?", Intent.AMENITIES),
        ("me pasás un video?", Intent.PHOTOS),
        ("por qué ruta se llega?", Intent.LOCATION),
        ("hay supermercado cerca?", Intent.LOCATION),
        ("puedo pagar con tarjeta?", Intent.PAYMENT),
        ("no me funciona el link de pago", Intent.PAYMENT),
        ("cuánto es la seña?", Intent.PAYMENT),
        ("me decís si mi reserva sigue en pie?", Intent.STATUS),
        ("R-7K3QXM", Intent.STATUS),
        ("se puede cancelar sin costo?", Intent.CANCEL),
        ("quiero modificar la fecha", Intent.CHANGE_DATES),
        ("reservé para el 10 de enero pero necesito 2 noches más", Intent.CHANGE_DATES),
        ("pasame con el dueño", Intent.HUMAN),
        ("no funciona la estufa", Intent.COMPLAINT),
        ("sí, dale", Intent.YES),
        ("hola! sí", Intent.YES),
        ("👍", Intent.YES),
        ("no, gracias", Intent.NO),
        ("perfecto, muchas gracias", Intent.THANKS_BYE),
        ("busco trabajo de verano", Intent.OTHER),
        ("", Intent.OTHER),
        ("🙈🙈", Intent.OTHER),
        ("quero fazer uma reserva", Intent.BOOK),
        ("do you have parking?", Intent.AMENITIES),
    ],
)
def test_the_intent(text: str, intent: Intent) -> None:
    assert understand(text, today=TODAY).intent is intent


def test_what_else_was_asked_follows_in_order() -> None:
    understood = understand("hay lugar del 2 al 6 de octubre, cuánto sale y aceptan perros?", today=TODAY)

    assert (understood.intent, understood.also) == (Intent.PRICE, (Intent.AVAILABILITY, Intent.AMENITIES))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("english please. do you have a cabin for the weekend?", Intent.AVAILABILITY),
        ("pode ser em português? quanto custa a diária?", Intent.PRICE),
        ("en español porfa, dónde quedan?", Intent.LOCATION),
    ],
)
def test_a_wish_for_a_language_hides_no_request(text: str, intent: Intent) -> None:
    assert understand(text, today=TODAY).intent is intent


@pytest.mark.parametrize(
    ("text", "also"),
    [
        ("mandame fotos del baño y la cocina", ()),
        ("a cuánto queda la playa?", ()),
        ("está todo sucio y pagamos una fortuna, vergüenza", ()),
        ("hay lugar del 2 al 6 de octubre? y a cuánto queda el centro?", (Intent.LOCATION,)),
    ],
)
def test_nothing_is_answered_that_was_not_asked(text: str, also: tuple[Intent, ...]) -> None:
    assert understand(text, today=TODAY).also == also


def test_no_stay_is_kept_where_none_is_asked_for() -> None:
    understood = understand("estuvimos del 2 al 6 de enero y la cabaña estaba sucia", today=TODAY)

    assert (understood.intent, understood.check_in, understood.ambiguity) == (Intent.COMPLAINT, None, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("mi código es R-7K3QXM", "R-7K3QXM"),
        ("r7k3qxm", "R-7K3QXM"),
        ("r - 7k3qxm gracias", "R-7K3QXM"),
        ("res 2027 008", "RES-2027-008"),
        ("es la cd34ef", "CD34EF"),
        ("mi reserva", None),
        ("R-7K3QX", None),
    ],
)
def test_the_code(text: str, code: str | None) -> None:
    assert understand(text, today=TODAY).code == code


@pytest.mark.parametrize(
    ("text", "cabin"),
    [
        ("está libre la arrayan?", "Arrayán"),
        ("precio de la LENGA", "Cabaña Lenga"),
        ("la Lenga o la Coihue", None),
        ("una cabaña", None),
    ],
)
def test_the_cabin(text: str, cabin: str | None) -> None:
    assert understand(text, today=TODAY, cabins=CABINS).cabin == cabin
