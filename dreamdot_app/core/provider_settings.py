"""GOOGLE_…, GITHUB_… and APPLE_…: who we are to those that people can sign in with."""

import re
from collections.abc import Mapping

from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings

PROVIDERS: Mapping[str, tuple[str, ...]] = {
    "google": ("google_client_id", "google_client_secret"),
    "github": ("github_client_id", "github_client_secret"),
    "apple": ("apple_client_id", "apple_team_id", "apple_key_id", "apple_private_key"),
}
"""What each provider needs: all of it, or nothing."""

_ISSUERS = ("google_issuer", "github_issuer", "github_api", "apple_issuer")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?")
_ID = r"^[!-~]{0,255}$"
_WHERE = "An address without a slash at its end, such as "


def _id(variable: str, of: str) -> str:
    return Field("", validation_alias=variable, pattern=_ID, description=of)


def _secret(variable: str, of: str) -> SecretStr | None:
    return Field(None, validation_alias=variable, description=of)


def _address(variable: str, usual: str) -> str:
    return Field(usual, validation_alias=variable, description=_WHERE + usual)


class ProviderSettings(BaseSettings):
    """The part of the settings that is about providers; each is offered when it is configured."""

    google_client_id: str = _id("GOOGLE_CLIENT_ID", "Google's id of the web client")
    google_client_secret: SecretStr | None = _secret(
        "GOOGLE_CLIENT_SECRET", "Google's secret of the web client"
    )
    google_issuer: str = _address("GOOGLE_ISSUER", "https://accounts.google.com")
    github_client_id: str = _id("GITHUB_CLIENT_ID", "GitHub's id of the OAuth app")
    github_client_secret: SecretStr | None = _secret(
        "GITHUB_CLIENT_SECRET", "GitHub's secret of the OAuth app"
    )
    github_issuer: str = _address("GITHUB_ISSUER", "https://github.com")
    github_api: str = _address("GITHUB_API", "https://api.github.com")
    apple_client_id: str = _id("APPLE_CLIENT_ID", "Apple's Services ID, such as example.dreamdot")
    apple_team_id: str = _id("APPLE_TEAM_ID", "Apple's team id, ten letters and digits")
    apple_key_id: str = _id("APPLE_KEY_ID", "The id of the key for Sign in with Apple")
    apple_private_key: SecretStr | None = _secret(
        "APPLE_PRIVATE_KEY", r"The content of the key file AuthKey_….p8, its lines parted by \n"
    )
    apple_issuer: str = _address("APPLE_ISSUER", "https://appleid.apple.com")

    @field_validator(*_ISSUERS)
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if not _ADDRESS.fullmatch(value) or value.endswith("/"):
            raise ValueError("no address")
        return value

    @field_validator("apple_private_key")
    @classmethod
    def _is_a_key(cls, value: SecretStr | None) -> SecretStr | None:
        """A key that signs ES256. In one line, as variables often are, `\\n` parts its lines."""
        if value is None:
            return None
        text = value.get_secret_value().replace("\\n", "\n").strip() + "\n"
        try:
            key = ECKey.import_key(text)
        except (JoseError, ValueError, TypeError):
            raise ValueError("no key") from None
        if not key.is_private or key.curve_name != "P-256":
            raise ValueError("no private key of P-256")
        return SecretStr(text)

    def is_offered(self, provider: str) -> bool:
        """Whether everything is there that a provider needs."""
        return all(getattr(self, field) for field in PROVIDERS[provider])

    def half_configured_providers(self) -> list[str]:
        """Providers of which something is there and something is missing, in words."""
        told: list[str] = []
        for name, fields in PROVIDERS.items():
            missing = [field.upper() for field in fields if not getattr(self, field)]
            if missing and len(missing) < len(fields):
                told.append(f"{' and '.join(missing)}: {name.title()} cannot be used without")
        return told

    def plain_http_providers(self) -> list[str]:
        """Addresses of providers where tokens would go over the network unencrypted."""
        return [
            f"{field.upper()}: an address that begins with https:// is needed"
            for field in _ISSUERS
            if not str(getattr(self, field)).startswith("https://")
        ]
