"""Proving oneself once more with a factor, while one is signed in."""

from datetime import datetime
from uuid import UUID

from dreamdot_app.accounts.contract import FactorRefused, Viewer
from dreamdot_app.accounts.factors import assertions, authenticators, rates, repository
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
    await rates.count_code(viewer.id)
    async with transaction(Database.USER, actor=viewer.id) as session:
        is_right = await authenticators.use_code(session, viewer.id, code, now=now)
        if not is_right:
            outbox.add(session, FactorRefused(account_id=viewer.id, way=Way.CODE))
    if not is_right:
        raise CodeRefused
    await rates.forgive_code(viewer.id)


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
