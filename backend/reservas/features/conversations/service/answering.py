"""What a guest asks of the place is looked for among the questions that its owner answered."""

from collections.abc import Mapping, Sequence

from reservas.domain.dialogue import AnswersFound, FindAnswers
from reservas.domain.dialogue.events import OwnersAnswer
from reservas.domain.dialogue.questions import Written, find_questions
from reservas.features.accommodations import repository as accommodations
from reservas.features.conversations.service.turning import Turn
from reservas.features.reservations import repository as reservations
from reservas.models import Accommodation, FaqEntry

Entries = Sequence[tuple[Accommodation, FaqEntry]]


async def find_answers(turn: Turn, command: FindAnswers) -> AnswersFound:
    """Return the owner's answers to what was asked of one cabin or, when none is spoken of, of all that are let."""
    code = command.cabin or (await _booked(turn) if command.is_of_stay else None)
    entries = await accommodations.faq_answered(turn.session, code)
    if command.key is not None:
        chosen = tuple(_answer(cabin, entry) for cabin, entry in entries if entry.id == command.key)
        return AnswersFound(command, 1, (chosen,) if chosen else ())
    if not command.words:
        listed = tuple(OwnersAnswer(cabin.code, cabin.name, one.id, one.question, "") for cabin, one in entries)
        return AnswersFound(command, 1, (listed,) if listed else ())
    count = len(turn.setting.cabins) if code is None else 1
    named = None if command.said is None else command.said.cabin
    asked = find_questions(command.words, _written(entries), turn.setting.words.language, named)
    by_key = {entry.id: (cabin, entry) for cabin, entry in entries}
    found = tuple(tuple(_answer(*by_key[key]) for key in one.values()) for one in asked.found)
    return AnswersFound(command, count, found, asked.rest, asked.is_whole)


async def _booked(turn: Turn) -> str | None:
    view = await reservations.current_of_guest(turn.session, turn.conversation.guest_id, turn.setting.today)
    return None if view is None else view.accommodation


def _written(entries: Entries) -> Mapping[str, Sequence[Written]]:
    written: dict[str, list[Written]] = {}
    for cabin, entry in entries:
        one = Written(entry.id, (entry.question, *entry.other_wordings), entry.language)
        written.setdefault(cabin.code, []).append(one)
    return written


def _answer(cabin: Accommodation, entry: FaqEntry) -> OwnersAnswer:
    return OwnersAnswer(cabin.code, cabin.name, entry.id, entry.question, entry.answer)
