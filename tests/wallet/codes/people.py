"""Administrators and their codes."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from dreamdot_app.accounts.contract import Role, Viewer
from dreamdot_app.core import ids
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.codes import service
from dreamdot_app.wallet.codes.service import CodeView
from tests.clock import NOON

MEMBER = Viewer(UserId(ids.new()), "", "", "", ids.new(), b"")
ADMINISTRATOR = replace(MEMBER, id=UserId(ids.new()), role=Role.ADMINISTRATOR, is_confirmed=True)


def proven(viewer: Viewer = ADMINISTRATOR, *, now: datetime = NOON) -> Viewer:
    """Who has just proved once more who they are."""
    return replace(viewer, proven_at=now)


def wanted(**changes: Any) -> dict[str, Any]:
    """The fields of a code that is to be made."""
    return {"code": "", "amount": "5.00", "max_uses": "3", "last_day": "", "note": "", **changes}


async def made(*, now: datetime = NOON, **changes: Any) -> CodeView:
    """A fresh code."""
    return await service.make(viewer=proven(now=now), sent=wanted(**changes), zone="", now=now)
