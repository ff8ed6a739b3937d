"""One work as somebody sees it, and buying it."""

from collections.abc import AsyncGenerator

import reflex as rx

from dreamdot_app.accounts.state import require_user, viewer
from dreamdot_app.core import clock, ids
from dreamdot_app.core.errors import DomainError, NotFound, SignInRequired
from dreamdot_app.market import service
from dreamdot_app.market.contract import PriceChanged, WorkCard, WorkId, WorkView
from dreamdot_app.ui import dialog, toast
from dreamdot_app.wallet.state import BalanceState

BUY_DIALOG = "buy"


class WorkState(rx.State):
    """The work page. It shows; the service decides who may read and what it costs."""

    view: WorkView = WorkView()
    near: tuple[WorkCard, ...] = ()
    is_loading: bool = True
    is_missing: bool = False
    is_buying: bool = False
    refusal: str = ""

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Show the work of the address, or that there is none."""
        self.is_loading, self.is_missing, self.refusal = True, False, ""
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
    async def buy(self):
        """Buy the work at the price shown, or say why not; free works go to the library."""
        if self.is_buying:
            return
        buyer_id = await require_user(self)
        self.is_buying, self.refusal = True, ""
        yield
        try:
            bought = await service.purchase(
                work_id=WorkId(ids.parse(self.view.card.id)),
                buyer_id=buyer_id,
                expected_price_minor=self.view.card.price_minor,
                now=clock.now(),
                request_id=str(ids.new()),
            )
        except SignInRequired:
            raise
        except DomainError as refusal:
            self.refusal = refusal.message
            if isinstance(refusal, PriceChanged):
                await self._show()  # the dialog now shows the new price and what is left after it
            return
        finally:
            self.is_buying = False
        yield dialog.close_dialog(BUY_DIALOG)
        yield BalanceState.load
        yield toast.good("Already yours." if bought.happened_before else "It is yours now.")
        yield rx.redirect(bought.card.read_url)
