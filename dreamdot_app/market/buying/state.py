"""One work as somebody sees it. Buying it is posted (`dialog`)."""

from collections.abc import AsyncGenerator

import reflex as rx

from dreamdot_app.accounts.state import viewer
from dreamdot_app.core import ids
from dreamdot_app.core.errors import NotFound
from dreamdot_app.market import service
from dreamdot_app.market.contract import WorkCard, WorkId, WorkView


class WorkState(rx.State):
    """The work page. It shows; the service decides who may read and what it costs."""

    view: WorkView = WorkView()
    near: tuple[WorkCard, ...] = ()
    is_loading: bool = True
    is_missing: bool = False

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Show the work of the address, or that there is none."""
        self.is_loading, self.is_missing = True, False
        yield  # not the work that was open before, while this one is on its way
        try:
            await self._show()
            work_id = WorkId(ids.parse(self.view.card.id))
            self.near = await service.near(work_id=work_id, limit=4)
        except NotFound:
            self.is_missing = True
        self.is_loading = False

    async def _show(self) -> None:
        asking = await viewer(self)
        self.view = await service.work(ref=self._ref, viewer_id=asking.id if asking else None)

    @rx.var
    def title(self) -> str:
        """The page's title in a browser's tab."""
        if self.is_missing:
            return "Not found · DreamDot"
        card = self.view.card
        return f"{card.title} by {card.creator.display_name} · DreamDot" if card.id else "DreamDot"

    @rx.var
    def may_pay(self) -> bool:
        """Whether the balance suffices, so that the button can say so before it is pressed."""
        return self.view.quote is not None and self.view.quote.enough

    @property
    def _ref(self) -> str:
        return self.router.url.path.rstrip("/").rpartition("/")[2]

    @rx.event
    async def show_again(self) -> None:
        """Show the work as it is now: it was bought, or its price has changed meanwhile."""
        if not self.is_loading:
            await self._show()
