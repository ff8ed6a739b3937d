"""The verbs of accounts: join, sign in and out, who is asking, who people are."""

from datetime import datetime
from uuid import UUID

from dreamdot_app.accounts import passwords, rates, repository, sessions, usernames
from dreamdot_app.accounts.avatars import show_pictures_with
from dreamdot_app.accounts.contract import NewPerson, SignedIn
from dreamdot_app.accounts.emails import email_key
from dreamdot_app.accounts.errors import SignInRefused
from dreamdot_app.accounts.joining import join
from dreamdot_app.accounts.models import Account
from dreamdot_app.accounts.people import cards, import_people
from dreamdot_app.accounts.preferences.letters import write_news
from dreamdot_app.accounts.profiles import by_username, present_name
from dreamdot_app.accounts.sessions import forget_viewer, sign_out, viewer_of_token
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.settings import settings

__all__ = [
    "NewPerson",
    "by_username",
    "cards",
    "forget_viewer",
    "hash_password",
    "import_people",
    "join",
    "present_name",
    "show_pictures_with",
    "sign_in",
    "sign_out",
    "viewer_of_token",
    "write_news",
]

_LONGEST_LOGIN = 254


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
    bcrypt_cost: int | None = None,
) -> SignedIn:
    """Begin a session for whoever knows the password; ``login`` is an address or a username.

    Takes as long, and says the same, for a name that nobody has as for a wrong password. A hash
    of a lower cost than today's (the settings', unless another is told) is replaced.

    Raises:
        SignInRefused: unknown name or wrong password.
        TooManyTries: too many for this name, or from this address.
    """
    if not isinstance(login, str) or not isinstance(password, str):
        raise SignInRefused
    typed = login.strip()[:_LONGEST_LOGIN]
    by_email = "@" in typed[1:]
    key = email_key(typed) if by_email else usernames.case_key(typed.removeprefix("@"))
    await rates.count_sign_in(key, address)
    account = await _find(key, by_email=by_email)
    cost = bcrypt_cost or settings().bcrypt_cost
    kept = account.password_hash if account else None
    possible = 0 < len(password) <= passwords.MAX_LENGTH
    matches = await passwords.matches(password if possible else "", kept, cost=cost)
    if account is None or kept is None or not matches:
        raise SignInRefused
    await rates.forgive_sign_in(key, address)
    fresh = None
    if passwords.is_outdated(kept, cost=cost):
        fresh = await passwords.hashed(password, cost=cost)
    return await _begin(account, fresh, user_agent=user_agent, now=now)


async def _find(key: str, *, by_email: bool) -> Account | None:
    async with reading(Database.USER) as session:
        if by_email:
            return await repository.account_by_email(session, key)
        return await repository.account_by_username(session, key)


async def _begin(
    account: Account, fresh_hash: str | None, *, user_agent: str, now: datetime
) -> SignedIn:
    async with transaction(Database.USER, actor=UUID(str(account.id))) as session:
        if fresh_hash is not None:
            await repository.set_password_hash(session, account.id, fresh_hash)
        return await sessions.begin(session, account, user_agent=user_agent, now=now)
