"""What the entries of the trail are called on the screen; what has no words is not shown there."""

from collections.abc import Callable, Mapping
from typing import Any

Words = str | Callable[[Mapping[str, Any]], str]

_WAYS = {
    "password": "with your password",
    "code": "with a code",
    "recovery": "with a recovery code",
    "passkey": "with a passkey",
    "google": "with Google",
    "github": "with GitHub",
    "apple": "with Apple",
}
_ENDS = {
    "elsewhere": "A session was ended from another one",
    "reuse": "A session was ended, for its token was used twice",
    "security": "A session was ended after a change to your account",
    "leaving": "A session was ended, for your account is to be deleted",
}
_FACTORS = {"authenticator": "An authenticator app", "passkey": "A passkey"}


def _signed_in(details: Mapping[str, Any]) -> str:
    way = _WAYS.get(str(details.get("how")), "")
    return f"Signed in {way}".strip()


def _ended(details: Mapping[str, Any]) -> str:
    return _ENDS.get(str(details.get("how")), "Signed out")


def _factor(verb: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda details: f"{_FACTORS.get(str(details.get('kind')), 'A second factor')} {verb}"


def _refused(details: Mapping[str, Any]) -> str:
    return "A passkey was refused" if details.get("way") == "passkey" else "A wrong code was tried"


def _role(details: Mapping[str, Any]) -> str:
    return f"Your role became {details.get('role', 'another one')}"


WORDS: dict[str, Words] = {
    "accounts.joined": "Joined DreamDot",
    "accounts.signed_in": _signed_in,
    "accounts.sign_in_failed": "A wrong password was tried",
    "accounts.signed_out": _ended,
    "accounts.refresh_reused": "An API client's token was used twice",
    "accounts.role_changed": _role,
    "accounts.password_changed": "Your password was changed",
    "accounts.password_removed": "Your password was removed",
    "accounts.email_confirmed": "Your email address was confirmed",
    "accounts.email_changed": "Your email address was changed",
    "accounts.username_changed": "Your username was changed",
    "accounts.factor_added": _factor("was added"),
    "accounts.factor_removed": _factor("was removed"),
    "accounts.factor_refused": _refused,
    "accounts.recovery_codes_made": "New recovery codes were made",
    "accounts.recovery_code_used": "A recovery code was used",
    "accounts.passkey_copied": "A passkey was refused, for there may be a copy of it",
    "accounts.provider_linked": "Another way to sign in was linked",
    "accounts.provider_unlinked": "A way to sign in was unlinked",
    "accounts.left": "Your account was deleted",
    "accounts.export_asked": "You asked for an export of everything",
    "accounts.deletion_asked": "You asked for your account to be deleted",
    "accounts.deletion_taken_back": "You kept your account after all",
    "wallet.payout_asked": "A withdrawal was begun",
    "wallet.payout_paid": "A withdrawal was paid out",
    "wallet.payout_returned": "A withdrawal came back",
    "wallet.card_refund_asked": "Money went back to your card",
    "wallet.card_refund_returned": "Your card did not take money back",
}


def say(kind: str, words: Words) -> None:
    """Show entries of a kind, in these words (or what a function makes of the entry's details)."""
    WORDS[kind] = words


def said(kind: str, details: Mapping[str, Any]) -> str:
    """An entry in words."""
    words = WORDS[kind]
    return words if isinstance(words, str) else words(details)
