"""Facts become sentences in the guest's language: every word a guest reads is in a catalogue of this package."""

from reservas.domain.wording.words import LANGUAGES, SPANISH, Words, words_for

__all__ = ["LANGUAGES", "SPANISH", "Words", "words_for"]
