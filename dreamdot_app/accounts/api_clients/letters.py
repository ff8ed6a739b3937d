"""What an account's owner is told of API clients."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts.devices.letters import SESSIONS, tell_of_new_device
from dreamdot_app.accounts.devices.zones import clock_in
from dreamdot_app.accounts.letters import tell_owner
from dreamdot_app.accounts.models import Account, AccountSession
from dreamdot_app.core.mail import Letter

tell_of_new_client = tell_of_new_device


async def tell_of_reuse(
    session: AsyncSession, account: Account, family: AccountSession, *, now: datetime
) -> None:
    """Post a letter about a refresh token that was used twice, in the caller's transaction."""
    letter = Letter(
        subject="An API client was signed out",
        heading="A token was used twice",
        paragraphs=(
            f"The client “{family.user_agent}” of your account @{account.username} has sent a"
            f" refresh token that was used before, on {clock_in(family.time_zone, now)}.",
            "Somebody may have copied it, so we have ended that client's session. If you use the"
            " client, sign in with it again. If you do not know it, change your password.",
        ),
        action=SESSIONS,
    )
    await tell_owner(session, account, letter, key=f"accounts.refresh_reused:{family.id}")
