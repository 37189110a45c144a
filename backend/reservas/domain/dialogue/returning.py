"""A guest comes back after a silence: what has passed is forgotten, what is still of use is kept."""

from datetime import timedelta

from reservas.domain.dialogue.actions import ActionKind
from reservas.domain.dialogue.phrases import button, first_name, menu, request_arguments
from reservas.domain.dialogue.replies import Buttons, Reply, Text
from reservas.domain.dialogue.state import Awaiting, DialogueState, Setting

LONG_SILENCE = timedelta(days=3)
"""After as many days nobody remembers which question was open."""
_ABOUT_DATES = frozenset({Awaiting.LENGTH, Awaiting.CABIN, Awaiting.BOOK, Awaiting.CHANGE_YES})


def was_away(state: DialogueState, setting: Setting) -> bool:
    """Tell whether the guest's last turn was long ago."""
    return state.seen is not None and setting.today - state.seen >= LONG_SILENCE


def wake(state: DialogueState, setting: Setting) -> DialogueState:
    """Return the state as it holds today: without dates that have passed, and after a long silence without a question.

    Dates to come, people and the cabin stay.
    """
    today = setting.today
    if was_away(state, setting):
        state = DialogueState(
            check_in=state.check_in,
            check_out=state.check_out,
            adults=state.adults,
            children=state.children,
            pets=state.pets,
            cabin=None if state.is_changing else state.cabin,
        )
    if state.check_in is not None and state.check_in < today:
        awaiting = None if state.awaiting in _ABOUT_DATES else state.awaiting
        state = state.with_(check_in=None, check_out=None, quote=None, awaiting=awaiting)
    return state.with_(seen=today)


def welcome(state: DialogueState, setting: Setting) -> Buttons:
    """Greet a guest who says hello after a long silence, with the search they left, if it can still be made."""
    if state.stay is None or state.party is None:
        return menu(setting, greet=True)
    words = setting.words
    body = words.say(
        "welcome_back.search",
        name=first_name(setting),
        stay=words.stay(state.stay, setting.today),
        guests=words.party(state.party),
    )
    asked = request_arguments(state.stay, state.party)
    return Buttons(
        body,
        (
            button(setting, ActionKind.OFFERS, "button.again", *asked),
            button(setting, ActionKind.OTHER_DATES, "button.other_dates"),
            button(setting, ActionKind.MENU, "button.menu"),
        ),
    )


def hello_again(setting: Setting) -> Reply:
    """Greet a guest who goes straight to the point after a long silence."""
    return Text(setting.words.say("welcome_back", name=first_name(setting)))
