"""A guest's words show which language to answer in: a stable choice, changed by a wish, a first word, or two messages.

The choice is `language`, which is spoken, and `heard`, the language of the guest's last clear message, None before one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

LONGEST_READ = 600  # characters: who writes more has long shown their language
SURE_WORDS, SURE_RATIO = 2, 3  # so many words of a language, and so many times as many as of any other

_CLAUSE_END = re.compile(r"[.,;:!?¿¡\n]+")
_CLAUSE_ENDS = re.compile(rf"({_CLAUSE_END.pattern})")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def _set_of(running_text: str) -> frozenset[str]:
    return frozenset(running_text.split())


# Words of one language that the other two do not write, not even without accents or in haste.
_MARKS: Mapping[str, frozenset[str]] = {
    "es": _set_of(
        "acá adentro ahora ahí al alguien alguna alla allá alquilar así año baño bien buen buenas bueno busco "
        "cabaña cabañas che chicos con cuando cuanta cuanto cuantos cuatro cuesta cuál cuándo cuánta cuánto "
        "cuántos cómo dale decime dejar del después diciembre diez disponibilidad donde dos días dónde eh el "
        "en enero es esa escribo eso estadía esto estoy están febrero fechas fijate finde gracias grax hablar "
        "hacer hasta hay hijos hola hoy irnos jueves junio la largo las les libre listo llegamos llegar llego "
        "lo los lunes mandame martes marzo mascotas mayo mañana mi miercoles mirá mis miércoles muy nadie "
        "necesito nenes noche noches nosotros noviembre nuestra nuestro nuevo octubre otra otro parrilla "
        "pasado pero perra perrito perro personas pileta podes podés porfa precio precios puede pueden puedo "
        "queda quedan quería quiero quisiera quisiéramos sale septiembre sería seña señar si solo su sus sé "
        "sí sólo tambien también tardes tendrian tendrán tenemos tenes tengo tenés tiene tienen todavía un "
        "una unas unos ustedes viene viernes vos y"
    ),
    "pt": _set_of(
        "aceita aceitam agora alguem alguma alguém alugar amanha amanhã ao aos aqui ate até aí bem boa bom "
        "cabanas cachorra cachorro cachorros casal chale chalé chega chegamos chegar chego churrasqueira "
        "coisa com cozinha crianca criancas criança crianças custa depois deu dezembro diaria dinheiro "
        "disponibilidade disponivel disponível diária dois duas dá e em então essa esse estao estou estão eu "
        "fala falar faz fazer feriadão fevereiro fica ficam ficar filho filhos fim foi gostaria gostariamos "
        "gostaríamos hoje hospedagem isso janeiro julho junho já lá mais manhã março mesmo meu meus mim minha "
        "minhas muito mãe na nao nas nem ninguém noite noites nossa nosso nossos não né nós obg obrigada oi "
        "olha olá onde os ou outra outro outubro passar pela pessoa pessoas pode podem posso pra pras precisa "
        "preciso preco preço quais qual quando quanta quantas quanto quantos quarta quatro quem quero "
        "reveillon réveillon saida sair sao saída sei sem setembro sexta sim sinal sou são só tambem também "
        "tem temos tenho ter terca terça três tudo têm tô uma umas uns vai valeu vcs vem voce voces você "
        "vocês vou à às é"
    ),
    "en": _set_of(
        "about adults after afternoon all also an and any anything april are arrive arriving at august "
        "availability available back be because bed been before big book but by cabin cabins can can't cancel "
        "change cheers children cost could couple dates december deposit did does doesn't dogs don't each "
        "english evening everything february find five for four free friday from get give good got guests had "
        "has have hello here hey hi how i i'd i'll i'm i've if instead is isn't it it's its january july "
        "june just kids know leave leaving let like looking love make many march may monday more much my need "
        "new next night nights not november now october of off on one only or other our over paid pay payment "
        "people person please price refund right saturday see send september shall should since some somebody "
        "someone sorry speak stay staying still sunday sure talk tell th than thank thanks that that's the "
        "then there these they this those three through thursday till to today tomorrow tonight tuesday two "
        "under until ur us very want was we we'd we're we've wednesday week weekend were what what's when "
        "where which who why will with without would yeah yes you you've your"
    ),
}

_NAMES: Mapping[str, str] = {
    "es": r"espa[nñ]ol|castellano|spanish|espanhol",
    "pt": r"portugu[eéê]s|portuguese",
    "en": r"ingl[eéê]s|english",
}
_ASKS = (
    r"(?:habl|fal[aeo]|escrib|escrev|speak|talk|writ|respond|contest|answer|reply|segui|continu|cambi|mud|switch|atend|"
    r"prefier|prefir|prefer)\w*"
)
_PLEASE = r"please|pls|por favor|porfa"
_WISHES: Mapping[str, re.Pattern[str]] = {
    language: re.compile(
        rf"(?<!\w)(?:{_ASKS}(?: \w+){{0,2}}? (?:(?:en|em|in|a|to|para) )?(?:{names})"
        rf"|(?:(?:en|em|in) )?(?:{names}) (?:{_PLEASE})|(?:{_PLEASE}) (?:en|em|in) (?:{names})"
        rf"|(?:ser|be|do(?: this)?) (?:en|em|in) (?:{names}))(?!\w)"
    )
    for language, names in _NAMES.items()
}
_NAMED_ALONE = {language: re.compile(rf"(?:(?:en|em|in) )?(?:{names})") for language, names in _NAMES.items()}
# "No hablo español" asks for anything but Spanish.
_REFUSES = re.compile(r"(?<!\w)(?:no|not|don't|dont|n[aã]o|can't|cannot|sin|sem|nada)(?!\w)")
# What a wish is wrapped in; anything else in the message is for the dialogue to understand.
_POLITE = _set_of(
    "sorry perdon perdón disculpa disculpá disculpe desculpa desculpe "
    "hi hello hey hola oi olá ola buenas bom boa dia tarde please pls por favor porfa thanks thank you gracias "
    "obrigado obrigada can could do does is it possible we i me us let's que se puede podemos podes podés pode "
    "podemos vocês vcs você voce vos usted ustedes prefiero a to in en em la el this it conversación "
    "conversation language"
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A language asked for by name; `is_all` when the message asks for nothing else."""

    language: str
    is_all: bool


def asked_language(text: str) -> Wish | None:
    """Return the language that the guest asks for: "english please", "em português", "podemos hablar en español?"."""
    clauses = [" ".join(part.split()) for part in _CLAUSE_END.split(_lowered(text)) if part.strip()]
    for number, clause in enumerate(clauses):
        others = " ".join(clauses[:number] + clauses[number + 1 :])
        for language, wish in _WISHES.items():
            found = wish.search(clause) or _NAMED_ALONE[language].fullmatch(clause)
            if found and not _REFUSES.search(clause[: found.end()]):
                rest = f"{clause[: found.start()]} {clause[found.end() :]} {others}"
                return Wish(language, is_all=_POLITE.issuperset(_WORD.findall(rest)))
    return None


def without_wish(text: str) -> str:
    """Return what `text` says beside its wish for a language, all of it if it says nothing else."""
    wish = asked_language(text)
    if wish is None or wish.is_all:
        return text
    parts = _CLAUSE_ENDS.split(text[:LONGEST_READ])
    for at in range(0, len(parts), 2):
        clause = " ".join(_lowered(parts[at]).split())
        found = _WISHES[wish.language].search(clause) or _NAMED_ALONE[wish.language].fullmatch(clause)
        if found:
            rest = f"{clause[: found.start()]} {clause[found.end() :]}".strip()
            parts[at] = "" if _POLITE.issuperset(_WORD.findall(rest)) else rest
    return "".join(parts).lstrip(" .,;:!?\n") + text[LONGEST_READ:]


def heard_language(text: str) -> tuple[str, bool] | None:
    """Return the language that `text` shows and whether it does so clearly; None when it shows none: "ok", "4"."""
    words = set(_WORD.findall(_lowered(text)))
    scores = {language: len(words & marks) for language, marks in _MARKS.items()}
    best = max(scores, key=lambda language: scores[language])
    most, next_most = scores[best], max(score for language, score in scores.items() if language != best)
    if most == next_most:
        return None
    return best, most >= SURE_WORDS and most >= SURE_RATIO * next_most


def choose_language(language: str, heard: str | None, text: str) -> tuple[str, str | None]:
    """Return which language to speak after `text`, and the one last heard clearly.

    A guest's first words decide at once; from then on one foreign message may be a quotation, two are a wish.
    """
    shown = heard_language(text)
    wish = asked_language(text)
    if wish and (wish.is_all or shown is None or shown == (wish.language, True) or not shown[1]):
        return wish.language, wish.language
    if shown is None:
        return language, heard
    now, is_clear = shown
    if heard is None:
        return now, now if is_clear else None
    if not is_clear:
        return language, heard
    return (now if now in (language, heard) else language), now


def _lowered(text: str) -> str:
    return text[:LONGEST_READ].casefold().replace("’", "'")
