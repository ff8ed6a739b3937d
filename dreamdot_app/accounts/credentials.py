"""Whose password was typed: for the sign-in page and for API clients."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import passwords, rates, repository, usernames
from dreamdot_app.accounts.contract import SignInFailed, UserId
from dreamdot_app.accounts.devices.browsers import printable
from dreamdot_app.accounts.devices.service import name_of_known
from dreamdot_app.accounts.emails import email_key
from dreamdot_app.accounts.errors import SignInRefused
from dreamdot_app.accounts.factors import repository as factors
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

    async def require_still(self, session: AsyncSession) -> bool:
        """Make sure, in the transaction that lets them in, that the password is still this one;
        whether the account asks for a second factor besides.

        Between comparing and letting in it may have been reset, which ends all sessions: one that
        began afterwards would outlive it.

        Raises:
            SignInRefused: there is another password since, or the account is gone.
        """
        kept, has_factor = await factors.entry(session, self.account.id)
        if kept is None or kept != self.account.password_hash:
            raise SignInRefused
        return has_factor

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
    owner, *claimants = await _find(key, by_email=by_email)
    known = await name_of_known(owner.id if owner else None, device)
    await rates.count_sign_in(key, address, device=known)
    cost = bcrypt_cost or settings().bcrypt_cost
    possible = 0 < len(password) <= passwords.MAX_LENGTH
    account = await _whose(password if possible else "", (owner, *claimants), cost=cost)
    if account is None:
        await _note_failure(owner, key, address, user_agent)
        raise SignInRefused
    kept = account.password_hash or ""
    if passwords.is_outdated(kept, cost=cost):
        account.password_hash = await _rehashed(account.id, password, kept, cost=cost)
    return Found(account, Counted(key, known))


async def _find(key: str, *, by_email: bool) -> tuple[Account | None, ...]:
    """Who may be meant; the first, if there is one, is known to have this name.

    Of an address that is its owner, then who only says so: both, always. Were only one of them
    let in by it, whoever joins with a stranger's address could see whether it has an owner.
    """
    async with reading(Database.USER) as session:
        if by_email:
            return await repository.accounts_by_email(session, key)
        return (await repository.account_by_username(session, key),)


async def _whose(
    password: str, candidates: tuple[Account | None, ...], *, cost: int
) -> Account | None:
    """Which of them has this password: each is compared, whether or not there is one."""
    matching = await asyncio.gather(
        *(
            passwords.matches(password, one.password_hash if one else None, cost=cost)
            for one in candidates
        )
    )
    return next((one for one, fits in zip(candidates, matching, strict=True) if fits), None)


async def _note_failure(account: Account | None, key: str, address: str, user_agent: str) -> None:
    """Write a failed try down; about nobody where there is no account, for that takes as long.

    Nor about who only says that an address is theirs: they would see that it has no owner.
    """
    if not await rates.may_note_failure(key, address):
        return
    account_id = UserId(UUID(str(account.id))) if account else None
    async with transaction(Database.USER, actor=None) as session:
        outbox.add(session, SignInFailed(account_id=account_id, user_agent=printable(user_agent)))


async def _rehashed(account_id: UUID, password: str, former: str, *, cost: int) -> str:
    """The hash that is kept now: a fresh one, or the former if there is another password since."""
    fresh = await passwords.hashed(password, cost=cost)
    async with transaction(Database.USER, actor=account_id) as session:
        replaced = await repository.replace_password_hash(
            session, account_id, former=former, fresh=fresh
        )
    return fresh if replaced else former
