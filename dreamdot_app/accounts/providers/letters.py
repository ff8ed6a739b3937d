"""Letters about linked accounts: whoever did not do it themselves must hear of it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts.letters import tell_owner
from dreamdot_app.accounts.models import Account
from dreamdot_app.accounts.providers.errors import LABELS
from dreamdot_app.accounts.settings_paths import section_path
from dreamdot_app.core.mail import Letter

_SECURITY = ("Look at your security settings", section_path("security"))
_NOT_YOU = (
    "If this was not you, ask for a new password on the sign-in page and look who is signed in."
)


async def linked(
    session: AsyncSession, account: Account, provider: str, label: str, event_id: UUID
) -> None:
    """A provider was linked; ``label`` is what the account there is called."""
    name = LABELS[provider]
    who = f"{label} of {name}" if label else f"an account of {name}"
    await _send(
        session,
        account,
        event_id,
        f"{name} was linked to your account",
        f"Whoever can sign in to {who} can sign in to your account of DreamDot now.",
    )


async def unlinked(session: AsyncSession, account: Account, provider: str, event_id: UUID) -> None:
    """A provider was unlinked."""
    name = LABELS[provider]
    await _send(
        session,
        account,
        event_id,
        f"{name} was unlinked from your account",
        f"Nobody can sign in to your account of DreamDot with {name} any more.",
    )


async def _send(
    session: AsyncSession, account: Account, event_id: UUID, heading: str, words: str
) -> None:
    letter = Letter(
        subject=heading,
        heading=heading,
        paragraphs=(words,),
        action=_SECURITY,
        small=(_NOT_YOU,),
    )
    await tell_owner(session, account, letter, key=f"provider {event_id}")
