"""The activity of one's own account, as the page shows it."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

import reflex as rx

from dreamdot_app.accounts.state import loading, require_user
from dreamdot_app.admin import service
from dreamdot_app.admin.activity.words import WORDS, said
from dreamdot_app.admin.service import AuditView
from dreamdot_app.core import ids
from dreamdot_app.ui import lists

_PAGE = 20
_ALARMING = frozenset(("accounts.sign_in_failed", "accounts.refresh_reused",
                       "accounts.factor_refused", "accounts.passkey_copied"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActivityShown:
    """A line; ``at`` is ISO 8601 in UTC."""

    id: str = ""
    what: str = ""
    device: str = ""
    is_alarming: bool = False
    at: str = ""


class ActivityState(rx.State):
    """What happened to the account of who asks. It only shows."""

    rows: tuple[ActivityShown, ...] = ()
    following_page: str = ""
    begins_after: str = ""
    is_loading: bool = True
    is_loading_more: bool = False
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> None:
        """Show the latest entries, as many as were shown before."""
        await require_user(self)
        self.rows, self.following_page = await lists.as_many(
            self._page, len(self.rows), after=self.begins_after
        )
        self.is_loading = False

    @rx.event
    async def show_first(self) -> None:
        """Begin again at the latest entry."""
        self.begins_after = ""
        self.rows, self.following_page = await self._page("")

    @rx.event
    async def load_more(self) -> AsyncGenerator[None]:
        """Add the next page."""
        await require_user(self)
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

    async def _page(self, after: str) -> tuple[tuple[ActivityShown, ...], str]:
        found = await service.trail(
            account_id=await require_user(self),
            before=ids.parse(after) if after else None,
            limit=_PAGE + 1,
            kinds=WORDS,
        )
        rows = tuple(_shown(entry) for entry in found[:_PAGE])
        return rows, rows[-1].id if len(found) > _PAGE else ""


def _shown(entry: AuditView) -> ActivityShown:
    return ActivityShown(
        id=ids.short(entry.id),
        what=said(entry.kind, entry.details),
        device=str(entry.details.get("device", "")),
        is_alarming=entry.kind in _ALARMING,
        at=entry.happened_at.isoformat(),
    )
