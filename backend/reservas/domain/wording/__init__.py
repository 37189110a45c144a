"""Facts become sentences in the guest's language: every word a guest reads is in a catalogue of this package."""

from reservas.domain.wording.words import Words, words_for

__all__ = ["Words", "words_for"]
