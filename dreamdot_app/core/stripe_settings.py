"""STRIPE_…: the account at Stripe that real money goes through."""

import re

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings

STRIPE_API = "https://api.stripe.com"
_KEY = re.compile(r"(sk|rk)_\S+")
_SECRETS = re.compile(r"whsec_[!-+\--~]+(, ?whsec_[!-+\--~]+){0,3}")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")


class StripeSettings(BaseSettings):
    """The part of the settings that is about Stripe. Without a key all credit is test money."""

    stripe_secret_key: SecretStr | None = Field(
        None, validation_alias="STRIPE_SECRET_KEY", description="Stripe's secret key, sk_…"
    )
    stripe_webhook_secret: SecretStr | None = Field(
        None,
        validation_alias="STRIPE_WEBHOOK_SECRET",
        description="Signing secrets of webhooks, whsec_…: one to four, parted by commas",
    )
    stripe_api_base: str = Field(
        STRIPE_API,
        validation_alias="STRIPE_API_BASE",
        description=f"An address without a slash at its end, such as {STRIPE_API}",
    )

    @field_validator("stripe_secret_key")
    @classmethod
    def _is_a_stripe_key(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not _KEY.fullmatch(value.get_secret_value()):
            raise ValueError("no key of Stripe")
        return value

    @field_validator("stripe_webhook_secret")
    @classmethod
    def _are_secrets(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not _SECRETS.fullmatch(value.get_secret_value().strip()):
            raise ValueError("no secret of a webhook")
        return value

    @field_validator("stripe_api_base")
    @classmethod
    def _is_the_address_of_an_api(cls, value: str) -> str:
        if not _ADDRESS.fullmatch(value):
            raise ValueError("no address")
        return value

    @property
    def stripe_webhook_secrets(self) -> tuple[str, ...]:
        """The secrets that an event may be signed with; more than one while they are rotated."""
        given = self.stripe_webhook_secret
        return tuple(one.strip() for one in given.get_secret_value().split(",")) if given else ()

    @property
    def is_stripe_live(self) -> bool:
        """Whether the key moves real money, not that of Stripe's test mode."""
        key = self.stripe_secret_key.get_secret_value() if self.stripe_secret_key else ""
        return key.startswith(("sk_live_", "rk_live_"))

    def half_configured_stripe(self) -> list[str]:
        """What is missing of the two that belong together, in words; empty when nothing is."""
        if self.stripe_secret_key and not self.stripe_webhook_secret:
            return ["STRIPE_WEBHOOK_SECRET: without it nobody would learn that money has arrived"]
        if self.stripe_webhook_secret and not self.stripe_secret_key:
            return ["STRIPE_SECRET_KEY: STRIPE_WEBHOOK_SECRET is of no use without it"]
        return []

    def another_stripe(self) -> list[str]:
        """Why these settings are not for production: the key would go to somebody else."""
        if self.stripe_api_base == STRIPE_API:
            return []
        return [f"STRIPE_API_BASE: only {STRIPE_API} is allowed"]
