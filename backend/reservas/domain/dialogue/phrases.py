"""Replies that several steps share, and the buttons' ids with what they carry."""

from collections.abc import Callable, Sequence
from datetime import date

from reservas.domain.dialogue.actions import Action, ActionKind
from reservas.domain.dialogue.replies import Button, Buttons, ListReply, Location, Reply, Row, Text
from reservas.domain.dialogue.state import Awaiting, CabinName, DialogueState, Setting
from reservas.domain.stays import MAXIMUM_PEOPLE, Party, Stay

MAXIMUM_ROWS = 10  # WhatsApp: rows of a list, over all its sections
_ASKED_AGAIN = {
    Awaiting.DATES: "ask.dates_again",
    Awaiting.GUESTS: "ask.guests_again",
    Awaiting.CABIN: "ask.cabin",
}


def button(setting: Setting, kind: ActionKind, key: str, *arguments: str) -> Button:
    """Return a button of `kind` whose words are the catalogue's `key`."""
    return Button(Action(kind, arguments).as_id(), setting.words.say(key))


def row(setting: Setting, kind: ActionKind, key: str, *arguments: str) -> Row:
    """Return a choice of `kind` whose words are the catalogue's `key`."""
    return Row(Action(kind, arguments).as_id(), setting.words.say(key), "")


def cabin_rows(
    cabins: Sequence[CabinName], setting: Setting, action: Callable[[str], Action], most: int = MAXIMUM_ROWS - 1
) -> tuple[Row, ...]:
    """Return a choice for each cabin, at most `most`, that does what `action` makes of its code."""
    words = setting.words
    return tuple(
        Row(action(one.code).as_id(), one.name, words.say("cabins.row", capacity=words.count("guests", one.capacity)))
        for one in cabins[:most]
    )


def cabin_list(setting: Setting) -> Reply:
    """Return the cabins there are, each a tap to hear more of it."""
    words = setting.words
    if not setting.cabins:
        return person_buttons(setting, words.say("cabins.none"))
    rows = cabin_rows(setting.cabins, setting, lambda code: Action(ActionKind.ABOUT, (code,)))
    return ListReply(
        words.say("cabins"), words.say("found.button"), (*rows, row(setting, ActionKind.PERSON, "button.person"))
    )


def typed_button(text: str, setting: Setting) -> Action | None:
    """Return the menu's action whose words the guest typed instead of tapping."""
    typed = " ".join(text.casefold().split()).rstrip(".!")
    kinds = {
        "button.search": ActionKind.SEARCH,
        "button.mine": ActionKind.MINE,
        "button.person": ActionKind.PERSON,
        "button.menu": ActionKind.MENU,
        "button.other_dates": ActionKind.OTHER_DATES,
        "button.back": ActionKind.BACK,
        "row.cabins": ActionKind.CABINS,
    }
    return next((Action(kind) for key, kind in kinds.items() if setting.words.say(key).casefold() == typed), None)


def menu(setting: Setting, *, greet: bool = False) -> Buttons:
    """Return the three things a guest can always do."""
    body = setting.words.say("greeting", name=first_name(setting)) if greet else setting.words.say("menu")
    return menu_buttons(setting, body)


def first_name(setting: Setting) -> str:
    """Return the guest's first name behind a space, or nothing when the profile shows no name."""
    first = next(iter((setting.guest_name or "").split()), "")
    # Some profiles show a number, a dot or a heart for a name: nobody is greeted by those.
    return f" {first}" if first[:1].isalpha() else ""


def menu_buttons(setting: Setting, body: str) -> Buttons:
    """Return `body` with the menu's buttons under it."""
    return Buttons(
        body,
        (
            button(setting, ActionKind.SEARCH, "button.search"),
            button(setting, ActionKind.MINE, "button.mine"),
            button(setting, ActionKind.PERSON, "button.person"),
        ),
    )


def person_buttons(setting: Setting, body: str) -> Buttons:
    """Return `body` with the ways to a person and back to the menu."""
    return Buttons(
        body, (button(setting, ActionKind.PERSON, "button.person"), button(setting, ActionKind.MENU, "button.menu"))
    )


def lost(setting: Setting, state: DialogueState) -> Reply:
    """Return a helpful question: the open one again the first time, then the menu and a person in turn."""
    key = _ASKED_AGAIN.get(state.awaiting) if state.awaiting else None
    if key and state.misses == 0:
        return Text(setting.words.say(key))
    is_first = (state.misses - bool(key)) % 2 == 0
    if is_first:
        return menu_buttons(setting, setting.words.say("lost"))
    return person_buttons(setting, setting.words.say("lost.person"))


def directions(setting: Setting, name: str, address: str, how: str, check_in_time: str) -> Text:
    """Return how to arrive, in the owner's words."""
    return Text(setting.words.say("arrive", name=name, address=address, directions=how, check_in_time=check_in_time))


def pin(name: str, address: str, latitude: float, longitude: float) -> Location:
    """Return the place on the map."""
    return Location(latitude, longitude, name, address)


def request_arguments(stay: Stay, party: Party) -> tuple[str, ...]:
    """Return dates and people as a tap carries them."""
    people = (str(party.adults), str(party.children), str(party.pets))
    return (stay.check_in.isoformat(), stay.check_out.isoformat(), *people)


def parse_dates(arguments: Sequence[str]) -> Stay | None:
    """Return the stay that two dates of a tap make, or None when somebody made them up."""
    try:
        check_in, check_out = arguments
        return Stay(date.fromisoformat(check_in), date.fromisoformat(check_out))
    except ValueError:
        return None


def parse_request(arguments: Sequence[str]) -> tuple[Stay, Party] | None:
    """Return what `request_arguments` wrote, or None when somebody made it up."""
    stay = parse_dates(arguments[:2])
    if stay is None:
        return None
    try:
        adults, children, pets = arguments[2:]
        party = Party(int(adults), int(children), int(pets))
    except ValueError:
        return None
    is_plausible = party.adults > 0 and all(
        0 <= number <= MAXIMUM_PEOPLE for number in (party.adults, party.children, party.pets)
    )
    return (stay, party) if is_plausible else None
