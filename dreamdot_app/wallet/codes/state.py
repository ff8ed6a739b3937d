"""What administrators see of promo codes."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.contract import LEFT, PersonCard
from dreamdot_app.accounts.state import answered, loading, require_viewer
from dreamdot_app.core import clock, ids
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.ui import lists
from dreamdot_app.wallet.codes import service
from dreamdot_app.wallet.codes.service import CodeView


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code as a row; ``last_day`` is in words, empty for a code that has none."""

    id: str = ""
    code: str = ""
    amount_minor: int = 0
    uses: str = ""
    last_day: str = ""
    is_over: bool = False
    was_ended: bool = False
    made_by: str = ""
    note: str = ""
    created_at: str = ""


def row(seen: CodeView, names: dict[UserId, PersonCard], zone: str) -> CodeRow:
    """A code in words, on the clock of who looks."""
    maker = names.get(seen.made_by)
    return CodeRow(
        id=ids.short(seen.id),
        code=seen.code,
        amount_minor=seen.amount_minor,
        uses=f"{seen.uses:,} of {seen.max_uses:,}",
        last_day=_last_day(seen, zone),
        is_over=seen.is_over,
        was_ended=seen.ended_at is not None,
        made_by=maker.display_name if maker else LEFT,
        note=seen.note,
        created_at=seen.created_at.isoformat(),
    )


def _last_day(seen: CodeView, zone: str) -> str:
    if seen.expires_at is None:
        return ""
    last = (seen.expires_at - timedelta(seconds=1)).astimezone(ZoneInfo(zone or "UTC"))
    return f"{last.day} {last:%b %Y}"


class PromoCodesState(rx.State):
    """The codes that there are. It shows; who may see them is asked of the service each time."""

    rows: tuple[CodeRow, ...] = ()
    following_page: str = ""
    begins_after: str = ""
    is_loading: bool = True
    is_loading_more: bool = False
    is_missing: bool = False
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> None:
        """Show the codes, or to everybody but administrators that there is nothing here."""
        self.is_missing = False
        try:
            await self._show()
        except NotFound:
            self.rows, self.following_page, self.is_missing = (), "", True
        self.is_loading = False

    @rx.event
    @answered
    async def look_again(self, _answer: dict[str, Any]) -> None:
        """Show them as they are after one was made or ended."""
        await self._show()

    @rx.event
    async def show_first(self) -> None:
        """Begin again at the newest."""
        self.begins_after = ""
        self.rows, self.following_page = await self._page("")

    @rx.event
    async def load_more(self) -> AsyncGenerator[None]:
        """Add the next page."""
        await require_viewer(self)
        if not self.following_page or self.is_loading_more:
            return
        self.is_loading_more = True
        yield
        try:
            self.rows, self.following_page, self.begins_after = await lists.grown(
                self._page, self.rows, self.following_page, self.begins_after
            )
        finally:
            self.is_loading_more = False

    async def _show(self) -> None:
        self.rows, self.following_page = await lists.as_many(
            self._page, len(self.rows), after=self.begins_after
        )

    async def _page(self, after: str) -> tuple[tuple[CodeRow, ...], str]:
        asking = await require_viewer(self)
        seen, following = await service.codes(
            viewer=asking,
            before=ids.parse(after) if after else None,
            now=clock.now(),
        )
        names = await accounts.cards({one.made_by for one in seen})
        zone = await accounts.zone_of(asking)
        return tuple(row(one, names, zone) for one in seen), ids.short(
            following
        ) if following else ""
