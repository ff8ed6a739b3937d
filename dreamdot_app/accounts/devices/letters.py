"""What an account's owner is told of a sign-in that is new to it."""

import asyncio
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts.devices.browsers import described
from dreamdot_app.accounts.devices.zones import clock_in
from dreamdot_app.accounts.letters import tell_owner
from dreamdot_app.accounts.models import Account, AccountSession
from dreamdot_app.accounts.settings_paths import section_path
from dreamdot_app.core.mail import Letter

SESSIONS = ("See your sessions", section_path("sessions"))


async def tell_of_new_device(
    session: AsyncSession, account: Account, begun: AccountSession, *, now: datetime
) -> None:
    """Post a letter about a session, in the caller's transaction."""
    is_client = begun.kind == "api"
    what = (
        f"the client “{begun.user_agent}”"
        if is_client
        else await asyncio.to_thread(described, begun.user_agent)
    )
    when = clock_in(begun.time_zone, now)
    letter = Letter(
        subject="A new sign-in to DreamDot",
        heading="Was this you?",
        paragraphs=(
            f"Somebody signed in to your account @{account.username} with {_within(what)}, on"
            f" {when}.",
            "If it was you, there is nothing to do. If not, end that session and change your"
            " password.",
        ),
        action=SESSIONS,
        small=("We write once for each browser or client that your account has not seen before.",),
    )
    await tell_owner(session, account, letter, key=f"accounts.new_device:{begun.id}")


def _within(what: str) -> str:
    """As it stands within a sentence."""
    return what[0].lower() + what[1:] if what.startswith(("A ", "An ")) else what
