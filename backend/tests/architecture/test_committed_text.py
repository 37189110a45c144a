"""No file of the project names a package registry, a machine's own folders, or holds a secret."""

import re
import subprocess
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[3]

FORBIDDEN = {
    "a package registry's address": re.compile(
        r"pypi\.org|pythonhosted\.org|registry\.npmjs|--(?:extra-)?index-url[ =]|--find-links[ =]|artifactory|devpi",
        re.IGNORECASE,
    ),
    "a folder of one machine": re.compile(r"(?<![\w.])/(?:home|Users|root|work)/\w"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a live credential": re.compile(
        r"\b(?:EAA[A-Za-z0-9]{60,}|APP_USR-\d{10,}-\d{6}-[0-9a-f]{32}-\d+|AKIA[0-9A-Z]{16})\b"
    ),
}


def _project_files() -> list[Path]:
    """What git tracks, or would; in a copy without git, everything that a tool has not made."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
        names = [name for name in done.stdout.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        made = {".git", ".venv", ".local", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
        names = [
            str(path.relative_to(_ROOT))
            for path in _ROOT.rglob("*")
            if not made.intersection(part for part in path.relative_to(_ROOT).parts)
        ]
    return [path for path in (_ROOT / name for name in names) if path.is_file() and path != Path(__file__)]


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""  # a picture


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    found = [
        f"{path.relative_to(_ROOT)}:{number}: {line.strip()[:120]}"
        for path in _project_files()
        for number, line in enumerate(_text_of(path).splitlines(), start=1)
        if FORBIDDEN[what].search(line)
    ]

    assert found == []


def test_pattern_of_registries_finds_one() -> None:
    assert FORBIDDEN["a package registry's address"].search("url = https://files.pythonhosted.org/x.whl")
    assert FORBIDDEN["a folder of one machine"].search("open('/home/ana/reservas')")
    assert not FORBIDDEN["a folder of one machine"].search("GET /api/work/1")
