"""The ledger's SQLSTATEs, as Python errors."""

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError

from dreamdot_app.wallet.errors import (
    AlreadyReturned,
    AppendOnly,
    BlockedByDebt,
    ColoursMixed,
    HoldClosed,
    InsufficientFunds,
    KeyReused,
    LegsRefused,
    RefundTooLarge,
    TransferMissing,
)

_REFUSALS: dict[str, Callable[[str, dict[str, int]], Exception]] = {
    "LD001": lambda _said, facts: InsufficientFunds(
        needed=facts["needed"], available=facts["available"]
    ),
    "LD002": lambda _said, _facts: KeyReused(),
    "LD003": lambda said, _facts: ColoursMixed(said),
    "LD004": lambda _said, facts: BlockedByDebt(debt_minor=facts["debt"]),
    "LD005": lambda said, _facts: LegsRefused(said),
    "LD006": lambda said, _facts: AppendOnly(said),
    "LD007": lambda _said, _facts: HoldClosed(),
    "LD008": lambda _said, facts: RefundTooLarge(asked=facts["asked"], left=facts["left"]),
    "LD009": lambda said, _facts: TransferMissing(said),
    "LD010": lambda said, _facts: AlreadyReturned(said),
}


@contextmanager
def refusals() -> Generator[None]:
    """Turn what the ledger refuses within into the wallet's errors; the rest passes as it is.

    The transaction cannot go on after any of them.
    """
    try:
        yield
    except DBAPIError as error:
        refusal = _refusal(error.orig)
        if refusal is None:
            raise
        raise refusal from error


def needs_amount(amount_minor: int) -> None:
    """Refuse an amount that would turn a transfer round, or move nothing.

    Raises:
        LegsRefused: it is not above zero.
    """
    if amount_minor <= 0:
        raise LegsRefused(f"an amount is above zero, not {amount_minor}")


def _refusal(error: BaseException | None) -> Exception | None:
    if not isinstance(error, psycopg.Error) or error.sqlstate not in _REFUSALS:
        return None
    facts: dict[str, int] = json.loads(error.diag.message_detail or "{}")
    return _REFUSALS[error.sqlstate](str(error.diag.message_primary), facts)
