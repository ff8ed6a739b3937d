"""The second factor of who signs in as an API client: the package of factors answers for it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dreamdot_app.accounts.api_clients.errors import SecondFactorNeeded
from dreamdot_app.accounts.models import Account


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """``is_on(account_id)``; ``check(account_id, code, now)`` raises a `DomainError` for a wrong
    code, and takes each code once.
    """

    is_on: Callable[[UUID], Awaitable[bool]]
    check: Callable[[UUID, str, datetime], Awaitable[None]]


_SLOT: list[SecondFactor] = []


def fill(factor: SecondFactor) -> None:
    """Let this answer for second factors."""
    _SLOT[:] = [factor]


async def second_factor_needed(account: Account) -> bool:
    """Whether a password alone does not let somebody in."""
    return bool(_SLOT) and await _SLOT[0].is_on(account.id)


async def check_second_factor(account: Account, code: object, *, now: datetime) -> None:
    """Check the code of an account that has a second factor.

    Raises:
        SecondFactorNeeded: no code was sent.
        DomainError: the code is wrong, was used, or too many were tried.
    """
    if not await second_factor_needed(account):
        return
    if not isinstance(code, str) or not code:
        raise SecondFactorNeeded
    await _SLOT[0].check(account.id, code, now)
