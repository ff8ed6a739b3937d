"""What is asked of whoever lets money leave."""

from datetime import datetime

from dreamdot_app.accounts import policy
from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.accounts.errors import FactorProofNeeded
from dreamdot_app.accounts.factors import proving


async def require_strong_proof(viewer: Viewer, *, now: datetime) -> None:
    """Before money leaves: a fresh proof, by a second factor where there is one.

    Raises:
        EmailNotConfirmed: letters about their money would go to an address that may be another's.
        ProofNeeded: they have to prove once more who they are.
        FactorProofNeeded: the same, and the password is not enough.
    """
    policy.require_confirmed(viewer)
    if await proving.is_on(viewer.id):
        if not policy.is_proven_by_factor(viewer, now=now):
            raise FactorProofNeeded
        return
    policy.require_proof(viewer, now=now)
