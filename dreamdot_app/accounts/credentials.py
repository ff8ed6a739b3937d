"""Whose password was typed: for the sign-in page and for API clients."""

from dataclasses import dataclass
from uuid import UUID

from dreamdot_app.accounts import passwords, rates, repository, usernames
from dreamdot_app.accounts.contract import SignInFailed, UserId
from dreamdot_app.accounts.devices.browsers import printable
from dreamdot_app.accounts.devices.service import name_of_known
from dreamdot_app.accounts.emails import email_key
from dreamdot_app.accounts.errors import SignInRefused
from dreamdot_app.accounts.models import Account
from dreamdot_app.accounts.rates import Counted
from dreamdot_app.core import outbox
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.settings import settings

_LONGEST_LOGIN = 254


@dataclass(frozen=True, slots=True)
class Found:
    """Whose password was typed, and what its tries were counted under."""

    account: Account
    counted: Counted

    async def forgive(self, address: str) -> None:
        """Forget the wrong tries, when all is proved that signing in asks for."""
        await self.counted.forgive(address)


async def account_by_password(
    *,
    login: object,
    password: object,
    address: str,
    user_agent: str = "",
    device: str | None = None,
    bcrypt_cost: int | None = None,
) -> Found:
    """The account whose password this is; ``login`` is an address or a username.

    Takes as long, and says the same, for a name that nobody has as for a wrong password. A hash
    of a lower cost than today's (the settings', unless another is told) is replaced. ``device``
    is the token of the browser's own cookie. The tries are forgiven by the caller, who knows
    whether a second factor is still to come.

    Raises:
        SignInRefused: unknown name or wrong password.
        TooManyTries: too many for this name, or from this address.
    """
    if not isinstance(login, str) or not isinstance(password, str):
        raise SignInRefused
    typed = login.strip()[:_LONGEST_LOGIN]
    by_email = "@" in typed[1:]
    key = email_key(typed) if by_email else usernames.case_key(typed.removeprefix("@"))
    account = await _find(key, by_email=by_email)
    known = await name_of_known(account.id if account else None, device)
    await rates.count_sign_in(key, address, device=known)
    cost = bcrypt_cost or settings().bcrypt_cost
    kept = account.password_hash if account else None
    possible = 0 < len(password) <= passwords.MAX_LENGTH
    matches = await passwords.matches(password if possible else "", kept, cost=cost)
    if account is None or kept is None or not matches:
        await _note_failure(account, key, address, user_agent)
        raise SignInRefused
    if passwords.is_outdated(kept, cost=cost):
        account.password_hash = await passwords.hashed(password, cost=cost)
        await _replace_hash(account, account.password_hash)
    return Found(account, Counted(key, known))


async def _find(key: str, *, by_email: bool) -> Account | None:
    async with reading(Database.USER) as session:
        if by_email:
            return await repository.account_by_email(session, key)
        return await repository.account_by_username(session, key)


async def _note_failure(account: Account | None, key: str, address: str, user_agent: str) -> None:
    """Write a failed try down; about nobody where there is no account, for that takes as long."""
    if not await rates.may_note_failure(key, address):
        return
    account_id = UserId(UUID(str(account.id))) if account else None
    async with transaction(Database.USER, actor=None) as session:
        outbox.add(session, SignInFailed(account_id=account_id, user_agent=printable(user_agent)))


async def _replace_hash(account: Account, fresh_hash: str) -> None:
    async with transaction(Database.USER, actor=account.id) as session:
        await repository.set_password_hash(session, account.id, fresh_hash)
