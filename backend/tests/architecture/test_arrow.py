"""The arrow between layers is enforced: an upward import, planted in a copy of the code, fails the check."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_BACKEND = Path(__file__).parents[2]
_IGNORED = shutil.ignore_patterns("__pycache__", "*.html", "*.png", "*.jpg")

PLANTED = {
    "Layers": ("reservas/kit/planted.py", "import reservas.entrypoints\n"),
    "Features know no web framework or HTTP client": ("reservas/models/planted.py", "import fastapi\n"),
    "Domain is pure": ("reservas/domain/planted.py", "import sqlalchemy\n"),
    "The product never imports the sandbox": ("reservas/infra/planted.py", "import sandbox.stack\n"),
    "The sandbox knows only settings and the kit": ("sandbox/planted.py", "import reservas.infra\n"),
}


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """A copy of the code and of the tools' settings, to plant things in."""
    shutil.copy(_BACKEND / "pyproject.toml", tmp_path)
    for package in ("reservas", "sandbox"):
        shutil.copytree(_BACKEND / package, tmp_path / package, ignore=_IGNORED)
    return tmp_path


def _lint_imports(code: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    env = {"PATH": str(program.parent), "PYTHONPATH": str(code), "COLUMNS": "200", "LC_ALL": "C.UTF-8"}
    command = [str(program), "--no-cache"]
    return subprocess.run(command, cwd=code, env=env, capture_output=True, text=True, check=False, timeout=120)


def test_code_as_it_is_keeps_every_contract(code: Path) -> None:
    done = _lint_imports(code)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("contract", PLANTED)
def test_planted_import_breaks_its_contract(code: Path, contract: str) -> None:
    name, source = PLANTED[contract]
    planted = code / name
    planted.parent.mkdir(parents=True, exist_ok=True)
    planted.write_text(f'"""Planted."""\n\n{source}')

    done = _lint_imports(code)

    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{contract} BROKEN" in done.stdout
    assert planted.stem in done.stdout
