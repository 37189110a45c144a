"""The `reservas` command, run as its process would with an environment that holds nothing but what a test gives."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from reservas.entrypoints.cli.main import app


@dataclass(frozen=True, slots=True)
class Done:
    code: int
    stdout: str
    stderr: str


Command = Callable[..., Awaitable[Done]]


@pytest.fixture
def reservas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Commands start loops of their own, so each runs in a thread; a process a command would cost seconds."""

    def run() -> int:
        try:
            app()
        except SystemExit as ended:
            return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        return 0

    async def command(*arguments: str, **environment: str) -> Done:
        for name in os.environ:
            monkeypatch.delenv(name)
        for name, value in {"MEDIA_DIR": str(tmp_path / "media"), **environment}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["reservas", *arguments])
        capsys.readouterr()
        code = await asyncio.to_thread(run)
        return Done(code, *capsys.readouterr())

    return command
