"""Environment variables become typed, nested settings here, and nowhere else."""

import os
import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from reservas.kit.errors import ErrorKind, ReservasError

# Whole words and long runs only: a real token of 200 random letters holds "xxx" once in a hundred times.
PLACEHOLDER = re.compile(r"change-?me|placeholder|secret|example|sandbox|\btodo\b|x{8}", re.IGNORECASE)
MINIMUM_SECRET_LENGTH = 16


# What phones send. Nothing that a browser would run.
GUEST_FILE_TYPES = (
    *(f"image/{kind}" for kind in ("jpeg", "png", "webp", "heic")),
    *(f"audio/{kind}" for kind in ("ogg", "opus", "aac", "mp4", "mpeg", "amr", "webm")),
    *(f"video/{kind}" for kind in ("mp4", "3gpp", "quicktime", "webm")),
    "application/pdf",
    "application/msword",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text/plain",
)


def _split(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


CommaSeparated = Annotated[list[str], NoDecode, BeforeValidator(_split)]


class SettingsError(ReservasError):
    """A variable is missing, or not fit for production."""

    code = "settings"
    kind = ErrorKind.INVALID


class DatabaseSettings(BaseModel):
    """Where PostgreSQL is: a plain `postgresql://` URL."""

    url: str = ""
    pool_size: int = Field(20, ge=1)


class RedisSettings(BaseModel):
    """Where Redis or Valkey is."""

    url: str = ""


class PublicSettings(BaseModel):
    """How guests and providers reach us from outside."""

    base_url: Annotated[str, AfterValidator(lambda url: url.rstrip("/"))] = "http://127.0.0.1:8000"


class JwtSettings(BaseModel):
    """What signs an operator's token, and for how long it is good."""

    secret_key: str = ""
    access_minutes: int = Field(30, ge=1)
    refresh_days: int = Field(14, ge=1)


class CorsSettings(BaseModel):
    """Which origins may call the API from a browser."""

    origins: CommaSeparated = []


class WhatsappSettings(BaseModel):
    """The number's credentials and the Graph API's address."""

    access_token: str = ""
    app_secret: CommaSeparated = []
    phone_number_id: str = ""
    verify_token: str = ""
    api_base_url: str = "https://graph.facebook.com"
    api_version: str = "v25.0"
    # How long a send without an answer waits for a status carrying our id before it is sent again.
    unknown_outcome_seconds: float = Field(30, gt=0)
    timeout_seconds: float = Field(10, gt=0)
    # The account that templates belong to; only `reservas whatsapp templates` needs it.
    business_account_id: str = ""
    # The language of templates that are not there in the guest's own.
    template_language: str = "es_AR"
    # A number that is also used in the WhatsApp Business app may send 20 messages a second, others 80.
    coexistence: bool = False
    # Meta's pair rate: one message to a guest in this many seconds, and so many at once before that counts.
    guest_seconds: float = Field(6, gt=0)
    guest_burst: int = Field(45, ge=1)


class MercadopagoSettings(BaseModel):
    """The owner's credentials and the payments API's address."""

    access_token: str = ""
    webhook_secret: CommaSeparated = []
    api_base_url: str = "https://api.mercadopago.com"


class HoldSettings(BaseModel):
    """How long dates are kept for somebody who has not paid yet."""

    minutes: int = Field(30, ge=1)
    # Between the end the guest reads and the nights' release, Mercado Pago is asked once more.
    grace_minutes: int = Field(5, ge=0)


class HandoverSettings(BaseModel):
    """How long a person keeps a conversation before the bot comes back; 0 = until they release it."""

    hours: float = Field(12, ge=0)


class JobSettings(BaseModel):
    """How often the schedules run, in seconds."""

    hold_sweep_seconds: int = Field(10, ge=1, le=59)


class WorkerSettings(BaseModel):
    """How the worker runs its jobs."""

    heartbeat_seconds: float = Field(10, gt=0)
    max_attempts: int = Field(8, ge=1)
    stop_seconds: float = Field(10, gt=0)


class DebounceSettings(BaseModel):
    """Guests send five short messages: text waits for this much quiet, and never longer than the cap."""

    quiet_seconds: float = Field(0.8, ge=0)
    cap_seconds: float = Field(2.0, ge=0)


class MetricsSettings(BaseModel):
    """Where the worker shows its metrics; 0 = nowhere."""

    worker_port: int = Field(0, ge=0, le=65535)
    worker_host: str = "127.0.0.1"


class MediaSettings(BaseModel):
    """Where pictures are kept on disk, which files of guests are taken, and for how long these stay."""

    dir: Path = Path("../.local/media")
    retention_days: float = Field(180, gt=0)
    max_megabytes: float = Field(25, gt=0, le=100)
    types: CommaSeparated = list(GUEST_FILE_TYPES)


class ClockSettings(BaseModel):
    """A file whose number of seconds shifts every process's clock; refused in production."""

    offset_file: Path | None = None


class LogSettings(BaseModel):
    """How much is logged."""

    level: str = "INFO"


class Settings(BaseSettings):
    """All of the configuration; `WHATSAPP_APP_SECRET` is `whatsapp.app_secret`, and so on for every variable."""

    # An empty variable is one that is not set: compose files pass all of them on.
    model_config = SettingsConfigDict(
        env_nested_delimiter="_", env_nested_max_split=1, env_ignore_empty=True, extra="ignore"
    )

    environment: Literal["development", "production"] = "development"
    database: DatabaseSettings = DatabaseSettings()
    redis: RedisSettings = RedisSettings()
    public: PublicSettings = PublicSettings()
    jwt: JwtSettings = JwtSettings()
    cors: CorsSettings = CorsSettings()
    whatsapp: WhatsappSettings = WhatsappSettings()
    mercadopago: MercadopagoSettings = MercadopagoSettings()
    hold: HoldSettings = HoldSettings()
    handover: HandoverSettings = HandoverSettings()
    job: JobSettings = JobSettings()
    worker: WorkerSettings = WorkerSettings()
    debounce: DebounceSettings = DebounceSettings()
    metrics: MetricsSettings = MetricsSettings()
    media: MediaSettings = MediaSettings()
    clock: ClockSettings = ClockSettings()
    log: LogSettings = LogSettings()

    def require(self, *names: str) -> None:
        """Raise SettingsError that lists every variable of `names` (`WHATSAPP_APP_SECRET`, …) left empty."""
        missing = [name for name in names if not self._value(name)]
        if missing:
            raise SettingsError("Set these environment variables first: " + ", ".join(missing) + ".")

    def require_for_serving(self) -> None:
        """Raise SettingsError unless everything that faces the outside is set, and real when in production."""
        secrets = ("JWT_SECRET_KEY", "WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN", "WHATSAPP_ACCESS_TOKEN")
        payments = ("MERCADOPAGO_ACCESS_TOKEN", "MERCADOPAGO_WEBHOOK_SECRET")
        self.require("DATABASE_URL", "REDIS_URL", *secrets, "WHATSAPP_PHONE_NUMBER_ID", *payments)
        if self.environment == "production":
            self._refuse_placeholders((*secrets, *payments))
            self._refuse_private_address()

    def _value(self, name: str) -> object:
        section, _, field = name.lower().partition("_")
        return getattr(getattr(self, section), field)

    def _refuse_private_address(self) -> None:
        """Mercado Pago and Meta call this address and fetch pictures from it."""
        address = urlsplit(self.public.base_url)
        if address.scheme != "https" or address.hostname in (None, "localhost", "127.0.0.1", "::1"):
            raise SettingsError("PUBLIC_BASE_URL must be the https address that providers reach us at.")

    def _refuse_placeholders(self, names: tuple[str, ...]) -> None:
        if self.clock.offset_file is not None:
            raise SettingsError("CLOCK_OFFSET_FILE shifts time and is for development: unset it in production.")
        for name in names:
            value = self._value(name)
            for secret in value if isinstance(value, list) else [str(value)]:
                short = name != "WHATSAPP_VERIFY_TOKEN" and len(secret) < MINIMUM_SECRET_LENGTH
                if short or PLACEHOLDER.search(secret):
                    raise SettingsError(f"{name} looks like a placeholder: production needs the real value.")


def load_settings() -> Settings:
    """Return the settings of this process; `backend/.env` is read too, in development only.

    Raises pydantic's ValidationError, which names the variable, when a value is malformed.
    """
    development = os.environ.get("ENVIRONMENT", "development") == "development"
    env_file = Path(__file__).resolve().parent.parent / ".env"
    return Settings(_env_file=env_file if development else None)
