"""The letters that accounts send, in their words.

Whoever types a stranger's address chooses what is in the letter that goes there: of a person a
letter says the username, and nothing else that they wrote.

What a link carries stands behind ``#``: browsers keep that to themselves, so it is in no log and
in no Referer.
"""

from contextlib import suppress
from datetime import datetime
from urllib.parse import quote

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts.models import Account
from dreamdot_app.core import ids
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.mail import Letter, LetterRefused, post

CONFIRM_PATH, RESET_PATH, FORGOT_PATH = "/confirm", "/reset", "/forgot"
_NOT_YOU = "If this was not you, leave it: nothing happens without the link."


async def send(session: AsyncSession, letter: Letter, *, to: str) -> None:
    """Ask for a letter in the caller's transaction; each call is another letter."""
    await post(session, to=to, letter=letter, key=f"accounts:{ids.new()}")


async def tell_owner(
    session: AsyncSession, account: Account, letter: Letter, *, key: str = ""
) -> None:
    """Tell somebody what happened to their account, in the caller's transaction; once for a key.

    Nobody is told at an unconfirmed address: it may be a stranger's. One that cannot be written to
    keeps nobody from what they do.
    """
    if account.email_confirmed_at is None:
        return
    once = key or f"accounts:{ids.new()}"
    with suppress(LetterRefused):
        await post(session, to=account.email, name=account.display_name, letter=letter, key=once)


async def warn_owner(session: AsyncSession, user_id: UserId, letter: Letter, *, key: str) -> None:
    """Write to somebody, whatever they chose to hear of, in a transaction of the user database.

    For what they must learn of should it not have been them; once for a key.
    """
    account = await session.get(Account, user_id)
    if account is not None and account.deleted_at is None:
        await tell_owner(session, account, letter, key=key)


def confirm_email(username: str, token: str) -> Letter:
    """To an address that an account says is its own."""
    return Letter(
        subject="Confirm your email address",
        heading="Is this address yours?",
        paragraphs=(
            f"Somebody joined DreamDot as @{username} with this address. If that is you, confirm"
            " it: then it is yours, and lets you in again should you lose your password.",
        ),
        action=("Confirm the address", _with_token(CONFIRM_PATH, token)),
        small=("The link works once, for 24 hours.", _NOT_YOU),
    )


def joined_already(username: str) -> Letter:
    """To whose address it is, when somebody joins with it."""
    return Letter(
        subject="You have an account already",
        heading="You have an account already",
        paragraphs=(
            "Somebody tried to join DreamDot with your address. It belongs to your account"
            f" @{username}, and stays there.",
            "If that was you, sign in. When the password is lost, the page for signing in helps.",
        ),
        action=("Sign in", "/signin"),
        small=("If this was not you, there is nothing to do.",),
    )


def change_email(username: str, token: str) -> Letter:
    """To the address that an account shall have."""
    return Letter(
        subject="Confirm your new address",
        heading="Is this your new address?",
        paragraphs=(
            f"@{username} on DreamDot shall have this address from now on. Confirm it, and letters"
            " come here instead of to the old one.",
        ),
        action=("Use this address", _with_token(CONFIRM_PATH, token)),
        small=("The link works once, for 24 hours.", _NOT_YOU),
    )


def wanted_elsewhere(username: str) -> Letter:
    """To whose address it is, when another account wants it."""
    return Letter(
        subject="Your address belongs to your account",
        heading="Somebody gave your address",
        paragraphs=(
            "Somebody wanted to use your address for another account on DreamDot. It belongs to"
            f" your account @{username}, and stays there.",
        ),
        action=("Sign in", "/signin"),
        small=("If this was not you, there is nothing to do.",),
    )


def email_is_leaving(username: str) -> Letter:
    """To the address that an account has, when another one is asked for."""
    return Letter(
        subject="Your address is about to change",
        heading="Your address is about to change",
        paragraphs=(
            f"Somebody who is signed in as @{username} gave another email address. This one stays"
            " until the new one is confirmed.",
            "If this was not you, reset your password: that ends all sessions, and the change.",
        ),
        action=("Reset the password", FORGOT_PATH),
    )


def email_has_left(username: str) -> Letter:
    """To the address that an account had."""
    return Letter(
        subject="Your address was changed",
        heading="Your address was changed",
        paragraphs=(
            f"@{username} on DreamDot has another email address now, which was confirmed. Letters"
            " no longer come here.",
        ),
        small=("If this was not you, tell the people who run DreamDot at once.",),
    )


def reset_password(username: str, token: str) -> Letter:
    """To who asked for a new password."""
    return Letter(
        subject="A new password",
        heading="Choose a new password",
        paragraphs=(
            f"Somebody asked for a new password for @{username} on DreamDot. The link leads to a"
            " page where you choose one.",
        ),
        action=("Choose a password", _with_token(RESET_PATH, token)),
        small=("The link works once, for one hour.", _NOT_YOU),
    )


def password_changed(username: str, *, now: datetime) -> Letter:
    """To whose password it is."""
    return Letter(
        subject="Your password was changed",
        heading="Your password was changed",
        paragraphs=(
            f"The password of @{username} on DreamDot was changed on"
            f" {now:%-d %B %Y at %H:%M} UTC. Everybody who was signed in elsewhere is signed out.",
            "If this was not you, choose a new one now.",
        ),
        action=("Reset the password", FORGOT_PATH),
    )


def _with_token(path: str, token: str) -> str:
    return f"{path}#token={quote(token, safe='')}"
