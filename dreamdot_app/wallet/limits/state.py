"""What the settings show of somebody's spending."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.state import answered, loading, require_viewer
from dreamdot_app.core import clock, money
from dreamdot_app.wallet.limits import service
from dreamdot_app.wallet.limits.service import LimitView


@dataclass(frozen=True, slots=True)
class ShownLimit:
    """A limit in words; ``permille`` of it is spent. ``change`` says what was asked for and holds
    later, and is empty when nothing was.
    """

    has_limit: bool = False
    limit_minor: int = 0
    typed: str = ""
    spent_minor: int = 0
    left_minor: int = 0
    permille: int = 0
    begins_anew: str = ""
    clock: str = ""
    change: str = ""


def shown(seen: LimitView) -> ShownLimit:
    """A limit as its page shows it."""
    limit = seen.limit_minor
    share = 0 if not limit else min(1_000, seen.spent_minor * 1_000 // limit)
    return ShownLimit(
        has_limit=limit is not None,
        limit_minor=limit or 0,
        typed="" if limit is None else money.show(limit).removeprefix("$").replace(",", ""),
        spent_minor=seen.spent_minor,
        left_minor=seen.left_minor or 0,
        permille=1_000 if limit == 0 else share,
        begins_anew=seen.begins_anew,
        clock=seen.zone.replace("_", " ") or "UTC",
        change=_change(seen),
    )


def _change(seen: LimitView) -> str:
    if seen.changes_at is None:
        return ""
    there = seen.changes_at.astimezone(ZoneInfo(seen.zone or "UTC"))
    what = (
        "There will be no limit"
        if seen.next_minor is None
        else f"Your limit will be {money.show(seen.next_minor)}"
    )
    return f"{what} from {there.day} {there:%B, %H:%M}."


class SpendingState(rx.State):
    """Somebody's own limit, and what they have spent this month."""

    seen: ShownLimit = ShownLimit()
    is_loading: bool = True
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> None:
        """Show the limit and the month so far."""
        await self._read()
        self.is_loading = False

    @rx.event
    @answered
    async def look_again(self, _answer: dict[str, Any]) -> None:
        """Show it as it is after something was done about it."""
        await self._read()

    async def _read(self) -> None:
        asking = await require_viewer(self)
        zone = await accounts.zone_of(asking)
        self.seen = shown(await service.limit_of(owner=asking.id, zone=zone, now=clock.now()))
