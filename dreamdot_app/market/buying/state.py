"""One work as somebody sees it. Buying it is posted (`dialog`)."""

from collections.abc import AsyncGenerator
from datetime import timedelta

import reflex as rx

from dreamdot_app.accounts.state import loading, viewer
from dreamdot_app.core import clock, ids
from dreamdot_app.core.errors import NotFound
from dreamdot_app.market import service
from dreamdot_app.market.contract import WorkCard, WorkId, WorkView
from dreamdot_app.social.state import unseen_here

# How long its maker is greeted on a work's page after it came out for the first time.
_JUST_OUT = timedelta(minutes=10)


class WorkState(rx.State):
    """The work page. It shows; the service decides who may read and what it costs."""

    view: WorkView = WorkView()
    near: tuple[WorkCard, ...] = ()
    is_just_out: bool = False
    is_loading: bool = True
    is_missing: bool = False
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> AsyncGenerator[None]:
        """Show the work of the address, or that there is none."""
        if self.is_missing or not self._is_of(self._ref):
            self.is_loading, self.is_missing = True, False
            yield  # not the work that was open before, while this one is on its way
        try:
            await self._show()
            work_id = WorkId(ids.parse(self.view.card.id))
            unseen = await unseen_here(self)
            self.near = await service.near(work_id=work_id, besides=unseen, limit=4)
        except NotFound:
            self.is_missing = True
        self.is_loading = False

    def _is_of(self, ref: str) -> bool:
        """Whether the work that is shown is the one of this reference: then it stays meanwhile."""
        return bool(self.view.card.id) and ref.endswith(self.view.card.id)

    async def _show(self) -> None:
        asking = await viewer(self)
        self.view = await service.work(ref=self._ref, viewer_id=asking.id if asking else None)
        out_at = self.view.card.published_at
        is_own = self.view.is_own and self.view.is_published
        self.is_just_out = is_own and out_at is not None and clock.now() - out_at < _JUST_OUT

    @rx.var
    def title(self) -> str:
        """The page's title in a browser's tab."""
        if self.is_missing:
            return "Not found · DreamDot"
        card = self.view.card
        return f"{card.title} by {card.creator.display_name} · DreamDot" if card.id else "DreamDot"

    @rx.var
    def may_pay(self) -> bool:
        """Whether balance and limit suffice, so that the button says so before it is pressed."""
        quote = self.view.quote
        return quote is not None and quote.enough and quote.is_within_limit

    @property
    def _ref(self) -> str:
        return self.router.url.path.rstrip("/").rpartition("/")[2]

    @rx.event
    async def show_again(self) -> None:
        """Show the work as it is now: it was bought, its price or the balance has changed."""
        if self.is_loading or self.is_missing:
            return
        try:
            await self._show()
        except NotFound:
            self.is_missing = True
