"""Which of the owner's lines a guest's question is about: by the words they share, folded, a plural or ending apart."""

import re
from functools import lru_cache

from reservas.domain.dialogue.controls import said_in

SHORTEST_STEM = 3
SHORTEST_MISSPELT = 6
"""In a shorter word another letter makes another word: "cama" and "cana", "nieve" and "nueve"."""
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
    r"place|include[sd]?|please|hi|hello|amenities|comes?|"
    r"mi|mis|my|our|meus?|minhas?|nuestr[oa]s?|posso|podem|levar|bring|acept\w+|aceit\w+|admit\w+|permit\w+|deja[ns]?|"
    r"voy|vamos|viaj\w+|necesit\w+|precis[oa]\w*|need|consulto|tendran?|tenias|traigo|falta|hace|problemas?|inconvenientes?)"
)
_ALIKE = (
    frozenset({"wifi", "wi", "internet", "conexion", "fibra", "starlink"}),
    frozenset({"parrilla", "asado", "asador", "churrasqueira", "grill", "barbecue", "bbq", "quincho"}),
    frozenset({"pileta", "piscina", "pool", "alberca"}),
    frozenset({"cochera", "estacionamiento", "estacionar", "garage", "parking", "park", "estacionamento"}),
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
    frozenset({"cuna", "practicuna", "crib", "cot", "berco"}),
    frozenset({"mascota", "perro", "perra", "perrito", "gato", "pet", "dog", "cat", "cachorro", "animal", "caniche"}),
    frozenset({"supermercado", "super", "mercado", "almacen", "despensa", "supermarket", "grocery", "groceries"}),
    frozenset({"lena", "firewood", "lenha"}),
    frozenset({"senal", "cobertura", "signal", "reception", "coverage", "sinal"}),
    frozenset({"celular", "celu", "telefono", "cell", "phone", "mobile"}),
)


def subjects_of(question: str) -> tuple[str, ...]:
    """Return the words of a question that say what it is about: "¿tiene parrilla?" is about "parrilla"."""
    return tuple(dict.fromkeys(word for word in said_in(question).split() if not _SMALL.fullmatch(word)))


def mentions(line: str, subject: str) -> bool:
    """Tell whether a line that an owner wrote names the subject, or what means the same."""
    return any(are_alike(word, subject) for word in said_in(line).split())


@lru_cache(maxsize=16_384)
def are_alike(first: str, second: str) -> bool:
    """Tell whether two words mean the same here: another ending, one letter wrong, or another word for it."""
    if _is_same(first, second):
        return True
    return any(_is_among(first, group) and _is_among(second, group) for group in _ALIKE)


def _is_among(word: str, group: frozenset[str]) -> bool:
    return any(_is_same(word, one) for one in group)


def _is_same(first: str, second: str) -> bool:
    shorter, longer = sorted((_stem(first), _stem(second)), key=len)
    if shorter == longer or (len(shorter) > SHORTEST_STEM and longer.startswith(shorter)):
        return True
    return len(shorter) >= SHORTEST_MISSPELT and shorter[0] == longer[0] and _is_slip(shorter, longer)


def _is_slip(shorter: str, longer: str) -> bool:
    """Tell whether one letter is wrong, missing, too many, or two stand in each other's place."""
    if len(longer) - len(shorter) > 1:
        return False
    start = next((at for at, (one, other) in enumerate(zip(shorter, longer, strict=False)) if one != other), None)
    if start is None:
        return True
    if len(shorter) < len(longer):
        return shorter[start:] == longer[start + 1 :]
    swapped = shorter[:start] + shorter[start : start + 2][::-1] + shorter[start + 2 :]
    return shorter[start + 1 :] == longer[start + 1 :] or swapped == longer


def _stem(word: str) -> str:
    return re.sub(r"(?:es|s)$", "", word) if len(word) > SHORTEST_STEM else word
