"""The providers that the settings name, by their short names."""

from collections.abc import Callable, Mapping
from datetime import datetime

from pydantic import SecretStr

from dreamdot_app.accounts.providers.apple import Apple, client_secret
from dreamdot_app.accounts.providers.github import GitHub
from dreamdot_app.accounts.providers.oauth import OAuth
from dreamdot_app.accounts.providers.openid import OpenId
from dreamdot_app.core.provider_settings import PROVIDERS
from dreamdot_app.core.settings import Settings


def callback_path(name: str) -> str:
    """Where a provider sends people back to."""
    return f"/auth/with/{name}/callback"


def offered(settings: Settings) -> tuple[str, ...]:
    """The short names of the providers that can be used."""
    return tuple(name for name in PROVIDERS if settings.is_offered(name))


def configured(settings: Settings) -> Mapping[str, OAuth]:
    """The providers that can be used, ready to be asked."""
    made = {"google": _google, "github": _github, "apple": _apple}
    return {name: made[name](settings) for name in offered(settings)}


def _redirect_uri(settings: Settings, name: str) -> str:
    return settings.public_origin + callback_path(name)


def _kept(secret: SecretStr | None) -> Callable[[datetime], str]:
    """A secret that is always the same."""
    return lambda _now: secret.get_secret_value() if secret else ""


def _google(settings: Settings) -> OAuth:
    return OpenId(
        "google",
        issuer=settings.google_issuer,
        client_id=settings.google_client_id,
        client_secret=_kept(settings.google_client_secret),
        redirect_uri=_redirect_uri(settings, "google"),
        scope="openid email profile",
    )


def _github(settings: Settings) -> OAuth:
    return GitHub(
        issuer=settings.github_issuer,
        api=settings.github_api,
        client_id=settings.github_client_id,
        client_secret=_kept(settings.github_client_secret),
        redirect_uri=_redirect_uri(settings, "github"),
    )


def _apple(settings: Settings) -> OAuth:
    key = settings.apple_private_key.get_secret_value() if settings.apple_private_key else ""

    def secret(now: datetime) -> str:
        return client_secret(
            client_id=settings.apple_client_id,
            team_id=settings.apple_team_id,
            key_id=settings.apple_key_id,
            private_key=key,
            audience=settings.apple_issuer,
            now=now,
        )

    return Apple(
        "apple",
        issuer=settings.apple_issuer,
        client_id=settings.apple_client_id,
        client_secret=secret,
        redirect_uri=_redirect_uri(settings, "apple"),
        scope="openid name email",
    )
