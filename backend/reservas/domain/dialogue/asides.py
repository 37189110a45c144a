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
    r"\b(?:(?:cual|cuales|la|el|lo|que|qual|a|o|which|what s|the) (?:\w+ )??(?:es |e |is )?(?:(?:la|el|a|o|the) )?"
    r"(?:mas (?:[bv]arat\w+|economic\w+|accesible)|menor precio|mais (?:barat\w+|em conta)|cheapest|least expensive)"
    r"|(?:cual|cuales|que|qual|which|what) (?:\w+ ){0,3}?(?:recomend\w+|recomiend\w+|recommend|suger\w+|sugier\w+"
    r"|aconsej\w+|me conviene|suggest))\b"
)
_QUESTION = re.compile(r"[^?¿!.,;\n]*\?")
_AGREES = re.compile(
    r"\b(?:s+i+p?|d+a+l+e+|ok\w*|bueno|buenisimo|va|vamos|listo|perfecto|genial|de una|joya|obvio|claro|acepto"
    r"|confirm\w+|hagamos\w*|hace(?:lo|la)|sim|beleza|fechado|pode|combinado"
    r"|y(?:es|ep|eah|up)|sure|please|great|perfect)\b"
)
_DENIES = re.compile(r"\b(?:no|nao|not|don t|dont|pero|mas|but|todavia|ainda|yet)\b")
_HAS_PAID = re.compile(
    r"\b(?:ya (?:te |les |lo |la )?(?:pag[ue]\w*|transf\w+|deposit\w+|hice)"
    r"|(?:te|les|le) (?:transferi|deposite|pague)|hice (?:la |una |el )?(?:transferencia|pago|deposito)|esta pago"
    r"|(?:te |les )?(?:mando|mande|paso|envio|adjunto) (?:el |un )?comprobante"
    r"|ja (?:paguei|transferi|fiz)|(?:fiz|mandei) o (?:pix|pagamento|comprovante)"
    r"|(?:i|we) (?:ve |have |already |just )*(?:paid|transferred|sent the money))\b"
)


def agrees(text: str) -> bool:
    """Tell whether a message taken for a yes says so outside its questions: "y si llueve?" agrees to nothing."""
    return "?" not in text or _AGREES.search(said_in(_QUESTION.sub(" ", text))) is not None


def agrees_plainly(text: str) -> bool:
    """Tell whether a message that may be a yes has a word for it, and none against: "mmm ok, hagámoslo"."""
    words = said_in(text)
    return "?" not in text and _AGREES.search(words) is not None and not _DENIES.search(words)


def has_paid(text: str) -> bool:
    """Tell whether the guest says that money is on its way: "listo, te transferí"."""
    return "?" not in text and _HAS_PAID.search(said_in(text)) is not None


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
    """Tell whether the guest asks which cabin to take: "¿cuál es la más barata?", "¿cuál me recomendás?"."""
    return _COMPARES.search(said_in(text)) is not None


def show_prices(state: DialogueState) -> Step | None:
    """Look the offers up again, which are listed by their price; None when nothing is searched for."""
    if state.stay is None or state.party is None or state.is_changing:
        return None
    return Step(state.with_(misses=0), commands=(SearchOffers(state.stay, state.party),))
