"""Whose events are believed: Stripe's where there is a key, else the test checkout's."""

from stripe import WebhookSignature

from dreamdot_app.core.secret_keys import key_for
from dreamdot_app.wallet.stripe.in_use import stripe_in_use
from dreamdot_app.wallet.stripe.receiving import Sender


def signed(raw: str) -> str:
    """The header that the test checkout signs an event with."""
    return WebhookSignature.generate_signature_header(raw, own_secret())  # pyright: ignore[reportUnknownMemberType] the SDK leaves a type open


def own_secret() -> str:
    """What the test checkout signs with; it is made of the settings' secret key."""
    return f"whsec_{key_for('wallet.standin').hex()}"


def sender_in_use() -> Sender:
    """The one sender that is believed: with a key, the test checkout is not."""
    account = stripe_in_use()
    if account is None:
        return Sender((own_secret(),), is_live=False)
    return Sender(account.secrets, account.is_live)
