"""Doing without a password: the passkeys are the way in."""

from datetime import datetime

from dreamdot_app.accounts import policy, sessions
from dreamdot_app.accounts.contract import PasswordRemoved, Viewer
from dreamdot_app.accounts.factors import changing, letters, repository
from dreamdot_app.accounts.factors.contract import Changed
from dreamdot_app.accounts.factors.errors import LastWayIn, RecoveryCodesNeeded
from dreamdot_app.core import outbox
from dreamdot_app.core.db import Database, transaction


async def remove_password(*, viewer: Viewer, now: datetime) -> Changed | None:
    """Take the password off an account that has a passkey; ``None`` when it had none.

    Recovery codes must be left: with a mailed link one of them is the way back when the passkey
    is lost. Other sessions end: who knew the password may have begun them.

    Raises:
        ProofNeeded: they have to prove once more who they are.
        LastWayIn: there is no passkey.
        RecoveryCodesNeeded: there are no unused recovery codes.
    """
    policy.require_proof(viewer, now=now)
    async with transaction(Database.USER, actor=viewer.id) as session:
        account = await changing.account_of(session, viewer)
        if account.password_hash is None:
            return None
        if not await repository.passkeys(session, viewer.id):
            raise LastWayIn
        if not await repository.codes_left(session, viewer.id):
            raise RecoveryCodesNeeded
        account.password_hash = None
        event_id = outbox.add(session, PasswordRemoved(account_id=viewer.id))
        await letters.password_removed(session, account, event_id)
        await sessions.end_all(session, account_id=viewer.id, but=viewer.session_id, now=now)
        return Changed(await changing.renewed(session, viewer, now=now))
