"""A guest's words become a typed frame: intent, dates, people, code; pure, in Spanish, Portuguese and English."""

from reservas.domain.nlu.frame import Ambiguity, Intent, Understanding
from reservas.domain.nlu.understanding import understand

__all__ = ["Ambiguity", "Intent", "Understanding", "understand"]
