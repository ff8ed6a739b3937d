"""Signing in with a passkey alone: no name, no password.

The device makes sure of its owner, so a passkey is two factors by itself (NIST SP 800-63B, 3.1.7):
no second step follows, also where an authenticator app is on.
"""

from datetime import datetime

from dreamdot_app.accounts import sessions
from dreamdot_app.accounts.contract import FactorRefused, SignedIn, SignInFailed
from dreamdot_app.accounts.devices.browsers import printable
from dreamdot_app.accounts.factors import assertions, rates
from dreamdot_app.accounts.factors.assertions import Answered
from dreamdot_app.accounts.factors.contract import Question, Way
from dreamdot_app.accounts.factors.errors import PasskeyRefused
from dreamdot_app.accounts.rates import may_note_failure
from dreamdot_app.core import outbox
from dreamdot_app.core.db import Database, transaction

_PURPOSE = "passkey_sign_in"


async def ask(*, address: str, now: datetime) -> Question:
    """Ask for whichever passkey somebody has here.

    Raises:
        PasskeysImpossible: DreamDot's address is a number.
        TooManyTries: too many from this address.
    """
    await rates.count_passkey_sign_in(address)
    async with transaction(Database.USER, actor=None) as session:
        return assertions.ask(session, _PURPOSE, must_verify=True, now=now)


async def sign_in(
    *, ceremony: object, credential: object, address: str, user_agent: str, now: datetime
) -> SignedIn:
    """Begin a session for whoever's passkey answers.

    Raises:
        PasskeyUnknown, PasskeyRefused: no account has it, or what it answered does not hold.
        CeremonyOver: it was not asked, or too long ago, or has answered.
        TooManyTries: too many from this address.
    """
    await rates.count_passkey_sign_in(address)
    async with transaction(Database.USER, actor=None) as session:
        answered = await assertions.judge(
            session,
            _PURPOSE,
            ceremony=ceremony,
            credential=credential,
            must_verify=True,
            now=now,
        )
        if answered.account is not None:
            return await sessions.begin(
                session, answered.account, user_agent=user_agent, now=now, how=Way.PASSKEY
            )
    await _note_failure(answered, address, user_agent)
    raise answered.refusal or PasskeyRefused()


async def _note_failure(answered: Answered, address: str, user_agent: str) -> None:
    """Write it down, as a wrong password is: about nobody when no account has the passkey."""
    owner = answered.named
    if not await may_note_failure(f"passkey\0{owner or ''}", address):
        return
    async with transaction(Database.USER, actor=None) as session:
        if owner is None:
            outbox.add(session, SignInFailed(account_id=None, user_agent=printable(user_agent)))
        else:
            outbox.add(session, FactorRefused(account_id=owner, way=Way.PASSKEY))
