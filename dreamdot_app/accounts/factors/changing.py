"""What goes with every change of factors: the event, the letter, the codes, the sessions."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import policy, sessions
from dreamdot_app.accounts.contract import FactorAdded, FactorRemoved, RecoveryCodesMade, Viewer
from dreamdot_app.accounts.factors import letters, recovery_codes, repository
from dreamdot_app.accounts.factors.contract import Changed, Factor
from dreamdot_app.accounts.models import Account
from dreamdot_app.core import outbox
from dreamdot_app.core.errors import SignInRequired


def require_may_add(viewer: Viewer, *, now: datetime) -> None:
    """Before something is set up.

    Raises:
        EmailNotConfirmed: letters about it would go to an address that may be somebody else's.
        ProofNeeded: they have to prove once more who they are.
    """
    policy.require_confirmed(viewer)
    policy.require_proof(viewer, now=now)


async def account_of(session: AsyncSession, viewer: Viewer) -> Account:
    """The account that is changed, held for the transaction.

    Raises:
        SignInRequired: it is gone.
    """
    account = await repository.account(session, viewer.id)
    if account is None:
        raise SignInRequired
    return account


async def added(
    session: AsyncSession, viewer: Viewer, account: Account, kind: Factor, *, now: datetime
) -> Changed:
    """Tell of a factor that was added in this transaction.

    The first one brings recovery codes. Other sessions go on: the account is safer than before,
    and nobody who had no business in it is in it because of this.
    """
    event_id = outbox.add(session, FactorAdded(account_id=viewer.id, kind=kind))
    await letters.added(session, account, kind, event_id)
    codes = None
    if not await repository.codes_left(session, viewer.id):
        codes = await recovery_codes.make(session, viewer.id, now=now)
        outbox.add(session, RecoveryCodesMade(account_id=viewer.id))
    return Changed(await renewed(session, viewer, now=now), codes)


async def removed(
    session: AsyncSession, viewer: Viewer, account: Account, kind: Factor, *, now: datetime
) -> Changed:
    """Tell of a factor that was removed in this transaction.

    All other sessions end. A factor is removed because its device was lost or is in other hands,
    and that device is signed in; and should it be somebody else who removes it, the owner is
    thrown out and sees at once that something is wrong, beside the letter. Without any factor
    left, recovery codes would stand in for nothing and go too.
    """
    event_id = outbox.add(session, FactorRemoved(account_id=viewer.id, kind=kind))
    await letters.removed(session, account, kind, event_id)
    if not await repository.has_factor(session, viewer.id):
        await repository.delete_codes(session, viewer.id)
    await sessions.end_all(session, account_id=viewer.id, but=viewer.session_id, now=now)
    return Changed(await renewed(session, viewer, now=now))


async def renewed(session: AsyncSession, viewer: Viewer, *, now: datetime) -> str:
    """The session's new token.

    Raises:
        SignInRequired: the session has ended, or another tab has renewed it meanwhile.
    """
    token = await sessions.renew(session, viewer, proven_at=None, now=now)
    if token is None:
        raise SignInRequired
    return token
