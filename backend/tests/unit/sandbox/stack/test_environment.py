"""What the stack tells its processes."""

import stat
from pathlib import Path

import pytest

from sandbox.stack.data_dir import DataDir
from sandbox.stack.environment import Addresses, build_environment, require_providers, write_stack_env
from sandbox.stack.process import StackError

_SERVERS = {"database_url": "postgresql://u:p@127.0.0.1:1/d", "redis_url": "redis://127.0.0.1:2/0"}
_REAL = {
    "WHATSAPP_API_BASE_URL": "http://graph.test",
    "WHATSAPP_APP_SECRET": "old,new",
    "WHATSAPP_ACCESS_TOKEN": "real-token",
    "MERCADOPAGO_API_BASE_URL": "http://payments.test",
    "MERCADOPAGO_WEBHOOK_SECRET": "theirs",
}


def _environment(folder: Path, outside: dict[str, str], *, with_providers: bool = True) -> dict[str, str]:
    addresses = Addresses("127.0.0.1", 8000, 8003, with_providers)
    return build_environment(DataDir(folder), addresses, outside=outside, **_SERVERS)


class TestBuildEnvironment:
    def test_demo_never_reaches_a_real_account(self, tmp_path: Path) -> None:
        environment = _environment(tmp_path, _REAL)

        assert environment["WHATSAPP_API_BASE_URL"] == "http://127.0.0.1:8001"
        assert environment["MERCADOPAGO_API_BASE_URL"] == "http://127.0.0.1:8002"
        assert not set(_REAL.values()) & set(environment.values())

    def test_without_providers_the_outside_decides(self, tmp_path: Path) -> None:
        environment = _environment(tmp_path, _REAL | {"PUBLIC_BASE_URL": "http://cabins.test"}, with_providers=False)

        assert environment.items() >= (_REAL | {"PUBLIC_BASE_URL": "http://cabins.test"}).items()
        assert "SANDBOX_PHONE_BASE_URL" not in environment

    def test_secrets_are_made_once_and_kept_private(self, tmp_path: Path) -> None:
        first, second = _environment(tmp_path, {}), _environment(tmp_path, {})

        assert first == second
        assert len({first["JWT_SECRET_KEY"], first["WHATSAPP_APP_SECRET"], first["MERCADOPAGO_WEBHOOK_SECRET"]}) == 3
        assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600

    def test_an_empty_variable_counts_as_absent(self, tmp_path: Path) -> None:
        assert _environment(tmp_path, {"JWT_SECRET_KEY": ""})["JWT_SECRET_KEY"] != ""

    def test_it_is_always_development(self, tmp_path: Path) -> None:
        assert _environment(tmp_path, {"ENVIRONMENT": "production"})["ENVIRONMENT"] == "development"


class TestRequireProviders:
    def test_names_every_missing_variable(self) -> None:
        with pytest.raises(StackError, match="WHATSAPP_APP_SECRET, MERCADOPAGO_API_BASE_URL"):
            require_providers({"WHATSAPP_API_BASE_URL": "x", "MERCADOPAGO_WEBHOOK_SECRET": "x"})

    def test_is_content_when_all_are_set(self) -> None:
        require_providers(_REAL)


class TestWriteStackEnv:
    def test_holds_the_products_variables_and_no_others(self, tmp_path: Path) -> None:
        environment = _environment(tmp_path, _REAL | {"PATH": "/bin", "HOLD_MINUTES": "45"}, with_providers=False)

        write_stack_env(DataDir(tmp_path), environment)

        lines = (tmp_path / "stack.env").read_text().splitlines()
        written = dict(line.split("=", 1) for line in lines)
        assert written["HOLD_MINUTES"] == "45"
        assert written["WHATSAPP_APP_SECRET"] == "old,new"
        assert written["DATABASE_URL"] == _SERVERS["database_url"]
        assert "PATH" not in written
        assert stat.S_IMODE((tmp_path / "stack.env").stat().st_mode) == 0o600
