"""Another password for who is signed in, or a first one for who came through a provider."""

from datetime import datetime

from dreamdot_app.accounts import passwords, policy, repository, sessions
from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.accounts.new_password.setting import own_data, set_password
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import SignInRequired
from dreamdot_app.core.settings import settings


async def change_password(*, viewer: Viewer, password: object, now: datetime) -> str:
    """Set another password; the fresh token of this session, the only one that goes on.

    Raises:
        ProofNeeded: they have to prove once more who they are.
        WeakPassword: the new one is too short, too long or easily guessed.
        SignInRequired: the session has ended, or another tab has renewed it meanwhile.
    """
    policy.require_proof(viewer, now=now)
    async with reading(Database.USER) as session:
        known = await repository.account(session, viewer.id)
    if known is None:
        raise SignInRequired
    chosen = await passwords.choose(password, own=own_data(known))
    fresh = await passwords.hashed(chosen, cost=settings().bcrypt_cost)
    async with transaction(Database.USER, actor=viewer.id) as session:
        account = await repository.account_to_change(session, viewer.id)
        token = await sessions.renew(session, viewer, proven_at=None, now=now)
        if account is None or token is None:
            raise SignInRequired
        how = "changed" if account.password_hash else "set"
        await set_password(session, account, fresh, how=how, but=viewer.session_id, now=now)
    return token
