"""What holds of every message a guest reads: known buttons, one language, one question, hardly an emoji."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from string import Formatter

from reservas.domain.dialogue import Action
from reservas.domain.wording.words import LANGUAGES
from tests.fixtures.journey import Json, body_of

SHORTEST = 12  # characters of a sentence that show whose it is
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
# What an owner writes, in their own language, is told as it stands.
_OWNERS_EMOJI = frozenset("✔")


def faults_of(message: Json, language: str) -> Iterator[str]:
    """Yield what is wrong with one outgoing message of a chat in that language."""
    payload = message["payload"]
    body, titles = body_of(payload), [title for _, title in choices_of(payload)]
    if message["status"] == "failed":
        yield f"refused by the channel: {message.get('errors')}"
    for choice, title in choices_of(payload):
        if Action.from_id(choice) is None:
            yield f"a button that nobody knows: {title!r} {choice!r}"
    for other, sentences in _sentences().items():
        foreign = [one for one in sentences if any(one in text for text in (body, *titles))]
        if other != language and foreign:
            yield f"{other} in a chat in {language}: {foreign}"
    if body.count("?") > 1:
        yield f"{body.count('?')} questions at once: {body!r}"
    if len(set(_EMOJI.findall(body)) - _OWNERS_EMOJI) > 1:
        yield f"more than one emoji: {body!r}"


def choices_of(payload: Json) -> list[tuple[str, str]]:
    """Return ids and titles of what can be tapped."""
    action = payload.get("interactive", {}).get("action", {})
    buttons = [one["reply"] for one in action.get("buttons", [])]
    rows = [row for section in action.get("sections", []) for row in section["rows"]]
    return [(one["id"], one["title"]) for one in (*buttons, *rows)]


@cache
def _sentences() -> Mapping[str, frozenset[str]]:
    """Return by language the fixed pieces of its sentences that no other language has too."""
    pieces = {
        code: {
            literal.strip(" .\n*")
            for sentence in words.catalogue.TEXTS.values()
            for literal, *_ in Formatter().parse(sentence)
            if len(literal.strip(" .\n*")) >= SHORTEST
        }
        for code, words in LANGUAGES.items()
    }
    return {
        code: frozenset(
            one
            for one in mine
            if not any(one in theirs for other, some in pieces.items() if other != code for theirs in some)
        )
        for code, mine in pieces.items()
    }
