"""Letting somebody in who has proved one thing: at once, or after a second step."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import ceremonies, sessions
from dreamdot_app.accounts.contract import FactorNeeded, SignedIn
from dreamdot_app.accounts.errors import CeremonyOver
from dreamdot_app.accounts.factors import repository
from dreamdot_app.accounts.models import Account, Ceremony
from dreamdot_app.accounts.rates import Counted

TRIES = 5
_STEP = "second_step"
_LASTS = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Step:
    """A second step that is being tried; ``tries`` counts this one."""

    ceremony: Ceremony
    account: Account

    @property
    def is_last(self) -> bool:
        """Whether no try is left after this one."""
        return self.ceremony.tries >= TRIES

    @property
    def counted(self) -> Counted | None:
        """What the tries of the password were counted under, where there was one."""
        login_key = self.ceremony.data["login"]
        return Counted(login_key, self.ceremony.data["device"]) if login_key else None


async def enter(
    session: AsyncSession,
    account: Account,
    *,
    user_agent: str,
    now: datetime,
    how: str = "password",
    counted: Counted | None = None,
    has_factor: bool | None = None,
) -> SignedIn | FactorNeeded:
    """Begin a session in the caller's transaction, or ask for the second factor first.

    For whoever proved one thing: a password, a mailed link, an account elsewhere. ``counted``
    is what the tries of the password were counted under; they are forgiven when all is proved.
    ``has_factor``: when the caller has asked that already, in this transaction.
    """
    if has_factor is None:
        has_factor = await repository.has_factor(session, account.id)
    if not has_factor:
        return await sessions.begin(session, account, user_agent=user_agent, now=now, how=how)
    token = ceremonies.begin(
        session,
        _STEP,
        account_id=account.id,
        data={
            "login": counted.login_key if counted else "",
            "device": counted.device if counted else "",
            "password": _mark(account),
        },
        lifetime=_LASTS,
        now=now,
    )
    return FactorNeeded(token, now + _LASTS)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whose second step it is, and in which browser, if the account knows it (`rates`)."""

    account_id: UUID
    device: str


async def waiting(session: AsyncSession, token: object, *, now: datetime) -> Waiting:
    """What a token waits for; nothing is tried by asking.

    Raises:
        CeremonyOver: forged, too old, tried too often, or done.
    """
    step = await ceremonies.peek(session, _STEP, token, now=now, most_tries=TRIES)
    if step.account_id is None:
        raise CeremonyOver
    return Waiting(step.account_id, step.data["device"])


async def begin_try(session: AsyncSession, token: object, *, now: datetime) -> Step:
    """Count a try in the caller's transaction, which is committed whatever comes of it.

    Raises:
        CeremonyOver: forged, too old, tried too often or done; or the password is another one
            since, and what was proved by the former is worth nothing.
    """
    step = await ceremonies.look(session, _STEP, token, now=now, most_tries=TRIES)
    account = await repository.account(session, step.account_id) if step.account_id else None
    if account is None or step.data["password"] != _mark(account):
        raise CeremonyOver
    return Step(step, account)


def _mark(account: Account) -> str:
    """Something that changes with the password and tells nothing of it."""
    return hashlib.sha256((account.password_hash or "").encode()).hexdigest()[:32]
