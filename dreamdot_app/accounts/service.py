"""The verbs of accounts: join, sign in and out, who is asking, who people are."""

from datetime import datetime

from dreamdot_app.accounts import passwords
from dreamdot_app.accounts.avatars import show_pictures_with
from dreamdot_app.accounts.clocks import zone_of
from dreamdot_app.accounts.contract import FactorNeeded, NewPerson, SignedIn
from dreamdot_app.accounts.credentials import account_by_password
from dreamdot_app.accounts.devices.browsers import described
from dreamdot_app.accounts.factors import entering
from dreamdot_app.accounts.factors.strong_proof import require_strong_proof
from dreamdot_app.accounts.joining import join
from dreamdot_app.accounts.leaving.parts import Entry, at_stake, exports
from dreamdot_app.accounts.letters import warn_owner
from dreamdot_app.accounts.people import cards, confirmed_address, import_people, named
from dreamdot_app.accounts.preferences.letters import write_news, write_to_administrators
from dreamdot_app.accounts.profiles import by_username, present_name, profile_pictures
from dreamdot_app.accounts.remembered import hear as hear_of_ended_sessions
from dreamdot_app.accounts.sessions import forget_viewer, sign_out, viewer_of_token
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.settings import settings

__all__ = [
    "Entry",
    "NewPerson",
    "at_stake",
    "by_username",
    "cards",
    "confirmed_address",
    "described",
    "exports",
    "forget_viewer",
    "hash_password",
    "hear_of_ended_sessions",
    "import_people",
    "join",
    "named",
    "present_name",
    "profile_pictures",
    "require_strong_proof",
    "show_pictures_with",
    "sign_in",
    "sign_out",
    "viewer_of_token",
    "warn_owner",
    "write_news",
    "write_to_administrators",
    "zone_of",
]


def hash_password(password: str) -> str:
    """A hash at the cost of the settings. Blocks; one for many demonstration people is enough."""
    return passwords.hash_password(password, cost=settings().bcrypt_cost)


async def sign_in(
    *,
    login: object,
    password: object,
    address: str,
    user_agent: str,
    now: datetime,
    device: str | None = None,
    bcrypt_cost: int | None = None,
) -> SignedIn | FactorNeeded:
    """Begin a session for whoever knows the password, as `credentials.account_by_password` says,
    or ask for their second factor first.

    Raises:
        SignInRefused: unknown name or wrong password.
        TooManyTries: too many for this name, or from this address.
    """
    found = await account_by_password(
        login=login,
        password=password,
        address=address,
        user_agent=user_agent,
        device=device,
        bcrypt_cost=bcrypt_cost,
    )
    async with transaction(Database.USER, actor=found.account.id) as session:
        entered = await entering.enter(
            session,
            found.account,
            user_agent=user_agent,
            counted=found.counted,
            has_factor=await found.require_still(session),
            now=now,
        )
    if isinstance(entered, SignedIn):
        # Else only when the second factor is proved too: until then every password is a try.
        await found.forgive(address)
    return entered
