"""What guests say while they make up their mind: that they will think about it, or would like to pay less."""

import re

from reservas.domain.dialogue import asking
from reservas.domain.dialogue.controls import said_in
from reservas.domain.dialogue.phrases import person_buttons
from reservas.domain.dialogue.replies import Text
from reservas.domain.dialogue.state import DialogueState, SearchOffers, Setting, Step

_SAY = r"(?:aviso|avisamos|confirmo|confirmamos|digo|decimos)"
_LATER = r"(?:despues|luego|mas tarde|manana|en un rato)"
_THINKS = re.compile(
    r"\b(?:"
    r"l[oa] (?:pienso|pensamos|charl\w+|habl[oa]\w*|consult\w+|convers\w+|vemos)|(?:pensar|charlar|consultar)l[oa]"
    r"|dej[ae](?:me|nos|nme)? (?:que l[oa] )?(?:pens\w+|consult\w+|charl\w+|habl\w+|ver)"
    rf"|{_LATER} (?:te|les|le) {_SAY}|(?:te|les|le) {_SAY} {_LATER}"
    r"|vou (?:pensar|conversar|falar com|consultar|ver com)|deixa? eu (?:pensar|ver)"
    r"|depois (?:eu )?(?:te |lhe )?(?:aviso|falo|confirmo)|(?:te|lhe) (?:aviso|falo|confirmo) depois"
    r"|(?:let (?:me|us)|i ll|we ll|i will|we will|need to|have to|going to|gonna) (?:think|sleep on|check with|talk it)"
    r"|get back to you|let you know"
    r")\b"
)
_HAGGLES = re.compile(
    r"\b(?:descuentos?|rebaj\w+|oferta|promo\w*|me hac\w+ (?:un |mejor |buen )*precio|(?:mejor|ultimo|buen) precio"
    r"|un poco menos|mas barat[oa]s? (?:si|por|pag\w+)|(?:muy|re|esta|es|son|que|un poco) car[oa]s?|car[ií]sim\w+"
    r"|descontos?|melhor preco|faz (?:um )?preco|muito car[oa]s?|ta caro"
    r"|discounts?|best price|any deals?|cheaper (?:if|price|rate)|too expensive|pricey)\b"
)
_COMPARES = re.compile(
    r"\b(?:cual|cuales|la|el|lo|que|qual|a|o|which|what s|the) (?:\w+ )??(?:es |e |is )?(?:(?:la|el|a|o|the) )?"
    r"(?:mas (?:[bv]arat\w+|economic\w+|accesible)|menor precio|mais (?:barat\w+|em conta)|cheapest|least expensive)\b"
)


def thinks(text: str) -> bool:
    """Tell whether the guest wants to make up their mind first: "lo charlo con mi marido y te aviso"."""
    return "?" not in text and _THINKS.search(said_in(text)) is not None


def haggles(text: str) -> bool:
    """Tell whether the guest would like to pay less: "¿me hacés precio?"."""
    return _HAGGLES.search(said_in(text)) is not None


def leave_time(state: DialogueState, setting: Setting) -> Step:
    """Leave the guest in peace; the question stays open for when they come back."""
    return Step(state.with_(misses=0), (Text(setting.words.say("think.it")),))


def keep_price(state: DialogueState, setting: Setting) -> Step:
    """Say that the price has all discounts in it, and put the open question again."""
    said = setting.words.say("price.best")
    question = asking.put_again(state, setting)
    if question is None:
        return Step(state.with_(misses=0), (person_buttons(setting, said),))
    return Step(state.with_(misses=0), (Text(said), question))


def compares(text: str) -> bool:
    """Tell whether the guest asks which cabin costs least: "¿cuál es la más barata?"."""
    return _COMPARES.search(said_in(text)) is not None


def show_prices(state: DialogueState) -> Step | None:
    """Look the offers up again, which are listed by their price; None when nothing is searched for."""
    if state.stay is None or state.party is None or state.is_changing:
        return None
    return Step(state.with_(misses=0), commands=(SearchOffers(state.stay, state.party),))
