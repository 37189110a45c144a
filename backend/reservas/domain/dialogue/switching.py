"""A guest who asks for another language, and for nothing else, hears in it that it is spoken from now on."""

from dataclasses import dataclass

from reservas.domain.dialogue.phrases import menu_buttons
from reservas.domain.dialogue.replies import Buttons
from reservas.domain.dialogue.state import Setting


@dataclass(frozen=True, slots=True)
class LanguageAsked:
    """Words that only ask for a language: "english please"."""


def confirm_language(setting: Setting) -> Buttons:
    """Return the confirmation in the language asked for; a question that was open stays open."""
    return menu_buttons(setting, setting.words.say("language.switched"))
