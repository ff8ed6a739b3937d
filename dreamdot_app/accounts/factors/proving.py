"""Proving oneself with a factor: once more while one is signed in, and as an API client."""

from datetime import datetime
from uuid import UUID

from dreamdot_app.accounts.contract import FactorRefused, UserId, Viewer
from dreamdot_app.accounts.factors import (
    assertions,
    authenticators,
    rates,
    recovery_codes,
    repository,
)
from dreamdot_app.accounts.factors.contract import Question, Way
from dreamdot_app.accounts.factors.errors import CodeRefused
from dreamdot_app.core import outbox
from dreamdot_app.core.db import Database, reading, transaction

_PURPOSE = "passkey_again"


async def has_authenticator(account_id: UUID) -> bool:
    """Whether somebody can be asked for a code."""
    async with reading(Database.USER) as session:
        app = await repository.authenticator(session, account_id)
    return app is not None and app.confirmed_at is not None


async def has_passkey(account_id: UUID) -> bool:
    """Whether somebody can be asked for a passkey."""
    async with reading(Database.USER) as session:
        return bool(await repository.passkeys(session, account_id))


async def check_code(*, viewer: Viewer, code: object, now: datetime) -> None:
    """Check a code of somebody who is signed in; it is used up.

    A stolen session must not be a place to guess it: tries count as those of signing in.

    Raises:
        CodeRefused: wrong, or used before.
        TooManyTries: too many codes for this account.
    """
    await _check_code(viewer.id, code, now, takes_recovery_codes=False)


async def is_on(account_id: UUID) -> bool:
    """Whether a password alone does not let somebody in."""
    async with reading(Database.USER) as session:
        return await repository.has_factor(session, account_id)


async def check_any_code(account_id: UUID, code: str, now: datetime) -> None:
    """Check the code that an API client sends: the app's, or a recovery code. It is used up.

    Raises:
        CodeRefused: wrong, or used before.
        TooManyTries: too many codes for this account.
    """
    await _check_code(account_id, code, now, takes_recovery_codes=True)


async def _check_code(
    account_id: UUID, code: object, now: datetime, *, takes_recovery_codes: bool
) -> None:
    await rates.count_code(account_id)
    async with transaction(Database.USER, actor=account_id) as session:
        is_right = await authenticators.use_code(session, account_id, code, now=now)
        if not is_right and takes_recovery_codes:
            account = await repository.account(session, account_id)
            is_right = account is not None and await recovery_codes.use(
                session, account, code, now=now
            )
        if not is_right:
            outbox.add(session, FactorRefused(account_id=UserId(account_id), way=Way.CODE))
    if not is_right:
        raise CodeRefused
    await rates.forgive_code(account_id)


async def ask_passkey(*, viewer: Viewer, now: datetime) -> Question:
    """Ask somebody's passkeys.

    Raises:
        PasskeysImpossible: DreamDot's address is a number.
        TooManyTries: too many questions for this account.
    """
    await rates.count_passkey(viewer.id)
    async with transaction(Database.USER, actor=viewer.id) as session:
        keys = await repository.passkeys(session, viewer.id)
        return assertions.ask(
            session, _PURPOSE, account_id=viewer.id, keys=keys, must_verify=True, now=now
        )


async def check_passkey(
    *, viewer: Viewer, ceremony: object, credential: object, now: datetime
) -> None:
    """Check what a passkey answers; its device has to make sure of its owner.

    Raises:
        PasskeyRefused: it does not hold.
        CeremonyOver: it was not asked, or too long ago, or has answered.
    """
    async with transaction(Database.USER, actor=viewer.id) as session:
        answered = await assertions.judge(
            session,
            _PURPOSE,
            ceremony=ceremony,
            credential=credential,
            account_id=viewer.id,
            must_verify=True,
            now=now,
        )
        if answered.refusal is not None:
            outbox.add(session, FactorRefused(account_id=viewer.id, way=Way.PASSKEY))
    if answered.refusal is not None:
        raise answered.refusal
