"""The environment becomes settings under the names that others build on, or is refused by name."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from reservas import config
from reservas.config import Settings, SettingsError, load_settings

SECRETS = {
    "JWT_SECRET_KEY": "d4a1c0ffee5e11aa9b3e77c2",
    "WHATSAPP_APP_SECRET": "9f8e7d6c5b4a39281706f5e4",
    "WHATSAPP_ACCESS_TOKEN": "EAAGm0PX4ZCpsBAKZCZBxxXtoDoq",
    "WHATSAPP_VERIFY_TOKEN": "lago-2026",
    "MERCADOPAGO_ACCESS_TOKEN": "APP_USR-4934588586838432-112109-239610915",
    "MERCADOPAGO_WEBHOOK_SECRET": "a7b6c5d4e3f2a1b0c9d8e7f6",
}
COMPLETE = {
    "DATABASE_URL": "postgresql://u@localhost/db",
    "REDIS_URL": "redis://localhost:6379/0",
    "WHATSAPP_PHONE_NUMBER_ID": "100000000000001",
    **SECRETS,
}


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ENVIRONMENT", *COMPLETE):
        monkeypatch.delenv(name, raising=False)


def settings_of(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return Settings()


@pytest.mark.parametrize(
    ("variable", "written", "section", "field", "read"),
    [
        ("DATABASE_URL", "postgresql:///db?host=/run/pg", "database", "url", "postgresql:///db?host=/run/pg"),
        ("REDIS_URL", "redis://r/1", "redis", "url", "redis://r/1"),
        ("PUBLIC_BASE_URL", "https://c.example", "public", "base_url", "https://c.example"),
        ("JWT_SECRET_KEY", "k", "jwt", "secret_key", "k"),
        (
            "CORS_ORIGINS",
            "https://a.example, https://b.example,",
            "cors",
            "origins",
            ["https://a.example", "https://b.example"],
        ),
        ("WHATSAPP_ACCESS_TOKEN", "t", "whatsapp", "access_token", "t"),
        ("WHATSAPP_APP_SECRET", "new, old", "whatsapp", "app_secret", ["new", "old"]),
        ("WHATSAPP_PHONE_NUMBER_ID", "42", "whatsapp", "phone_number_id", "42"),
        ("WHATSAPP_VERIFY_TOKEN", "v", "whatsapp", "verify_token", "v"),
        ("WHATSAPP_API_BASE_URL", "http://g", "whatsapp", "api_base_url", "http://g"),
        ("WHATSAPP_API_VERSION", "v26.0", "whatsapp", "api_version", "v26.0"),
        ("MERCADOPAGO_ACCESS_TOKEN", "t", "mercadopago", "access_token", "t"),
        ("MERCADOPAGO_WEBHOOK_SECRET", "one", "mercadopago", "webhook_secret", ["one"]),
        ("MERCADOPAGO_API_BASE_URL", "http://m", "mercadopago", "api_base_url", "http://m"),
        ("HOLD_MINUTES", "45", "hold", "minutes", 45),
        ("LOG_LEVEL", "debug", "log", "level", "debug"),
        ("CLOCK_OFFSET_FILE", "/tmp/offset", "clock", "offset_file", Path("/tmp/offset")),
        ("WORKER_HEARTBEAT_SECONDS", "2", "worker", "heartbeat_seconds", 2.0),
    ],
)
def test_each_variable_has_its_place(
    monkeypatch: pytest.MonkeyPatch, variable: str, written: str, section: str, field: str, read: object
) -> None:
    settings = settings_of(monkeypatch, **{variable: written})
    assert getattr(getattr(settings, section), field) == read


def test_without_an_environment_the_defaults_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_of(monkeypatch)
    assert settings.environment == "development"
    assert settings.hold.minutes == 30
    assert settings.whatsapp.app_secret == []
    assert settings.clock.offset_file is None


@pytest.mark.parametrize("variable", ["CLOCK_OFFSET_FILE", "HOLD_MINUTES", "WHATSAPP_APP_SECRET", "LOG_LEVEL"])
def test_an_empty_variable_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    assert settings_of(monkeypatch, **{variable: ""}) == settings_of(monkeypatch)


@pytest.mark.parametrize(
    ("variable", "written"),
    [
        ("HOLD_MINUTES", "soon"),
        ("HOLD_MINUTES", "0"),
        ("JOB_HOLD_SWEEP_SECONDS", "60"),
        ("METRICS_WORKER_PORT", "70000"),
    ],
)
def test_a_malformed_variable_is_named(monkeypatch: pytest.MonkeyPatch, variable: str, written: str) -> None:
    with pytest.raises(ValidationError) as refused:
        settings_of(monkeypatch, **{variable: written})
    named = "_".join(str(part) for part in refused.value.errors()[0]["loc"]).upper()
    assert named == variable


def test_every_missing_variable_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError) as refused:
        settings_of(monkeypatch).require_for_serving()
    assert set(re.findall(r"[A-Z]+_[A-Z_]+", refused.value.detail)) == set(COMPLETE)


@pytest.mark.parametrize("missing", sorted(COMPLETE))
@pytest.mark.parametrize("environment", ["development", "production"])
def test_nothing_is_served_while_one_is_missing(
    monkeypatch: pytest.MonkeyPatch, missing: str, environment: str
) -> None:
    for blank in ("", " , " if missing.endswith(("APP_SECRET", "WEBHOOK_SECRET")) else ""):
        settings = settings_of(monkeypatch, **(COMPLETE | {missing: blank, "ENVIRONMENT": environment}))
        with pytest.raises(SettingsError, match=missing):
            settings.require_for_serving()


def test_real_secrets_are_served_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    production = COMPLETE | {"ENVIRONMENT": "production", "PUBLIC_BASE_URL": "https://reservas.example/"}
    settings = settings_of(monkeypatch, **production)
    settings.require_for_serving()
    assert settings.public.base_url == "https://reservas.example"


@pytest.mark.parametrize("address", ["http://reservas.example", "https://localhost", "https://127.0.0.1:8000", ""])
def test_providers_must_be_able_to_reach_production(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    production = COMPLETE | {"ENVIRONMENT": "production", "PUBLIC_BASE_URL": address}
    with pytest.raises(SettingsError, match="PUBLIC_BASE_URL"):
        settings_of(monkeypatch, **production).require_for_serving()


@pytest.mark.parametrize("variable", sorted(SECRETS))
@pytest.mark.parametrize(
    "written",
    [
        "changeme-changeme-changeme",
        "your-whatsapp-SECRET-here",
        "placeholder-placeholder",
        "example-token-1234567890",
        "XXXXXXXXXXXXXXXXXXXXXXXX",
        "todo: ask the owner for it",
        "sandbox-whatsapp-token-1",
    ],
)
def test_a_placeholder_is_refused_in_production_only(
    monkeypatch: pytest.MonkeyPatch, variable: str, written: str
) -> None:
    settings_of(monkeypatch, **(COMPLETE | {variable: written})).require_for_serving()
    with pytest.raises(SettingsError, match=variable):
        settings_of(monkeypatch, ENVIRONMENT="production").require_for_serving()


@pytest.mark.parametrize("variable", sorted(SECRETS.keys() - {"WHATSAPP_VERIFY_TOKEN"}))
def test_a_short_secret_is_refused_in_production(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    settings = settings_of(monkeypatch, **(COMPLETE | {variable: "k7" * 7 + "k", "ENVIRONMENT": "production"}))
    with pytest.raises(SettingsError, match=variable):
        settings.require_for_serving()


def test_each_secret_of_a_rotation_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    both = SECRETS["WHATSAPP_APP_SECRET"] + ",changeme-changeme"
    settings = settings_of(monkeypatch, **(COMPLETE | {"WHATSAPP_APP_SECRET": both, "ENVIRONMENT": "production"}))
    with pytest.raises(SettingsError, match="WHATSAPP_APP_SECRET"):
        settings.require_for_serving()


def test_time_is_never_shifted_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    shifted = COMPLETE | {"CLOCK_OFFSET_FILE": "/tmp/offset"}
    settings_of(monkeypatch, **shifted).require_for_serving()
    with pytest.raises(SettingsError, match="CLOCK_OFFSET_FILE"):
        settings_of(monkeypatch, ENVIRONMENT="production").require_for_serving()


@pytest.mark.parametrize(("environment", "read"), [("development", "from-file"), ("production", "")])
def test_a_file_of_variables_is_for_development(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, environment: str, read: str
) -> None:
    (tmp_path / ".env").write_text("WHATSAPP_VERIFY_TOKEN=from-file\n")
    monkeypatch.setattr(config, "__file__", str(tmp_path / "reservas" / "config.py"))
    monkeypatch.setenv("ENVIRONMENT", environment)
    assert load_settings().whatsapp.verify_token == read
