"""Letters about exports and about leaving."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts.leaving.models import DataExport
from dreamdot_app.accounts.letters import tell_owner
from dreamdot_app.accounts.models import Account
from dreamdot_app.accounts.settings_paths import section_path
from dreamdot_app.core.mail import Letter

_YOUR_DATA = section_path("data")
_NOT_YOU = "If this was not you, change your password and look through your sessions."


def day(moment: datetime) -> str:
    """A day as it is said to people: ``30 November 2026``."""
    return f"{moment.day} {moment:%B %Y}"


async def tell_ready(
    session: AsyncSession, account: Account, export: DataExport, *, link: str
) -> None:
    """Say that an export can be fetched, in the transaction that makes it so."""
    until = day(export.expires_at) if export.expires_at else ""
    letter = Letter(
        subject="Your export is ready",
        heading="Your export is ready",
        paragraphs=(
            "Everything of yours on DreamDot is in one zip file now. You can fetch it until"
            f" {until}; after that it is removed.",
            "The link works in a browser in which you are signed in, and for nobody else.",
        ),
        action=("Download your export", link),
        small=(_NOT_YOU,),
    )
    await tell_owner(session, account, letter, key=f"accounts.export_ready:{export.id}")


async def tell_asked(
    session: AsyncSession, account: Account, *, leaves_at: datetime, now: datetime
) -> None:
    """Say that an account will be deleted, and how to keep it."""
    letter = Letter(
        subject=f"Your account will be deleted on {day(leaves_at)}",
        heading="Your account will be deleted",
        paragraphs=(
            f"You asked us to delete your account @{account.username}. That happens on"
            f" {day(leaves_at)}. Until then nothing changes, and you can take it back: sign in and"
            " press “Keep my account”.",
            "All your other sessions have ended. What is in your wallet on that day is given up,"
            " sales until then included.",
        ),
        action=("Keep my account", _YOUR_DATA),
        small=(_NOT_YOU,),
    )
    await tell_owner(
        session, account, letter, key=f"accounts.leaving:{account.id}:{now.isoformat()}"
    )


async def tell_kept(session: AsyncSession, account: Account, *, now: datetime) -> None:
    """Say that an account will not be deleted."""
    letter = Letter(
        subject="Your account stays",
        heading="Your account stays",
        paragraphs=(f"Your account @{account.username} will not be deleted. Good to have you.",),
        action=("Your data", _YOUR_DATA),
        small=(_NOT_YOU,),
    )
    await tell_owner(session, account, letter, key=f"accounts.kept:{account.id}:{now.isoformat()}")


async def tell_left(session: AsyncSession, account: Account) -> None:
    """Say goodbye: the last letter, posted while the address is still known."""
    letter = Letter(
        subject="Your account has been deleted",
        heading="Goodbye",
        paragraphs=(
            f"As you asked, your account @{account.username} has been deleted, with what was only"
            " yours. What people bought of you stays in their libraries, without your name.",
        ),
        small=("This is the last letter from us to this address.",),
    )
    await tell_owner(session, account, letter, key=f"accounts.left:{account.id}")
