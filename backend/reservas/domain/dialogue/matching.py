"""Which of the owner's lines a guest's question is about: by the words they share, folded, a plural or ending apart."""

import re

from reservas.domain.dialogue.controls import said_in

SHORTEST_STEM = 3
_SMALL = re.compile(
    r"(?:que|cual|cuales|cuanto?s?|cuantas?|como|donde|cuando|quien|el|la|los|las|lo|un|una|unos|unas|de|del|al|a|en|y|o|u|"
    r"con|sin|por|para|si|no|se|me|nos|les|te|le|hay|tiene|tienen|tenes|tenemos|tengo|esta|estan|es|son|ser|sera|"
    r"viene|vienen|trae|traen|incluye|incluyen|incluido|incluida|incluidos|incluidas|cuenta|cuentan|dan|da|puede|"
    r"pueden|puedo|podemos|podria|usar|llevar|haber|algun|alguna|algo|tambien|ademas|todo|todas|todos|cada|muy|mas|"
    r"cabanas?|lugar|casas?|complejo|servicios?|comodidades|cosas|hola|buenas|buen|dia|tardes|noches|gracias|porfa|"
    r"favor|consulta|pregunta|queria|quisiera|saber|quiero|decime|ustedes|vos|ahi|alla|aca|adentro|"
    r"o|os|as|um|uma|no|na|nos|nas|tem|ha|do|da|dos|das|com|sem|e|sao|voces|voce|pode|inclui|cabana|"
    r"is|are|there|the|an|does|do|it|have|has|you|any|with|in|on|of|and|or|for|what|which|how|can|we|i|cabins?|"
    r"\d+|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|lunes|martes|"
    r"miercoles|jueves|viernes|sabado|domingo|finde|janeiro|january|disponib\w*|disponivel|available|libres?|precios?|"
    r"cuesta|sale|valor|reserv\w*|personas?|adultos?|nenes?|chicos?|somos|pessoas?|people|adults?|del|hasta|desde|"
    r"place|include[sd]?|please|hi|hello|amenities|comes?)"
)
_ALIKE = (
    frozenset({"wifi", "wi", "internet", "conexion", "fibra", "starlink"}),
    frozenset({"parrilla", "asado", "asador", "churrasqueira", "grill", "barbecue", "bbq", "quincho"}),
    frozenset({"pileta", "piscina", "pool", "alberca"}),
    frozenset({"cochera", "estacionamiento", "estacionar", "garage", "parking", "estacionamento"}),
    frozenset(
        {"sabanas", "blanca", "blanco", "toallas", "toallones", "linen", "towels", "sheets", "toalhas", "lencois"}
    ),
    frozenset({"calefaccion", "calefactor", "heating", "estufa", "radiante", "aquecimento", "hogar", "salamandra"}),
    frozenset({"tele", "televisor", "television", "tv", "televisao"}),
    frozenset({"cocina", "kitchen", "cozinha", "anafe"}),
    frozenset({"heladera", "freezer", "fridge", "geladeira"}),
    frozenset({"lavarropas", "lavadora", "washing", "washer"}),
    frozenset({"jacuzzi", "hidromasaje", "hidro", "hidromassagem"}),
    frozenset({"desayuno", "breakfast"}),
    frozenset({"fumar", "fuma", "fumo", "smoke", "smoking"}),
    frozenset({"cuna", "practicuna", "crib", "berco"}),
)


def subjects_of(question: str) -> tuple[str, ...]:
    """Return the words of a question that say what it is about: "¿tiene parrilla?" is about "parrilla"."""
    return tuple(dict.fromkeys(word for word in said_in(question).split() if not _SMALL.fullmatch(word)))


def mentions(line: str, subject: str) -> bool:
    """Tell whether a line that an owner wrote names the subject, or what means the same."""
    written = said_in(line).split()
    alike = next((group for group in _ALIKE if subject in group), frozenset({subject}))
    return any(_is_same(word, one) for word in written for one in alike)


def _is_same(first: str, second: str) -> bool:
    shorter, longer = sorted((_stem(first), _stem(second)), key=len)
    return shorter == longer or (len(shorter) > SHORTEST_STEM and longer.startswith(shorter))


def _stem(word: str) -> str:
    return re.sub(r"(?:es|s)$", "", word) if len(word) > SHORTEST_STEM else word
