"""The locked packages and this project go into `.venv`; a stamp makes the second time instant.

Runs before anything is installed, so it uses the standard library alone.
"""

import fcntl
import hashlib
import os
import selectors
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

BACKEND = Path(__file__).resolve().parent
VENV = BACKEND / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
LOCK = BACKEND / "requirements-dev.lock"
PROJECT = BACKEND / "pyproject.toml"
PACKAGES_STAMP = VENV / ".packages-stamp"
PROJECT_STAMP = VENV / ".project-stamp"
INSTALL_LOG = BACKEND / ".venv-install.log"
TAIL_LINES = 12
PROGRESS_EVERY = 16


class SetupError(Exception):
    """The environment cannot be made; the text is for whoever typed `make`."""


def main() -> int:
    """Bring the environment up to date and return the exit code."""
    try:
        with_lock()
    except SetupError as error:
        print(f"\nmake setup: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nmake setup: interrupted; the next `make` goes on from here.", file=sys.stderr)
        return 130
    return 0


def with_lock() -> None:
    """Set up while no other `make` does; the folder itself is the lock."""
    folder = os.open(BACKEND, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another `make` is setting up the environment: waiting for it.", flush=True)
            fcntl.flock(folder, fcntl.LOCK_EX)
        set_up()
    finally:
        os.close(folder)


def set_up() -> None:
    """Create the environment, install the lock, then this project: each only when it changed."""
    # The folder's path is part of both stamps, because a moved environment's programs point to the old place.
    packages_stamp = digest(str(VENV), LOCK.read_text())
    project_stamp = digest(packages_stamp, PROJECT.read_text())
    if read(PROJECT_STAMP) == project_stamp and works():
        return
    started = time.monotonic()
    if read(PACKAGES_STAMP) != packages_stamp or not works():
        create_environment()
        install_packages()
        PACKAGES_STAMP.write_text(packages_stamp)
    pip("install", "--no-deps", "--no-build-isolation", "--editable", ".")
    PROJECT_STAMP.write_text(project_stamp)
    INSTALL_LOG.unlink(missing_ok=True)
    say(f"Environment ready in {time.monotonic() - started:.0f} s: backend/.venv")


def create_environment() -> None:
    """Create `.venv` unless a working one is there, an interrupted one included."""
    if works() and VENV.stat().st_uid != os.geteuid() != 0:
        raise SetupError(f"{VENV} belongs to another user: remove it, or run as that user.")
    if works() and read(VENV / ".path").strip() == str(VENV):
        return
    say(f"Creating backend/.venv with Python {sys.version.split()[0]} …")
    try:
        if VENV.exists():
            shutil.rmtree(VENV)
        import ensurepip  # noqa: F401
        import venv

        venv.create(VENV, with_pip=True)
        (VENV / ".path").write_text(str(VENV))
    except ImportError as error:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise SetupError(
            f"this Python has no venv or ensurepip. On Debian or Ubuntu: apt-get install python{version}-venv"
        ) from error
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetupError(f"backend/.venv cannot be created: {error}") from error


def works() -> bool:
    """Whether the environment's Python runs and has pip."""
    command = [str(VENV_PYTHON), "-I", "-c", "import pip"]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def install_packages() -> None:
    """Install exactly the locked files, showing how far it got."""
    total = sum(1 for line in LOCK.read_text().splitlines() if "==" in line and not line.startswith((" ", "#")))
    started = time.monotonic()
    seen = 0
    stage = f"Installing {total} packages"
    say(f"{stage} …")
    for line in pip_lines("install", "--require-hashes", "--progress-bar", "off", "-r", LOCK.name):
        if line.startswith(("Collecting ", "Processing ", "Requirement already satisfied: ")):
            seen += 1
            stage = f"Downloading packages: {seen} of {total}"
            if not sys.stdout.isatty() and seen % PROGRESS_EVERY == 0:
                say(f"  {stage}")
        elif line.startswith("Installing collected packages"):
            stage = "Unpacking them"
            if not sys.stdout.isatty():
                say(f"  {stage} …")
        if sys.stdout.isatty():
            print(f"\r\033[K  {stage} … {time.monotonic() - started:.0f} s", end="", flush=True)
    if sys.stdout.isatty():
        print("\r\033[K", end="", flush=True)


def pip(*arguments: str) -> None:
    """Run the environment's pip to its end."""
    for _ in pip_lines(*arguments):
        pass


def pip_lines(*arguments: str) -> Iterator[str]:
    """Run the environment's pip, giving its lines as they come, and an empty one each second without any.

    It follows the user's own pip settings, which is why pip and not uv installs.
    Raises SetupError, with the end of what pip said, when it fails.
    """
    env = {name: value for name, value in os.environ.items() if name not in {"PIP_USER", "PIP_TARGET", "PIP_PREFIX"}}
    env.update(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1", PIP_ROOT_USER_ACTION="ignore")
    command = [str(VENV_PYTHON), "-I", "-m", "pip", *arguments]
    lines: list[str] = []
    with (
        subprocess.Popen(
            command, cwd=BACKEND, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
        ) as process,
        selectors.DefaultSelector() as selector,
    ):
        assert process.stdout is not None
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            if not selector.select(timeout=1):
                yield ""
                continue
            line = process.stdout.readline()
            if not line:
                break
            lines.append(line.rstrip())
            yield lines[-1]
    if process.returncode != 0:
        INSTALL_LOG.write_text("\n".join(lines) + "\n")
        tail = "\n".join(line for line in lines[-TAIL_LINES:] if line)
        raise SetupError(f"pip could not install the packages (all it said: backend/{INSTALL_LOG.name}):\n{tail}")


def digest(*parts: str) -> str:
    """One hash of several texts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def read(path: Path) -> str:
    """A file's text; empty when there is none."""
    try:
        return path.read_text()
    except OSError:
        return ""


def say(text: str) -> None:
    """Print a line at once, above the progress line if there is one."""
    print(f"\r\033[K{text}" if sys.stdout.isatty() else text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
