"""Who may do what with accounts, and what the other slices' policies build on."""

from datetime import datetime, timedelta

from dreamdot_app.accounts.contract import Role, Viewer
from dreamdot_app.accounts.errors import EmailNotConfirmed, ProofNeeded
from dreamdot_app.core.errors import NotAllowed

PROOF_LASTS = timedelta(minutes=5)
GRACE = timedelta(days=30)
_RANKS = {role: rank for rank, role in enumerate(Role)}


def is_at_least(viewer: Viewer, role: Role) -> bool:
    """Whether somebody has this role, or one that may do more."""
    return _RANKS[viewer.role] >= _RANKS[role]


def require_role(viewer: Viewer, role: Role) -> None:
    """Raises:
    NotAllowed: the person's role is a smaller one.
    """
    if not is_at_least(viewer, role):
        raise NotAllowed


def require_confirmed(viewer: Viewer) -> None:
    """Raises:
    EmailNotConfirmed: the address is not known to be theirs yet.
    """
    if not viewer.is_confirmed:
        raise EmailNotConfirmed


def is_proven(viewer: Viewer, *, now: datetime) -> bool:
    """Whether they proved in the last five minutes who they are."""
    return viewer.proven_at is not None and now - viewer.proven_at < PROOF_LASTS


def require_proof(viewer: Viewer, *, now: datetime) -> None:
    """Before address, password, factors, payouts and the account itself are changed.

    Raises:
        ProofNeeded: they have to prove once more who they are.
    """
    if not is_proven(viewer, now=now):
        raise ProofNeeded


def is_proven_by_factor(viewer: Viewer, *, now: datetime) -> bool:
    """Whether they proved so in the last five minutes by a second factor."""
    return viewer.factor_at is not None and now - viewer.factor_at < PROOF_LASTS


def leaves_at(asked_at: datetime | None) -> datetime | None:
    """When an account is deleted whose owner asked for it at a time; ``None`` when they did not."""
    return asked_at + GRACE if asked_at is not None else None
