"""Who makes codes, and which of them still bring something."""

from datetime import datetime

from dreamdot_app.accounts.contract import Role, Viewer
from dreamdot_app.core.errors import NotFound
from dreamdot_app.wallet.codes.models import PromoCode


def require_administrator(viewer: Viewer) -> None:
    """Raises:
    NotFound: for everybody else there is nothing here.
    """
    if viewer.role is not Role.ADMINISTRATOR:
        raise NotFound


def is_over(code: PromoCode, now: datetime) -> bool:
    """Whether nobody can redeem it any more."""
    has_expired = code.expires_at is not None and code.expires_at <= now
    return has_expired or code.ended_at is not None or code.uses >= code.max_uses
