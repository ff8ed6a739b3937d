"""The second step of signing in: a code of an app, a recovery code, or a passkey."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import ceremonies, sessions
from dreamdot_app.accounts.contract import FactorRefused, SignedIn, UserId
from dreamdot_app.accounts.factors import (
    assertions,
    authenticators,
    entering,
    letters,
    rates,
    recovery_codes,
    repository,
)
from dreamdot_app.accounts.factors.contract import Question, Way
from dreamdot_app.accounts.factors.entering import Step
from dreamdot_app.accounts.factors.errors import CodeRefused
from dreamdot_app.core import outbox
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import DomainError

_PASSKEY = "passkey_step"
Check = Callable[[AsyncSession, Step], Awaitable[DomainError | None]]


async def ways(*, token: object, now: datetime) -> tuple[Way, ...]:
    """The ways that are open to whoever has this token, the usual one first.

    Raises:
        CeremonyOver: forged, too old, tried too often, or done.
    """
    async with reading(Database.USER) as session:
        account_id = (await entering.waiting(session, token, now=now)).account_id
        app = await repository.authenticator(session, account_id)
        found = {
            Way.CODE: app is not None and app.confirmed_at is not None,
            Way.PASSKEY: bool(await repository.passkeys(session, account_id)),
            Way.RECOVERY: await repository.codes_left(session, account_id) > 0,
        }
    return tuple(way for way, is_open in found.items() if is_open)


async def pass_with_code(
    *, token: object, code: object, address: str, user_agent: str, now: datetime
) -> SignedIn:
    """Sign in with a code of the authenticator app.

    Raises:
        CodeRefused: wrong, or used before.
        CeremonyOver: forged, too old, tried five times, or done.
        TooManyTries: too many codes for this account.
    """

    async def check(session: AsyncSession, step: Step) -> DomainError | None:
        is_right = await authenticators.use_code(session, step.account.id, code, now=now)
        return None if is_right else CodeRefused()

    return await _pass(Way.CODE, check, token, address=address, user_agent=user_agent, now=now)


async def pass_with_recovery_code(
    *, token: object, code: object, address: str, user_agent: str, now: datetime
) -> SignedIn:
    """Sign in with a recovery code, which is used up by that.

    Raises:
        CodeRefused: wrong, or used before.
        CeremonyOver: forged, too old, tried five times, or done.
        TooManyTries: too many codes for this account.
    """

    async def check(session: AsyncSession, step: Step) -> DomainError | None:
        is_right = await recovery_codes.use(session, step.account, code, now=now)
        return None if is_right else CodeRefused()

    return await _pass(Way.RECOVERY, check, token, address=address, user_agent=user_agent, now=now)


async def ask_passkey(*, token: object, now: datetime) -> Question:
    """Ask the passkeys of whoever has this token.

    Raises:
        CeremonyOver: forged, too old, tried too often, or done.
        PasskeysImpossible: DreamDot's address is a number.
        TooManyTries: too many questions for this account.
    """
    async with reading(Database.USER) as session:
        account_id = (await entering.waiting(session, token, now=now)).account_id
    await rates.count_passkey(account_id)
    async with transaction(Database.USER, actor=None) as session:
        keys = await repository.passkeys(session, account_id)
        return assertions.ask(
            session, _PASSKEY, account_id=account_id, keys=keys, must_verify=False, now=now
        )


async def pass_with_passkey(
    *,
    token: object,
    ceremony: object,
    credential: object,
    address: str,
    user_agent: str,
    now: datetime,
) -> SignedIn:
    """Sign in with a passkey after a password; touching it is enough.

    Raises:
        PasskeyRefused: what it answered does not hold.
        CeremonyOver: one of the two is forged, too old or done.
    """

    async def check(session: AsyncSession, step: Step) -> DomainError | None:
        answered = await assertions.judge(
            session,
            _PASSKEY,
            ceremony=ceremony,
            credential=credential,
            account_id=step.account.id,
            must_verify=False,
            now=now,
        )
        return answered.refusal

    return await _pass(Way.PASSKEY, check, token, address=address, user_agent=user_agent, now=now)


async def _pass(
    way: Way, check: Check, token: object, *, address: str, user_agent: str, now: datetime
) -> SignedIn:
    async with reading(Database.USER) as session:
        whose = await entering.waiting(session, token, now=now)
    if way is not Way.PASSKEY:
        await rates.count_code(whose.account_id, device=whose.device)
    async with transaction(Database.USER, actor=whose.account_id) as session:
        step = await entering.begin_try(session, token, now=now)
        refusal = await check(session, step)
        signed_in = None
        if refusal is None:
            signed_in = await _finish(session, step, way, user_agent=user_agent, now=now)
        else:
            await _note_failure(session, step, way)
    if signed_in is None:
        # Raised here, after the try was committed.
        raise refusal or CodeRefused()
    await rates.forgive_code(whose.account_id, device=whose.device)
    if step.counted is not None:
        await step.counted.forgive(address)
    return signed_in


async def _finish(
    session: AsyncSession, step: Step, way: Way, *, user_agent: str, now: datetime
) -> SignedIn:
    await ceremonies.finish(session, step.ceremony)
    return await sessions.begin(
        session,
        step.account,
        user_agent=user_agent,
        now=now,
        how=way,
    )


async def _note_failure(session: AsyncSession, step: Step, way: Way) -> None:
    outbox.add(session, FactorRefused(account_id=UserId(step.account.id), way=way))
    if step.is_last:
        await letters.step_failed(session, step.account, step.ceremony.id)
