"""What guests ask about a cabin, each thing an answer of its own, in the owner's words or not at all."""

import re
from collections.abc import Sequence

from reservas.domain.dialogue import asking
from reservas.domain.dialogue.actions import ABOUT_A_CABIN, Action, ActionKind
from reservas.domain.dialogue.controls import asks_of_hours_alone, asks_of_pets_alone, said_in, topics_in
from reservas.domain.dialogue.events import ABOUT_THE_PLACE, CabinFact, CabinsFound, GuestSaid
from reservas.domain.dialogue.matching import are_alike, mentions, subjects_of
from reservas.domain.dialogue.phrases import button, cabin_rows, person_buttons, pin, row
from reservas.domain.dialogue.replies import Buttons, Image, ListReply, Reply, Text
from reservas.domain.dialogue.state import (
    AskPerson,
    Awaiting,
    CabinName,
    Command,
    DialogueState,
    FindCabins,
    Setting,
    Step,
)
from reservas.domain.nlu import Intent

MOST_PICTURED = 6
IN_DOUBT = ActionKind.ABOUT
"""Looked up like the services, for a question that nobody is sure to be about the place."""
_BY_INTENT = {Intent.PHOTOS: ActionKind.PHOTOS, Intent.LOCATION: ActionKind.PLACE}
_TITLES = {
    ActionKind.PHOTOS: "row.photos",
    ActionKind.SERVICES: "row.services",
    ActionKind.BEDS: "row.beds",
    ActionKind.RULES: "row.rules",
    ActionKind.PLACE: "row.place",
    ActionKind.ROUTE: "row.route",
}


_ASKS = re.compile(
    r"[?¿]|^(?:\W*)(?:tiene|tienen|hay|se puede|puedo|acept|incluye|tem|is there|do you|can i)", re.IGNORECASE
)
_QUESTIONS = re.compile(r"[^?!.\n]*\?")
_CLAUSE = re.compile(r"[^?!.\n]+[?!.]*")
_SENTENCE = re.compile(r"[^.:;\n]+")
_FILLER = re.compile(
    r"a+h+a?|ahi|mira|mire|che|bueno|bien|genial|perfecto|buenisimo|joya|u[hy]+|m+h?m+|ok(?:ay)?|dale|es[aeo]|est[aeo]|"
    r"aquella|osea|tipo|tal|vez|capaz|ja(?:ja)+|je(?:je)+|lol|well|nice|great|legal|otimo|beleza|entao|ai|tambem"
)
_LIKES = re.compile(
    r"\b(?:me (?:gust\w+|quedo|copa|encant\w+|cierra)|prefier\w+|elijo|vamos con|gost(?:ei|o|amos)|adorei|prefir\w+"
    r"|fic(?:o|amos) com|(?:i|we) (?:like|love|prefer)|let s go with|i ll take|we ll take)\b"
)


def is_question(text: str) -> bool:
    """Tell whether a message that fits nothing else asks something about the place: it is looked up, or passed on."""
    return _ASKS.search(text) is not None and bool(subjects_of(text))


def chooses(event: GuestSaid, setting: Setting) -> bool:
    """Tell whether a message says which cabin is wanted and asks nothing of it: "la arrayán", "me gusta la Coihue"."""
    is_silent = "?" not in event.text and not any(topics_in(event.text))
    if event.understanding.cabin is None or not is_silent:
        return False
    return _LIKES.search(said_in(event.text)) is not None or not _subjects(event.text, setting)


def _subjects(text: str, setting: Setting) -> tuple[str, ...]:
    """Return what a question is about, the cabins' names apart: "¿qué tiene la arrayán?" is about everything.

    What stands beside the question, "¿hay wifi? trabajo a la mañana", is why it is asked.
    """
    text = " ".join(_QUESTIONS.findall(text)) or text
    names = {word for one in setting.cabins for word in said_in(one.name).split()}
    said = [one for one in subjects_of(text) if len(one) > 1 and not _FILLER.fullmatch(one)]
    return tuple(one for one in said if not any(are_alike(name, one) for name in names))


def spoken_of(event: GuestSaid, state: DialogueState, setting: Setting) -> str | None:
    """Return the code of the cabin that a message is about: the one it names, else the one that is looked at."""
    return _named(event, setting) or state.cabin


def _named(event: GuestSaid, setting: Setting) -> str | None:
    return next((one.code for one in setting.cabins if one.name == event.understanding.cabin), None)


def asked_about(event: GuestSaid, state: DialogueState, setting: Setting) -> Step:
    """Look up what the message wants to know of the cabin it names, else of the one that is looked at, else of all.

    What may be about anything is looked up too, in doubt: nobody is called for it unasked.
    """
    named = _named(event, setting)
    code = spoken_of(event, state, setting)
    intent = event.understanding.intent
    text = _without_photos(event.text) if event.is_further and intent is Intent.AMENITIES else event.text
    topics = list(topics_in(text)) if intent in (Intent.AMENITIES, Intent.LOCATION) else []
    is_certain = intent in ABOUT_THE_PLACE and event.understanding.is_sure
    about = topics[0] if topics else _BY_INTENT.get(intent, ActionKind.SERVICES if is_certain else IN_DOUBT)
    if intent is Intent.LOCATION and about not in (ActionKind.PLACE, ActionKind.ROUTE):
        about = ActionKind.PLACE
    resumes = not event.is_further and state.awaiting is not None
    is_looked_at = named is not None and state.awaiting in (None, Awaiting.CABIN)
    seen = state.with_(cabin=named) if is_looked_at else state
    return Step(seen.with_(misses=0), commands=(FindCabins(about, code, text, resumes),))


def _without_photos(text: str) -> str:
    """Return what a message asks besides pictures, which are an answer of their own."""
    clauses = [one for one in _CLAUSE.findall(text) if ActionKind.PHOTOS not in topics_in(one)]
    return " ".join(one.strip() for one in clauses) or text


def menu_of(code: str, setting: Setting) -> Reply | None:
    """Return what can be told of the cabin `code`, or None when there is none such."""
    cabin = next((one for one in setting.cabins if one.code == code), None)
    if cabin is None:
        return None
    words = setting.words
    rows = [row(setting, kind, _TITLES[kind], code) for kind in ABOUT_A_CABIN]
    rows.insert(0, row(setting, ActionKind.QUOTE, "button.quote", code))
    rows += [
        row(setting, ActionKind.FAQ, "row.faq", code),
        row(setting, ActionKind.CABINS, "row.cabins"),
        row(setting, ActionKind.PERSON, "button.person"),
    ]
    body = words.say("about", name=cabin.name, capacity=words.count("guests", cabin.capacity))
    return ListReply(body, words.say("about.button"), tuple(rows))


def cabins_found(state: DialogueState, event: CabinsFound, setting: Setting) -> Step:
    """Tell what was asked of one cabin, or of all, and put the open question again."""
    if not event.cabins:
        return Step(state, (person_buttons(setting, setting.words.say("cabin.gone")),))
    commands: tuple[Command, ...] = ()
    if len(event.cabins) == 1:
        replies, is_known = _of_one(state, event, event.cabins[0], setting)
    else:
        replies, is_known = _of_all(event, setting)
    if not is_known and event.about is not IN_DOUBT:
        commands = (AskPerson(),)
    if event.resumes and (question := asking.put_again(state, setting)) is not None:
        return Step(state.with_(asks=state.asks + 1), (*map(_without_ways, replies), question), commands)
    return Step(state, replies, commands)


def _without_ways(reply: Reply) -> Reply:
    """Return an answer as words alone: the question that follows has taps of its own, and one is enough."""
    return Text(reply.body) if isinstance(reply, Buttons) else reply


def _photos(state: DialogueState, event: CabinsFound, cabin: CabinFact, setting: Setting) -> tuple[Reply, ...]:
    words = setting.words
    is_quoted = state.awaiting is Awaiting.BOOK and state.cabin == cabin.code
    if is_quoted and not event.resumes:
        # Asked together with the price, which came with them.
        return (Text(words.say("about.photos_above", name=cabin.name)),)
    pictures = [Image(url, caption) for url, caption in cabin.photos]
    if pictures and event.resumes:
        return tuple(pictures)
    key = "about.photos" if pictures else "about.no_photos"
    return (*pictures, _then(words.say(key, name=cabin.name), cabin, setting))


def _of_one(
    state: DialogueState, event: CabinsFound, cabin: CabinFact, setting: Setting
) -> tuple[tuple[Reply, ...], bool]:
    words = setting.words
    match event.about:
        case ActionKind.PHOTOS:
            return _photos(state, event, cabin, setting), True
        case ActionKind.BEDS:
            capacity = words.count("guests", cabin.capacity)
            return (
                _then(words.say("about.beds", name=cabin.name, beds=cabin.beds, capacity=capacity), cabin, setting),
            ), True
        case ActionKind.PLACE:
            place = _then(words.say("about.place", name=cabin.name, address=cabin.address), cabin, setting)
            return (pin(cabin.name, cabin.address, cabin.latitude, cabin.longitude), place), True
        case ActionKind.ROUTE:
            told = words.say("about.route", name=cabin.name, address=cabin.address, directions=cabin.how_to_arrive)
            return (_then(told, cabin, setting), pin(cabin.name, cabin.address, cabin.latitude, cabin.longitude)), True
        case ActionKind.RULES:
            asked = _rule_of_all(event, setting)
            return (_then(_rules(cabin, setting) if asked is None else asked, cabin, setting),), True
        case _:
            return _services(event, [cabin], setting)


def _of_all(event: CabinsFound, setting: Setting) -> tuple[tuple[Reply, ...], bool]:
    cabins, words = event.cabins, setting.words
    if event.about in (ActionKind.SERVICES, IN_DOUBT) and _subjects(event.words, setting):
        return _services(event, cabins, setting)
    if event.about is ActionKind.RULES and (told := _rule_of_all(event, setting)) is not None:
        return (Text(told),), True
    if event.about in (ActionKind.PLACE, ActionKind.ROUTE) and len({one.address for one in cabins}) == 1:
        return _place_of_all(event, setting), True
    pictures: list[Reply] = []
    if event.about is ActionKind.PHOTOS:
        pictures = [Image(one.photos[0][0], one.name) for one in cabins[:MOST_PICTURED] if one.photos]
    names = [CabinName(one.code, one.name, one.capacity) for one in cabins]
    about = ActionKind.SERVICES if event.about is IN_DOUBT else event.about
    rows = cabin_rows(names, setting, lambda code: Action(about, (code,)))
    which = ListReply(
        words.say("about.which"),
        words.say("found.button"),
        (*rows, row(setting, ActionKind.PERSON, "button.person")),
    )
    return (*pictures, which), True


def _place_of_all(event: CabinsFound, setting: Setting) -> tuple[Reply, ...]:
    """Return where the cabins are, which stand together, or how to get there."""
    words, one = setting.words, event.cabins[0]
    is_route = event.about is ActionKind.ROUTE
    told = words.say(
        "about.route_all" if is_route else "about.place_all", address=one.address, directions=one.how_to_arrive
    )
    return (Text(told), pin(one.address, one.address, one.latitude, one.longitude))


def _services(event: CabinsFound, cabins: Sequence[CabinFact], setting: Setting) -> tuple[tuple[Reply, ...], bool]:
    """Answer what the owner wrote, by its words; what nobody wrote down is not known, and a person is asked."""
    words, subjects = setting.words, _subjects(event.words, setting)
    if not subjects:
        cabin = cabins[0]
        told = words.say("about.services", name=cabin.name, amenities=", ".join(cabin.amenities))
        return (_then(told, cabin, setting),), True
    found = [(one, _lines_about(one, subjects)) for one in cabins]
    having = [(one, lines) for one, lines in found if lines]
    if not having:
        key = "about.doubt" if event.about is IN_DOUBT else "about.unknown"
        return (person_buttons(setting, words.say(key)),), False
    lines = dict.fromkeys(line for _, told in having for line in told)
    if len(cabins) == 1:
        told = words.say("about.has", name=having[0][0].name, what="; ".join(lines))
        return (_then(told, having[0][0], setting),), True
    names = ", ".join(one.name for one, _ in having)
    key = "about.all_have" if len(having) == len(cabins) else "about.some_have"
    return (Text(words.say(key, names=names, what="; ".join(lines))),), True


def _lines_about(cabin: CabinFact, subjects: Sequence[str]) -> list[str]:
    """Return what the owner wrote that names each of the subjects, or nothing when one of them is named nowhere."""
    described = [sentence.strip() for sentence in _SENTENCE.findall(cabin.description)]
    written = [*cabin.amenities, *cabin.rules, cabin.beds, *described]
    lines = [[line for line in written if mentions(line, subject)][:1] for subject in subjects]
    return list(dict.fromkeys(line for some in lines for line in some)) if all(lines) else []


def _rule_of_all(event: CabinsFound, setting: Setting) -> str | None:
    """Return the one rule that was asked for, where it can be told of all cabins at once: pets, or the hours."""
    words = setting.words
    if asks_of_pets_alone(event.words):
        names = ", ".join(one.name for one in event.cabins if one.takes_pets)
        if len(event.cabins) == 1 and names:
            return words.say("about.pets")
        return words.say("about.pets_in", names=names) if names else words.say("about.no_pets")
    hours = {(one.check_in_time, one.check_out_time) for one in event.cabins}
    if len(hours) > 1 or not asks_of_hours_alone(event.words):
        return None
    ((check_in, check_out),) = hours
    return words.say("about.hours", check_in_time=f"{check_in:%H:%M}", check_out_time=f"{check_out:%H:%M}")


def _rules(cabin: CabinFact, setting: Setting) -> str:
    words = setting.words
    hours = {"check_in_time": f"{cabin.check_in_time:%H:%M}", "check_out_time": f"{cabin.check_out_time:%H:%M}"}
    pets = words.say("about.pets" if cabin.takes_pets else "about.no_pets")
    head = words.say("about.rules", name=cabin.name, capacity=words.count("guests", cabin.capacity), **hours)
    return "\n".join([head, pets, *(f"· {rule}" for rule in cabin.rules)])


def _then(body: str, cabin: CabinFact, setting: Setting) -> Reply:
    return ways_on(body, cabin.code, setting)


def ways_on(body: str, code: str, setting: Setting) -> Reply:
    """Return `body` with the ways on from the cabin `code`: its price, more of it, a person."""
    return Buttons(
        body,
        (
            button(setting, ActionKind.QUOTE, "button.quote", code),
            button(setting, ActionKind.ABOUT, "button.about", code),
            button(setting, ActionKind.PERSON, "button.person"),
        ),
    )
