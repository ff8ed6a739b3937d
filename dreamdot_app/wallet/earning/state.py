"""What a seller is shown of their earnings."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.state import loading, own_news, require_viewer
from dreamdot_app.core import clock
from dreamdot_app.wallet.contract import topic
from dreamdot_app.wallet.earning import service
from dreamdot_app.wallet.earning.shown import Shown, shown
from dreamdot_app.wallet.earning.spans import Span, span_of
from dreamdot_app.wallet.state import BalanceState


class EarningsState(rx.State):
    """One's own earnings within a span. It only shows."""

    seen: Shown = Shown()
    span: str = Span.MONTH.value
    is_loading: bool = True
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> None:
        """Show the span that was shown before."""
        await self._show()
        self.is_loading = False

    @rx.event(background=True, supersedes=True)
    async def watch(self) -> AsyncGenerator[Any]:
        """Show what is sold meanwhile, until the page is left or the session is over."""
        async with own_news(self, topic) as moved:
            async for _ in moved:
                with moved.despite_failures():
                    async with self:
                        if self.is_loading:  # what loads the page comes after this, and looks
                            continue
                        await self._show()
                    yield BalanceState.load

    @rx.event
    async def show_span(self, span: str) -> None:
        """Look further back, or less far."""
        await require_viewer(self)
        self.span = span_of(span).value
        await self._show()

    async def _show(self) -> None:
        asking = await require_viewer(self)
        view = await service.earnings(
            seller=asking.id,
            span=span_of(self.span),
            zone=await accounts.zone_of(asking),
            now=clock.now(),
        )
        self.seen = shown(view, span_of(self.span))
