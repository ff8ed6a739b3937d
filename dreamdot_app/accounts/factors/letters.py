"""Letters about factors: whoever did not do it themselves must hear of it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts.factors.contract import Factor
from dreamdot_app.accounts.letters import tell_owner
from dreamdot_app.accounts.models import Account
from dreamdot_app.accounts.settings_paths import section_path
from dreamdot_app.core.mail import Letter

_SECURITY = ("Look at your security settings", section_path("security"))
_NOT_YOU = (
    "If this was not you, ask for a new password on the sign-in page and look who is signed in."
)
_NAMES = {Factor.AUTHENTICATOR: "An authenticator app", Factor.PASSKEY: "A passkey"}


async def _send(
    session: AsyncSession, account: Account, key: str, heading: str, *paragraphs: str
) -> None:
    letter = Letter(
        subject=heading,
        heading=heading,
        paragraphs=paragraphs,
        action=_SECURITY,
        small=(_NOT_YOU,),
    )
    await tell_owner(session, account, letter, key=key)


async def added(session: AsyncSession, account: Account, kind: Factor, event_id: UUID) -> None:
    """A factor was added; ``event_id`` makes the letter once."""
    await _send(
        session,
        account,
        f"factor {event_id}",
        f"{_NAMES[kind]} was added to your account",
        f"From now on {_NAMES[kind].lower()} can be asked for when you sign in to DreamDot.",
    )


async def removed(session: AsyncSession, account: Account, kind: Factor, event_id: UUID) -> None:
    """A factor was taken away; ``event_id`` makes the letter once."""
    await _send(
        session,
        account,
        f"factor {event_id}",
        f"{_NAMES[kind]} was removed from your account",
        "It is not asked for and not accepted any more. All other devices were signed out.",
    )


async def codes_made(session: AsyncSession, account: Account, event_id: UUID) -> None:
    """There are new recovery codes."""
    await _send(
        session,
        account,
        f"codes {event_id}",
        "You have new recovery codes",
        "The former ones are worth nothing now.",
    )


async def code_used(session: AsyncSession, account: Account, left: int, event_id: UUID) -> None:
    """A recovery code was used up; when few are left it says that too."""
    await _send(
        session,
        account,
        f"code {event_id}",
        "A recovery code was used",
        "Somebody signed in to your account with one of your recovery codes.",
        _left(left),
    )


def _left(left: int) -> str:
    if left == 0:
        return "It was the last one. Make new ones before you need one."
    one = "One is left." if left == 1 else f"{left} are left."
    return f"{one} Make new ones in good time." if left <= 3 else one


async def step_failed(session: AsyncSession, account: Account, ceremony_id: UUID) -> None:
    """Somebody knew the password and failed the second step until no try was left."""
    await _send(
        session,
        account,
        f"step {ceremony_id}",
        "Somebody knows your password",
        "They typed your password, and then wrong codes until no try was left. They are not in.",
        "If it was not you, change your password now.",
    )


async def passkey_copied(
    session: AsyncSession, account: Account, name: str, event_id: UUID
) -> None:
    """A passkey counted backwards."""
    await _send(
        session,
        account,
        f"copied {event_id}",
        "One of your passkeys was refused",
        f"“{name}” counts its uses, and counted backwards: there may be a copy of it.",
        "Remove it, and add a new one.",
    )


async def password_removed(session: AsyncSession, account: Account, event_id: UUID) -> None:
    """The account has no password any more."""
    await _send(
        session,
        account,
        f"password {event_id}",
        "Your password was removed",
        "You sign in with a passkey now. If you lose it: ask for a new password on the sign-in"
        " page, and have a recovery code at hand.",
    )
