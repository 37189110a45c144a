"""A guest's question is first looked for among those that the owner answered, and told in the owner's words."""

import re
from collections.abc import Sequence

from reservas.domain.dialogue import asides, asking, cabins
from reservas.domain.dialogue.actions import Action, ActionKind
from reservas.domain.dialogue.controls import said_in
from reservas.domain.dialogue.events import SEARCHING, AnswersFound, GuestSaid, OwnersAnswer
from reservas.domain.dialogue.gathering import has_details
from reservas.domain.dialogue.matching import subjects_of
from reservas.domain.dialogue.phrases import MAXIMUM_ROWS, person_buttons, row
from reservas.domain.dialogue.replies import ListReply, Reply, Row, Text
from reservas.domain.dialogue.state import Awaiting, DialogueState, FindAnswers, Setting, Step
from reservas.domain.nlu import Intent, Understanding

_OF_A_STAY = re.compile(
    r"\b(?:cabanas?|casas?|chales?|cabins?|noches?|noites?|nights?|estadia|alquil\w+|reserv\w+|disponi\w+|libres?|free)\b"
)
LONGEST_TITLE, LONGEST_DESCRIPTION = 24, 72  # WhatsApp: a list row's
_OF_THE_PLACE = frozenset({Intent.AMENITIES, Intent.LOCATION})
# What a question may be taken for: "¿hay lugar para estacionar?" is no search.
_TAKEN_FOR = frozenset({Intent.AVAILABILITY, Intent.OTHER, Intent.GREETING})


def look_up(state: DialogueState, event: GuestSaid, setting: Setting) -> Step | None:
    """Ask for what the owner wrote, when the message may be a question about the place; None when it is none."""
    if event.is_looked_up or not subjects_of(event.text) or not _may_be_of_the_place(event):
        return None
    code = cabins.spoken_of(event, state, setting)
    # Whoever is not searching asks about the stay they have.
    is_of_stay = state.check_in is None and state.awaiting is None
    command = FindAnswers(code, event.text, event.understanding, event.is_further, is_of_stay)
    return Step(state, commands=(command,))


def _may_be_of_the_place(event: GuestSaid) -> bool:
    understanding = event.understanding
    if understanding.intent in _OF_THE_PLACE:
        return True
    # "¿Cuánto sale la leña?" is no price of ours, "¿cuánto sale la cabaña con parrilla?" is one.
    is_likely = understanding.intent is Intent.PRICE or (
        understanding.intent in _TAKEN_FOR and cabins.is_question(event.text)
    )
    return is_likely and not has_details(understanding) and not _OF_A_STAY.search(said_in(event.text))


def is_answered(event: AnswersFound) -> bool:
    """Tell whether what was found is to be told: of a price or a search only when nothing else was asked."""
    said = event.asked.said
    return bool(event.answers) and (said is None or said.intent not in SEARCHING or event.is_whole)


def answers_found(state: DialogueState, event: AnswersFound, setting: Setting) -> Step:
    """Tell the owner's answers, look up what else was asked, and put the open question again."""
    asked = event.asked
    if asked.said is None:
        return Step(state, (_tapped(event, setting),))
    remembered = _remember(state, asked.said, setting).with_(misses=0)
    replies = tuple(_told(group, event.cabins, setting) for group in event.answers)
    # Which cabin is the cheapest, the list of them tells.
    if event.rest and not asides.compares(event.rest):
        rest = GuestSaid(event.rest, asked.said, asked.is_further, is_looked_up=True)
        further = cabins.asked_about(rest, remembered, setting)
        return Step(further.state, replies, further.commands)
    if not asked.is_further and (question := asking.put_again(remembered, setting)) is not None:
        return Step(remembered.with_(asks=remembered.asks + 1), (*replies, question))
    return Step(remembered, (*replies[:-1], _with_buttons(replies[-1], event, setting)))


def nothing_to_tell(state: DialogueState, event: AnswersFound, setting: Setting) -> Step:
    """Say that a cabin has no questions, or that the one tapped is gone."""
    name = next((one.name for one in setting.cabins if one.code == event.asked.cabin), "")
    words = setting.words
    is_list = event.asked.key is None and name
    body = words.say("faq.none", name=name) if is_list else words.say("lost.old_button")
    return Step(state, (person_buttons(setting, body),))


def _remember(state: DialogueState, said: Understanding, setting: Setting) -> DialogueState:
    named = next((one.code for one in setting.cabins if one.name == said.cabin), None)
    if named and state.awaiting in (None, Awaiting.CABIN):
        state = state.with_(cabin=named)
    return state if said.pets is None else state.with_(pets=said.pets)


def _told(group: Sequence[OwnersAnswer], count: int, setting: Setting) -> Reply:
    """Return an answer that holds for all `count` cabins, or for the few that have it; where they differ, ask which."""
    words = setting.words
    different = {one.answer for one in group}
    if len(different) > 1:
        rows = [Row(Action(ActionKind.FAQ, (one.cabin, str(one.key))).as_id(), one.name, "") for one in group]
        shown = (*rows[: MAXIMUM_ROWS - 1], row(setting, ActionKind.PERSON, "button.person"))
        return ListReply(words.say("about.which"), words.say("found.button"), shown)
    answer = group[0].answer
    if len(group) == count:
        return Text(answer)
    return Text(words.say("about.some_have", names=", ".join(one.name for one in group), what=answer))


def _with_buttons(reply: Reply, event: AnswersFound, setting: Setting) -> Reply:
    if not isinstance(reply, Text) or event.cabins > 1:
        return reply
    if event.asked.cabin is None:
        return person_buttons(setting, reply.body)
    return cabins.ways_on(reply.body, event.asked.cabin, setting)


def _tapped(event: AnswersFound, setting: Setting) -> Reply:
    """Return the answer to the question that was tapped, or a cabin's questions to tap."""
    (group,) = event.answers
    first = group[0]
    if event.asked.key is not None:
        return cabins.ways_on(first.answer, first.cabin, setting)
    words = setting.words
    rows = [
        Row(
            Action(ActionKind.FAQ, (one.cabin, str(one.key))).as_id(),
            _cut(one.question, LONGEST_TITLE),
            _cut(one.question, LONGEST_DESCRIPTION) if len(one.question) > LONGEST_TITLE else "",
        )
        for one in group[: MAXIMUM_ROWS - 1]
    ]
    shown = (*rows, row(setting, ActionKind.PERSON, "button.person"))
    return ListReply(words.say("faq.list", name=first.name), words.say("faq.button"), shown)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
