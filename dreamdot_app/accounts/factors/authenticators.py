"""Authenticator apps: set up with a first code, asked for, turned off."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import policy
from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.accounts.factors import changing, rates, repository, totp
from dreamdot_app.accounts.factors.contract import Changed, Factor, Setup
from dreamdot_app.accounts.factors.errors import AuthenticatorOn, CodeRefused
from dreamdot_app.accounts.factors.models import Authenticator
from dreamdot_app.accounts.factors.sealing import AUTHENTICATOR, SealBroken, seal, unseal
from dreamdot_app.core import log
from dreamdot_app.core.db import Database, transaction

# A reload, or a second tab, must not make worthless what was scanned a moment ago.
_OFFERED_FOR = timedelta(minutes=30)


async def begin(*, viewer: Viewer, now: datetime) -> Setup:
    """A secret to put into an app; it protects nothing until `confirm`.

    Raises:
        ProofNeeded, EmailNotConfirmed: who asks may not add a factor just now.
        AuthenticatorOn: there is one already.
        TooManyTries: too many for this account.
    """
    changing.require_may_add(viewer, now=now)
    await rates.count_setup(viewer.id)
    async with transaction(Database.USER, actor=viewer.id) as session:
        await changing.account_of(session, viewer)
        secret = await _offered(session, viewer.id, now=now)
    return Setup(secret, totp.uri_of(secret, username=viewer.username))


async def confirm(*, viewer: Viewer, code: object, now: datetime) -> Changed:
    """Turn the app on by its first code, which is used up by that.

    Raises:
        ProofNeeded, EmailNotConfirmed: who asks may not add a factor just now.
        AuthenticatorOn: there is one already.
        CodeRefused: the code is not the app's, or setting up was never begun.
        TooManyTries: too many for this account.
    """
    changing.require_may_add(viewer, now=now)
    await rates.count_setup(viewer.id)
    async with transaction(Database.USER, actor=viewer.id) as session:
        account = await changing.account_of(session, viewer)
        kept = await repository.authenticator(session, viewer.id)
        if kept and kept.confirmed_at:
            raise AuthenticatorOn
        step = _step(kept, code, now=now) if kept else None
        if kept is None or step is None:
            raise CodeRefused("This is not what the app shows now. Is its clock right?")
        kept.confirmed_at, kept.last_step = now, step
        await session.flush()
        return await changing.added(session, viewer, account, Factor.AUTHENTICATOR, now=now)


async def remove(*, viewer: Viewer, now: datetime) -> Changed | None:
    """Turn the app off; ``None`` when there was none.

    Raises:
        ProofNeeded: they have to prove once more who they are.
    """
    policy.require_proof(viewer, now=now)
    async with transaction(Database.USER, actor=viewer.id) as session:
        account = await changing.account_of(session, viewer)
        if not await repository.delete_authenticator(session, viewer.id):
            return None
        return await changing.removed(session, viewer, account, Factor.AUTHENTICATOR, now=now)


async def use_code(session: AsyncSession, account_id: UUID, code: object, *, now: datetime) -> bool:
    """Whether this is a code of the account's app; it is used up in the caller's transaction."""
    kept = await repository.authenticator(session, account_id)
    if kept is None or kept.confirmed_at is None:
        return False
    step = _step(kept, code, now=now)
    return step is not None and await repository.take_step(session, account_id, step)


async def _offered(session: AsyncSession, account_id: UUID, *, now: datetime) -> str:
    kept = await repository.authenticator(session, account_id)
    if kept and kept.confirmed_at:
        raise AuthenticatorOn
    if kept and now - kept.created_at < _OFFERED_FOR and (secret := _secret_of(kept)):
        return secret
    secret = totp.new_secret()
    sealed = seal(secret, label=AUTHENTICATOR, owner=account_id)
    if kept:
        kept.secret, kept.created_at = sealed, now
    else:
        session.add(Authenticator(account_id=account_id, secret=sealed, created_at=now))
    return secret


def _step(kept: Authenticator, code: object, *, now: datetime) -> int | None:
    secret = _secret_of(kept)
    return totp.step_of(secret, code, now=now) if secret else None


def _secret_of(kept: Authenticator) -> str | None:
    try:
        return unseal(kept.secret, label=AUTHENTICATOR, owner=kept.account_id)
    except SealBroken:
        # The settings' key is another one; recovery codes and passkeys are the way in then.
        log.logger(slice="accounts").error("authenticator_unreadable", account=str(kept.account_id))
        return None
