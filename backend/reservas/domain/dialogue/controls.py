"""Short orders that steer the talk, or name one thing to be done, known by their words in the three languages."""

import re
from collections.abc import Iterator, Mapping

from reservas.domain.dialogue.actions import ABOUT_A_CABIN, ActionKind
from reservas.domain.nlu.normalize import fold

_SIGNS = re.compile(r"[^\w\s]+")
# The whole message, but for a courtesy: "volver" is an order, "queremos volver en enero" is not.
_ORDERS: Mapping[ActionKind, str] = {
    ActionKind.RESTART: (
        r"(?:volver a empezar|empezar|empecemos|arrancar|arranquemos|comenzar)(?: todo)?(?: de (?:nuevo|cero|vuelta)"
        r"| otra vez)?|de cero|desde cero|reiniciar|resetear|comecar de novo|recomecar|do zero|start (?:over|again)"
        r"|restart|reset"
    ),
    ActionKind.BACK: (
        r"volver(?: atras| al anterior)?|volve(?:r|mos)? atras|vuelvo|atras|para atras|anterior|paso anterior"
        r"|voltar|volta|go back|back|previous"
    ),
    ActionKind.CABINS: (
        r"(?:y )?(?:que|cuales|cuantas|quais|which|what)(?: son)?(?: (?:las|as|the))? (?:cabanas|cabins|chales)"
        r"(?: (?:hay|tienen|tenes|son|tem|ha|voces tem|do you have|are there|there are|ofrecen))*"
        r"|ver (?:las |as )?cabanas|(?:mostrame|me mostra|show me)(?: las| as| the)? (?:cabanas|cabins)"
        r"|(?:see|list)(?: the)? cabins"
    ),
}
_COURTESY = r"(?:por favor|please|porfa|gracias|quiero|quisiera|no|bueno|ok|dale|mejor|puedo|podemos|quero|i want to)"
_WHOLE = {kind: re.compile(rf"(?:{_COURTESY} )*(?:{order})(?: {_COURTESY})*") for kind, order in _ORDERS.items()}
# Anywhere in the message: what it says of a reservation.
_OF_RESERVATION: Mapping[ActionKind, re.Pattern[str]] = {
    kind: re.compile(rf"\b(?:{pattern})")
    for kind, pattern in {
        ActionKind.MORE_TIME: (
            r"mas (?:tiempo|plazo|minutos|rato)|(?:rat(?:o|ito)|minut(?:o|ito)s?|tempinho) mas|"
            r"(?:extend|estir|prolong|alarg)\w* (?:el |la )?(?:plazo|tiempo|"
            r"reserva un rato|pre ?reserva|hold)|otro rato|mais (?:tempo|prazo)|more time|no llego a pagar"
        ),
        ActionKind.MEANS: (
            r"(?:otr[ao]s?|outr[ao]s?|other|another) (?:medio|forma|manera|modo|meio|means|way)s?\w* (?:de |of |to )?"
            r"(?:pag|pay)|(?:medios|formas|meios) de pag|payment (?:methods|options)"
            r"|(?:pag\w+|pay|sena) (?:con|por|en|com|by|with|in) (?:transferencia|efectivo|tarjeta|debito|credito|"
            r"dinheiro|cartao|pix|cash|card|transfer)|(?:acept\w+|toman|reciben|tienen|do you take) (?:transferencia|"
            r"efectivo|tarjeta|debito|credito|pix|cash|card)"
        ),
        ActionKind.RECEIPT: (
            r"(?:mandame|mandas|necesito|quiero|pasame|pasas|enviame|me das|dame|preciso|i need|send me) (?:\w+ ){0,2}"
            r"(?:comprobante|recibo|factura|receipt)|cuanto (?:pague|llevo pagado)|how much (?:have i paid|did i pay)"
        ),
        ActionKind.BALANCE: (
            r"cuanto (?:debo|me falta|nos falta|queda|resta|tengo que pagar)|(?:pagar el|cual es el|ver el) saldo"
            r"|saldo pendiente|quanto (?:devo|falta)|how much (?:do (?:i|we) owe|is left)|balance due"
        ),
        ActionKind.PAY: (
            r"(?:el|otro|un|nuevo|o|the|another|new) link|link (?:de pago|de pagamento|de nuevo|otra vez|again)"
            r"|reenvi\w+ (?:el )?link|no me llego el link"
            r"|(?:pago|tarjeta|dice|sale|fue|sigue) rechazad[oa]|rechaz[oa] (?:el pago|la tarjeta)"
            r"|(?:card|payment) (?:was |got )?declined"
            r"|(?:cartao|pagamento) (?:foi )?recusado"
        ),
    }.items()
}
_PETS = r"mascotas?|perr\w+|gat[oa]s?|pets?|dogs?|cachorr\w+"
_HOURS = r"check ?in|check ?out|horarios?|a que hora|que horas"
_CUSTOMS = r"reglas?|normas?|regras?|rules?|reglamento|fum\w+|smok\w+|fiestas?|festas?|part(?:y|ies)|ruido|silencio"
_ABOUT: Mapping[ActionKind, re.Pattern[str]] = {
    kind: re.compile(rf"\b(?:{pattern})")
    for kind, pattern in {
        ActionKind.PHOTOS: r"fotos?|fotinhos?|imagen|imagenes|imagens|photos?|pictures?|pics",
        ActionKind.BEDS: r"camas?|dormitorios?|habitacion\w*|quartos?|beds?|bedrooms?|matrimonial\w*|cuchetas?",
        ActionKind.RULES: rf"{_CUSTOMS}|{_PETS}|{_HOURS}",
        ActionKind.ROUTE: r"(?:como|how) (?:se )?(?:lleg\w+|voy|vamos|ir|chego|chegar|chegamos|do (?:i|we) get|to get)",
        ActionKind.PLACE: r"donde|ubicacion|direccion|mapa|onde|endereco|where|address|location|queda|zona|cerca",
    }.items()
}


def said_in(text: str) -> str:
    """Return the words of a message without accents and signs, as the patterns here expect them."""
    return " ".join(_SIGNS.sub(" ", fold(text)).split())


def order_in(text: str) -> ActionKind | None:
    """Return what the whole message orders: back, start again, which cabins there are."""
    words = said_in(text)
    return next((kind for kind, pattern in _WHOLE.items() if pattern.fullmatch(words)), None)


def wanted_of_reservation(text: str) -> ActionKind | None:
    """Return what the message wants of a reservation besides its state: time, means, a receipt, the link."""
    words = said_in(text)
    return next((kind for kind, pattern in _OF_RESERVATION.items() if pattern.search(words)), None)


def topics_in(text: str) -> Iterator[ActionKind]:
    """Yield what of a cabin the message names, in the order of `ABOUT_A_CABIN`; services need the list itself."""
    words = said_in(text)
    for kind in ABOUT_A_CABIN:
        if kind in _ABOUT and _ABOUT[kind].search(words):
            yield kind


def asks_of_pets_alone(text: str) -> bool:
    """Tell whether all that a message asks of the house is whether pets may come."""
    return _asks(_PETS, text) and not _asks(_HOURS, text) and not _asks(_CUSTOMS, text)


def asks_of_hours_alone(text: str) -> bool:
    """Tell whether all that a message asks of the house is when one comes and goes."""
    return _asks(_HOURS, text) and not _asks(_PETS, text) and not _asks(_CUSTOMS, text)


def _asks(pattern: str, text: str) -> bool:
    return re.search(rf"\b(?:{pattern})", said_in(text)) is not None
