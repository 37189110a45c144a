"""A guest's words become a typed frame: intent, dates, people, code; pure, in Spanish, Portuguese and English."""

from reservas.domain.nlu.embedding import Embedder, Prepared
from reservas.domain.nlu.frame import Ambiguity, Intent, Understanding
from reservas.domain.nlu.understanding import embed_ahead, needs_embedding, understand

__all__ = [
    "Ambiguity",
    "Embedder",
    "Intent",
    "Prepared",
    "Understanding",
    "embed_ahead",
    "needs_embedding",
    "understand",
]
