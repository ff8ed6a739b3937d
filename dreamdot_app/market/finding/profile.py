"""The works of one person, for the slot on their profile."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from dreamdot_app.accounts import service as accounts
from dreamdot_app.core.errors import NotFound
from dreamdot_app.market import service
from dreamdot_app.market.components import rest_of_list, works_grid
from dreamdot_app.market.contract import WorkCard
from dreamdot_app.market.shown import with_next
from dreamdot_app.ui import cards, skeleton


class ProfileWorksState(rx.State):
    """What the person of the address has published, page after page."""

    works: tuple[WorkCard, ...] = ()
    following_page: str = ""
    is_loading: bool = True
    is_loading_more: bool = False

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Show the first page of the person's works; nobody's are none."""
        self.works, self.following_page, self.is_loading = (), "", True
        yield  # the works of whose page was open before are not theirs
        await self._add("")
        self.is_loading = False

    @rx.event
    async def load_more(self) -> AsyncGenerator[None]:
        """Add the next page."""
        if not self.following_page or self.is_loading_more:
            return
        self.is_loading_more = True
        yield
        try:
            await self._add(self.following_page)
        finally:
            self.is_loading_more = False

    async def _add(self, before: str) -> None:
        try:
            maker = await accounts.by_username(self.router.url.path.rstrip("/").rpartition("/")[2])
        except NotFound:
            return
        page = await service.by_creator(creator_id=maker.id, before=before)
        self.works, self.following_page = with_next(self.works, page.works), page.next


def works_of_profile() -> rx.Component:
    """The grid of a person's works, or that there are none yet."""
    works: Any = ProfileWorksState.works
    return rx.cond(
        ProfileWorksState.is_loading,
        skeleton.works(8),
        rx.cond(
            works.length() > 0,
            rx.fragment(
                works_grid(works, columns=4),
                rest_of_list(
                    ProfileWorksState.following_page,
                    ProfileWorksState.load_more,
                    shown=works,
                    busy=ProfileWorksState.is_loading_more,
                ),
            ),
            cards.empty_state("Nothing on the shelf yet", "What they publish will stand here."),
        ),
    )
