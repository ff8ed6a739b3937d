"""What a person owns (the library) and what they have made (the studio)."""

from collections.abc import AsyncGenerator

import reflex as rx

from dreamdot_app.accounts.state import loading, require_user
from dreamdot_app.core import clock, money
from dreamdot_app.market import service
from dreamdot_app.market.contract import (
    LibraryEntry,
    Progress,
    StudioFigures,
    StudioWork,
    kind_of,
    progress_of,
)
from dreamdot_app.ui import lists


class LibraryState(rx.State):
    """The library: everything bought or added, with the place in it."""

    entries: tuple[LibraryEntry, ...] = ()
    following_page: str = ""
    kind: str = ""
    progress: str = Progress.ANY.value
    is_loading: bool = True
    is_loading_more: bool = False
    has_failed: bool = False
    begins_after: str = ""

    @rx.event
    @loading
    async def load(self) -> None:
        """Show the library, filtered as before and as far as it was shown."""
        self.entries, self.following_page = await lists.as_many(
            self._page, len(self.entries), after=self.begins_after
        )
        self.is_loading = False

    @rx.event
    async def show_kind(self, kind: str) -> None:
        """Show works of one kind only, or of all (``""``)."""
        wanted = kind_of(kind)
        self.kind = wanted.value if wanted else ""
        await self._show_top()

    @rx.event
    async def show_progress(self, progress: str) -> None:
        """Show what is unread, begun or finished only, or all."""
        self.progress = progress_of(progress).value
        await self._show_top()

    @rx.event
    async def show_first(self) -> None:
        """Begin again at the first row."""
        await self._show_top()

    async def _show_top(self) -> None:
        self.begins_after = ""
        self.entries, self.following_page = await self._page("")

    @rx.event
    async def load_more(self) -> AsyncGenerator[None]:
        """Add the next page."""
        if not self.following_page or self.is_loading_more:
            return
        self.is_loading_more = True
        yield
        try:
            self.entries, self.following_page, self.begins_after = await lists.grown(
                self._page, self.entries, self.following_page, self.begins_after
            )
        finally:
            self.is_loading_more = False

    async def _page(self, after: str) -> tuple[tuple[LibraryEntry, ...], str]:
        page = await service.library(
            user_id=await require_user(self),
            kind=kind_of(self.kind),
            progress=progress_of(self.progress),
            before=after,
        )
        return page.entries, page.next


class StudioState(rx.State):
    """The studio: works with their state and figures."""

    works: tuple[StudioWork, ...] = ()
    figures: StudioFigures = StudioFigures()
    following_page: str = ""
    is_loading: bool = True
    is_loading_more: bool = False
    has_failed: bool = False
    begins_after: str = ""

    @rx.var
    def earned_as(self) -> str:
        """What the earnings are good for: the wallet counts cash and initial credit apart."""
        if not self.figures.earned_minor:
            return ""
        if not self.figures.earned_promo_minor:
            return "in cash"
        if not self.figures.earned_cash_minor:
            return "as initial credit, to spend"
        return f"{money.show(self.figures.earned_cash_minor)} of it in cash"

    @rx.event
    @loading
    async def load(self) -> None:
        """Show the figures of the last 30 days and the works, as far as they were shown before."""
        creator_id = await require_user(self)
        self.figures = await service.figures(creator_id=creator_id, now=clock.now())
        self.works, self.following_page = await lists.as_many(
            self._page, len(self.works), after=self.begins_after
        )
        self.is_loading = False

    @rx.event
    async def show_first(self) -> None:
        """Begin again at the first row."""
        self.begins_after = ""
        self.works, self.following_page = await self._page("")

    @rx.event
    async def load_more(self) -> AsyncGenerator[None]:
        """Add the next page of works."""
        await require_user(self)
        if not self.following_page or self.is_loading_more:
            return
        self.is_loading_more = True
        yield
        try:
            self.works, self.following_page, self.begins_after = await lists.grown(
                self._page, self.works, self.following_page, self.begins_after
            )
        finally:
            self.is_loading_more = False

    async def _page(self, after: str) -> tuple[tuple[StudioWork, ...], str]:
        page = await service.studio(creator_id=await require_user(self), before=after)
        return page.works, page.next
