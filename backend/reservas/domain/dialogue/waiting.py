"""When dates are taken a guest can ask to be told if they are free again, by text or tap, and stop wanting it."""

import re

from reservas.domain.dialogue import gathering
from reservas.domain.dialogue.actions import Action, ActionKind
from reservas.domain.dialogue.controls import said_in
from reservas.domain.dialogue.events import GuestSaid, WaitingJoined, WaitingLeft, names_dates
from reservas.domain.dialogue.phrases import button, menu_buttons, parse_dates, parse_request, request_arguments
from reservas.domain.dialogue.replies import Button, Buttons, Row
from reservas.domain.dialogue.state import DialogueState, JoinWaitingList, LeaveWaitingList, Setting, Step
from reservas.domain.stays import Party, Stay

_REQUEST_LENGTH = 5
_LIST = re.compile(r"\b(?:lista de espera|fila de espera|wait(?:ing)? ?list)\b")
_TELL = re.compile(
    r"\b(?:avis(?:a|as|ame|amos|an|ar|arme|arnos|en|enme|anos|e|em|es)|notif\w+|escrib(?:ime|irme)|me escrib\w+|"
    r"(?:let|tell|text|message|notify|ping|contact) (?:me|us))\b"
)
_IF = r"\b(?:si|cuando|en caso de que|se|quando|caso|if|when|once|in case)\b(?: \w+){0,7}? "
# Whoever cancels is somebody else: "si cancelo, ¿me avisan qué me devuelven?" waits for nothing.
_FREED = re.compile(
    rf"{_IF}(?:liber\w+|desocup\w+|cancel(?:a|an|ara|aran|e|en|ar|arem|am|s|led)|se cae|se baja|se bajan|desist\w+|"
    r"vag(?:ar|a|ue)|frees|freed|cancellations?)\b"
)
# Also said when nobody knows yet whether the dates are taken: then it is a search.
_MAYBE_FREED = re.compile(
    rf"{_IF}(?:hay (?:algun )?lugar|aparece\w*|surge\w*|surja|abre\w*|opens?|available|free|(?:tiver|houver) vaga|"
    r"sobra)\b"
)
_LEAVES = re.compile(
    r"\b(?:sac\w+|borr\w+|quit\w+|tir\w+|remov\w+|take|salir|sair|bajame|bajar\w*)\b.*\b(?:lista|list|waitlist|fila)\b|"
    r"\b(?:no|nao|ya no|don ?t|stop)(?: (?:me|nos|hace falta que|hace falta|quiero que|precisa|need to|mais))* "
    r"(?:avis(?:es|en|e|ar|arme)|notify\w*|let me know|telling me|tell me)\b"
)
_NO_MORE = re.compile(
    r"(?:no )?ya no(?: gracias| me interesa| hace falta| la quiero)*|ja nao(?: precisa)?|not any ?more"
)


def wish(state: DialogueState, event: GuestSaid, setting: Setting) -> Step | None:
    """Put the guest on the list or take them off, when that is what the message wants; else None."""
    said = said_in(event.text)
    if (_LEAVES.search(said) and not _FREED.search(said)) or (state.awaiting is None and _NO_MORE.fullmatch(said)):
        return Step(state.with_(misses=0), commands=(LeaveWaitingList(),))
    is_wanted = _LIST.search(said) or (_TELL.search(said) and _FREED.search(said))
    may_be = _TELL.search(said) and _MAYBE_FREED.search(said) and state.stay and not names_dates(event.understanding)
    if not (is_wanted or may_be):
        return None
    gathered = None
    if gathering.has_details(event.understanding):
        gathered = gathering.gather(state, event, setting)
    wanted = gathered.state if gathered else state
    if wanted.is_changing or wanted.stay is None or wanted.party is None:
        return gathered or (None if wanted.is_changing else gathering.next_question(wanted, setting))
    lost = None if names_dates(event.understanding) else wanted.lost_cabin
    join = JoinWaitingList(wanted.stay, wanted.party, wanted.cabin or lost)
    return Step(wanted.with_(misses=0), commands=(join,))


def joined(state: DialogueState, event: WaitingJoined, setting: Setting) -> Step:
    """Say what is waited for, and that nothing is held."""
    words = setting.words
    values = {"stay": words.stay(event.stay, setting.today), "guests": words.party(event.party)}
    body = (
        words.say("wait.joined", **values)
        if event.name is None
        else words.say("wait.joined_cabin", name=event.name, **values)
    )
    dates = (event.stay.check_in.isoformat(), event.stay.check_out.isoformat())
    leave = button(setting, ActionKind.WAIT_NO, "button.wait_no", *dates)
    others = button(setting, ActionKind.OTHER_DATES, "button.other_dates")
    return Step(state, (Buttons(body, (others, leave, button(setting, ActionKind.PERSON, "button.person"))),))


def left(state: DialogueState, event: WaitingLeft, setting: Setting) -> Step:
    """Say that nothing more is told, or that nothing was going to be."""
    key = "wait.left" if event.stays else "wait.not_listed"
    return Step(state, (menu_buttons(setting, setting.words.say(key)),))


def join_button(stay: Stay, party: Party, setting: Setting) -> Button:
    """Return the tap that asks to be told when any cabin is free."""
    return button(setting, ActionKind.WAIT, "button.wait", *request_arguments(stay, party))


def join_row(stay: Stay, party: Party, setting: Setting, cabin: str | None = None, name: str = "") -> Row:
    """Return the choice that asks to be told when `cabin`, or any, is free; `name` is what it reads beside it."""
    arguments = request_arguments(stay, party) if cabin is None else (*request_arguments(stay, party), cabin)
    return Row(Action(ActionKind.WAIT, arguments).as_id(), setting.words.say("button.wait"), name)


def join_of_tap(arguments: tuple[str, ...], setting: Setting) -> JoinWaitingList | None:
    """Return what a tap asks to be told of, or None when somebody made it up."""
    asked, cabins = parse_request(arguments[:_REQUEST_LENGTH]), arguments[_REQUEST_LENGTH:]
    is_known = len(cabins) == 0 or (len(cabins) == 1 and any(one.code == cabins[0] for one in setting.cabins))
    return JoinWaitingList(*asked, cabins[0] if cabins else None) if asked and is_known else None


def leave_of_tap(arguments: tuple[str, ...]) -> LeaveWaitingList | None:
    """Return which stay a tap waits for no more, or None when somebody made it up."""
    stay = parse_dates(arguments)
    return None if stay is None else LeaveWaitingList(stay)
