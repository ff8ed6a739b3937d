"""Every setting of DreamDot, read from the environment (and `.env`) and checked once.

``.env.example`` lists the same variables; a test compares the two.
"""

import os
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import (
    AliasChoices,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import SettingsConfigDict

from dreamdot_app.core.mail_settings import parse_sender, parse_smtp_url
from dreamdot_app.core.provider_settings import ProviderSettings
from dreamdot_app.core.stripe_settings import StripeSettings

_ADDRESS_NEEDED = "an address is needed, embedded servers are for development"
_DEFAULT_SECRET = "development-only-not-a-secret"  # noqa: S105 production refuses it
_YEARS_S = 10 * 365 * 86_400
_SESSION_S = "Seconds, from 60 to 315360000 (ten years)"
_BCRYPT_COST_OF_PRODUCTION = 10
_MOST_PROCESSES_UNASKED = 4
_BEGINNINGS = {
    "mongodb_uri": ("mongodb://", "mongodb+srv://"),
    "redis_url": ("redis://", "rediss://", "unix://"),
    "resend_api_key": ("re_",),
    **dict.fromkeys(
        [f"postgres_db_{name}" for name in ("user", "social", "items", "community", "audit")],
        ("postgresql://", "postgres://", "postgresql+psycopg://"),
    ),
}


class Environment(StrEnum):
    """Where the process runs."""

    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


class SettingsRefused(Exception):
    """The settings cannot be used; the message lists everything that is wrong at once."""


def _database(name: str) -> SecretStr | None:
    return Field(
        default=None,
        validation_alias=AliasChoices(f"POSTGRES_DB_{name}", f"POSTGRESS_DB_{name}"),
        description="A PostgreSQL address: postgresql://user:password@host/name",
    )


class Settings(ProviderSettings, StripeSettings):
    """All settings. Times in seconds, money in minor units, sizes in bytes."""

    model_config = SettingsConfigDict(
        env_prefix="DREAMDOT_",
        env_file=None if os.environ.get("DREAMDOT_ENV") == "test" else ".env",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        env_ignore_empty=True,
    )

    env: Environment = Field(Environment.DEVELOPMENT, description="development, test or production")
    origin: str = Field(
        "",
        pattern=r"^(https?://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(:[0-9]{1,5})?/?)?$",
        description="The address people open, without a path, such as https://dreamdot.example",
    )
    host: str = Field(
        "127.0.0.1",
        pattern=r"^\S+$",
        description="The address to listen on, 0.0.0.0 for all",
    )
    port: int = Field(3000, ge=1, le=65_535, description="A port from 1 to 65535")
    backend_port: int = Field(
        8000, ge=1, le=65_535, description="A port from 1 to 65535, for `make dev`"
    )
    data_dir: Path = Field(Path(".data"), description="A folder for embedded servers and media")
    secret_key: SecretStr = Field(
        SecretStr(_DEFAULT_SECRET), min_length=24, description="At least 24 random characters"
    )
    log_level: str = Field(
        "info", pattern="^(debug|info|warning|error)$", description="debug, info, warning or error"
    )
    proxy_hops: int | None = Field(
        None, ge=0, le=5, description="How many proxies of ours stand in front, from 0 to 5"
    )
    processes: int | None = Field(
        None, ge=1, le=64, description="How many processes serve, from 1 to 64"
    )
    worker_inline: bool = Field(
        True, description="true: the app does the worker's jobs; false: `make worker` does them"
    )
    bcrypt_cost: int = Field(12, ge=4, le=16, description="A whole number from 4 to 16")
    session_idle_s: int = Field(30 * 86_400, ge=60, le=_YEARS_S, description=_SESSION_S)
    session_lifetime_s: int = Field(180 * 86_400, ge=60, le=_YEARS_S, description=_SESSION_S)
    initial_credit_minor: int = Field(
        50_000_00, ge=0, le=10**12, description="Cents, from 0 to 1000000000000"
    )
    fee_bp: int = Field(1_000, ge=0, le=5_000, description="Basis points, from 0 to 5000")

    postgres_db_user: SecretStr | None = _database("USER")
    postgres_db_social: SecretStr | None = _database("SOCIAL")
    postgres_db_items: SecretStr | None = _database("ITEMS")
    postgres_db_community: SecretStr | None = _database("COMMUNITY")
    postgres_db_audit: SecretStr | None = _database("AUDIT")
    mongodb_uri: SecretStr | None = Field(
        None, validation_alias="MONGODB_URI", description="A MongoDB address: mongodb://…"
    )
    mongodb_name: str = Field(
        "dreamdot", pattern=r"^[a-z0-9_-]{1,38}$", description="1 to 38 of a-z, 0-9, _ and -"
    )
    redis_url: SecretStr | None = Field(
        None, validation_alias="REDIS_URL", description="A Redis address: redis://…"
    )
    smtp_url: SecretStr | None = Field(
        None,
        validation_alias="SMTP_URL",
        description="smtp://user:password@host:587 or smtps://…, user and password percent-encoded",
    )
    resend_api_key: SecretStr | None = Field(
        None, validation_alias="RESEND_API_KEY", description="Resend's key, re_…"
    )
    mail_from: str = Field(
        "",
        validation_alias="MAIL_FROM",
        description="Whom letters are from: DreamDot <letters@dreamdot.example>",
    )

    @field_validator(*_BEGINNINGS)
    @classmethod
    def _begins_rightly(cls, value: SecretStr | None, field: ValidationInfo) -> SecretStr | None:
        """Drivers that cannot read an address repeat it in full, its password too."""
        text = value.get_secret_value() if value else ""
        begins = text.startswith(_BEGINNINGS[str(field.field_name)])
        if value and (not begins or any(letter.isspace() for letter in text)):
            raise ValueError("no such address")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _is_a_mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        if value:
            parse_smtp_url(value.get_secret_value())
        return value

    @field_validator("mail_from")
    @classmethod
    def _is_a_sender(cls, value: str) -> str:
        if value:
            parse_sender(value)
        return value

    @property
    def is_production(self) -> bool:
        """Whether real people's money and secrets are behind this process."""
        return self.env is Environment.PRODUCTION

    @property
    def database_urls(self) -> dict[str, SecretStr | None]:
        """The five database addresses by name; ``None`` asks for the embedded server."""
        return {
            "user": self.postgres_db_user,
            "social": self.postgres_db_social,
            "items": self.postgres_db_items,
            "community": self.postgres_db_community,
            "audit": self.postgres_db_audit,
        }

    @property
    def process_count(self) -> int:
        """How many processes serve: those asked for, else one for each core when they can share."""
        if self.processes is not None:
            return self.processes
        return min(os.cpu_count() or 1, _MOST_PROCESSES_UNASKED) if self.redis_url else 1

    @property
    def own_host(self) -> str:
        """Where this machine finds what listens on `host`."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104

    @property
    def public_origin(self) -> str:
        """``scheme://host[:port]`` as browsers write it: no slash, no usual port."""
        origin = self.origin.rstrip("/").lower() or f"http://localhost:{self.port}"
        return origin.removesuffix(":443" if origin.startswith("https") else ":80")

    def missing_for_production(self) -> list[str]:
        """Everything that keeps these settings from being used for real; empty when nothing."""
        missing = [
            f"POSTGRES_DB_{name.upper()}: {_ADDRESS_NEEDED}"
            for name, url in self.database_urls.items()
            if url is None
        ]
        if self.mongodb_uri is None:
            missing.append(f"MONGODB_URI: {_ADDRESS_NEEDED}")
        if self.secret_key.get_secret_value() == _DEFAULT_SECRET:
            missing.append("DREAMDOT_SECRET_KEY: at least 24 random characters are needed")
        if urlsplit(self.origin).scheme != "https":
            missing.append("DREAMDOT_ORIGIN: an address that begins with https:// is needed")
        if self.smtp_url is None and self.resend_api_key is None:
            missing.append("SMTP_URL: it or RESEND_API_KEY is needed, so that letters are sent")
        if not self.mail_from:
            missing.append("MAIL_FROM: an address that letters are from is needed")
        if self.proxy_hops is None:
            # A guess would count everybody as the proxy, or believe what anybody says.
            missing.append("DREAMDOT_PROXY_HOPS: how many proxies stand in front, 0 for none")
        if self.bcrypt_cost < _BCRYPT_COST_OF_PRODUCTION:
            missing.append(f"DREAMDOT_BCRYPT_COST: at least {_BCRYPT_COST_OF_PRODUCTION} is needed")
        if self.stripe_secret_key is None:
            missing.append("STRIPE_SECRET_KEY: without it everybody would pay with test money")
        missing += self.plain_http_providers() + self.another_stripe()
        if self.log_level == "debug":
            missing.append("DREAMDOT_LOG_LEVEL: debug repeats what people wrote, info at most")
        return missing

    def without_sessions(self) -> list[str]:
        """Why browsers would keep no session here; empty when they do.

        Its cookie is sent over TLS alone, or to the browser's own machine.
        """
        host = urlsplit(self.origin).hostname or "localhost"
        is_here = host == "localhost" or host.endswith(".localhost") or _is_loopback(host)
        if is_here or urlsplit(self.origin).scheme == "https":
            return []
        return [
            "DREAMDOT_ORIGIN: over plain http nobody could sign in from another machine. "
            "Allowed: https://…, or http://localhost (through a tunnel such as ssh -L)"
        ]

    def undecided_mail(self) -> list[str]:
        """What is said twice or left open about letters; empty when it is plain."""
        if self.smtp_url and self.resend_api_key:
            return ["SMTP_URL and RESEND_API_KEY: letters go one way. Allowed: one of the two"]
        is_sent = self.smtp_url or self.resend_api_key
        if is_sent and not self.mail_from and not self.is_production:
            allowed = type(self).model_fields["mail_from"].description
            return [f"MAIL_FROM: letters that are sent need it. Allowed: {allowed}"]
        return []

    def twice_given(self) -> list[str]:
        """Variables of databases with the address of another one: they would mix their tables."""
        seen: dict[str, str] = {}
        told: list[str] = []
        for name, url in self.database_urls.items():
            variable = f"POSTGRES_DB_{name.upper()}"
            first = seen.setdefault(url.get_secret_value() if url else variable, variable)
            if first != variable:
                told.append(f"{variable}: this is {first}'s address; each needs a database")
        return told


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def variable_of(field: str) -> str:
    """The environment variable that a field of `Settings` is read from."""
    alias = Settings.model_fields[field].validation_alias
    if isinstance(alias, AliasChoices):
        return str(alias.choices[0])
    return str(alias) if alias else f"DREAMDOT_{field.upper()}"


def _field_of(name: str) -> str | None:
    """The field behind a name that pydantic reports: the field's own, or its variable's."""
    spelled = name.replace("POSTGRESS_", "POSTGRES_")
    known = Settings.model_fields
    return next((field for field in known if name == field or spelled == variable_of(field)), None)


def _explain(error: ValidationError) -> str:
    lines: list[str] = []
    for problem in error.errors():
        name = str(problem["loc"][0])
        field = _field_of(name)
        allowed = Settings.model_fields[field].description if field else None
        variable = name if name.isupper() or field is None else variable_of(field)
        lines.append(f"{variable}: this value cannot be used. Allowed: {allowed}")
    return "\n".join(lines)


def _given() -> dict[str, str | None]:
    """All variables that are set, here or in `.env`."""
    file = Settings.model_config.get("env_file")
    return {**(dotenv_values(str(file)) if file else {}), **os.environ}


def _spelled_twice() -> list[str]:
    """Databases with two addresses, one under each spelling: which one is meant cannot be told."""
    given = _given()
    told: list[str] = []
    for name in sorted(name for name in given if name.startswith("POSTGRES_DB_")):
        other = name.replace("POSTGRES_", "POSTGRESS_")
        if given[name] and given.get(other) and given[name] != given[other]:
            told.append(f"{name} and {other} are different addresses. Allowed: one of the two")
    return told


def _unknown() -> list[str]:
    """Variables in our name that nothing reads: slips of the pen, which would pass unnoticed."""
    given = _given()
    known = {variable_of(field) for field in Settings.model_fields}
    told: list[str] = []
    for name in sorted(name for name in given if name.startswith("DREAMDOT_")):
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.85)
            told.append(
                f"{name}: there is no such variable."
                + "".join(f" Did you mean {one}?" for one in near)
            )
    return told


def read_settings(**overrides: object) -> Settings:
    """Read and check the settings.

    Raises:
        SettingsRefused: a value is wrong (named with what is allowed; the value itself is not
            repeated, it may be a secret), a name is, or production lacks something.
    """
    if refused := [*_unknown(), *_spelled_twice()]:
        raise SettingsRefused("\n".join(refused))
    try:
        read = Settings(**overrides)  # pyright: ignore[reportArgumentType] checked by pydantic
    except ValidationError as error:
        raise SettingsRefused(_explain(error)) from None
    if read.process_count > 1 and read.redis_url is None:
        # Each would know only the tabs and the counts of its own.
        raise SettingsRefused("DREAMDOT_PROCESSES: more than one needs REDIS_URL")
    halves = read.half_configured_providers() + read.half_configured_stripe()
    if refused := read.undecided_mail() + halves:
        raise SettingsRefused("\n".join(refused))
    if refused := read.twice_given() or ([] if read.is_production else read.without_sessions()):
        raise SettingsRefused("\n".join(refused))
    if read.is_production and (missing := read.missing_for_production()):
        raise SettingsRefused("Production cannot start:\n" + "\n".join(missing))
    return read


@cache
def settings() -> Settings:
    """The settings of this process, read at the first call."""
    return read_settings()
