"""What the page to prove oneself shows: where it leads, and which ways somebody has."""

from collections.abc import AsyncIterator

import reflex as rx
from reflex.event import EventSpec

from dreamdot_app.accounts import policy
from dreamdot_app.accounts.answers import loading
from dreamdot_app.accounts.proving import proofs, service
from dreamdot_app.accounts.state import require_viewer
from dreamdot_app.core import clock
from dreamdot_app.core.web.addresses import safe_next


class ProvingState(rx.State):
    """The page to prove oneself."""

    next_page: str = "/"
    has_password: bool = False
    ways: list[str] = []  # noqa: RUF012 a var of the state
    has_nothing: bool = False
    is_loading: bool = True
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> AsyncIterator[EventSpec]:
        """Show the ways that somebody has; whoever has just proved themselves is led on."""
        self.is_loading = True
        viewer = await require_viewer(self)
        self.next_page = safe_next(self.router.url.query_parameters.get("next"))
        by_factor = self.router.url.query_parameters.get("with") == "factor"
        self.has_password = not by_factor and await service.has_password(viewer.id)
        self.ways = [
            key
            for key in await proofs.open_to(viewer.id)
            if proofs.PROOFS[key].is_factor or not by_factor
        ]
        self.has_nothing = not (self.has_password or self.ways)
        self.is_loading = False
        now = clock.now()
        is_done = policy.is_proven_by_factor if by_factor else policy.is_proven
        if is_done(viewer, now=now):
            yield rx.redirect(self.next_page, replace=True)
