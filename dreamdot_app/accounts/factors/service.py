"""The verbs of factors, and what somebody has of them."""

from uuid import UUID

from dreamdot_app.accounts.factors import (
    authenticators,
    passkey_sign_in,
    passkeys,
    proving,
    recovery_codes,
    repository,
    second_step,
    without_password,
)
from dreamdot_app.accounts.factors.contract import FactorsView, PasskeyView
from dreamdot_app.accounts.factors.models import Passkey
from dreamdot_app.accounts.models import Account
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.errors import SignInRequired

__all__ = [
    "authenticators",
    "factors_of",
    "passkey_sign_in",
    "passkeys",
    "proving",
    "recovery_codes",
    "second_step",
    "without_password",
]


async def factors_of(*, account_id: UUID) -> FactorsView:
    """Everything that somebody can prove themselves with.

    Raises:
        SignInRequired: the account is gone.
    """
    async with reading(Database.USER) as session:
        account = await session.get(Account, account_id)
        if account is None:
            raise SignInRequired
        app = await repository.authenticator(session, account_id)
        keys = await repository.passkeys(session, account_id)
        return FactorsView(
            has_password=account.password_hash is not None,
            authenticator_since=app.confirmed_at if app else None,
            codes_left=await repository.codes_left(session, account_id),
            passkeys=tuple(_view(key) for key in keys),
        )


def _view(key: Passkey) -> PasskeyView:
    return PasskeyView(
        id=key.id,
        name=key.name,
        is_backed_up=key.is_backed_up,
        created_at=key.created_at,
        last_used_at=key.last_used_at,
    )
