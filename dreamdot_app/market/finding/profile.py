"""The works of one person, for the slot on their profile."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.state import loading, viewer
from dreamdot_app.core.errors import NotFound
from dreamdot_app.market import service
from dreamdot_app.market.components import works_grid
from dreamdot_app.market.contract import WorkCard
from dreamdot_app.ui import buttons, cards, errors, lists, skeleton


class ProfileWorksState(rx.State):
    """What the person of the address has published, page after page."""

    works: tuple[WorkCard, ...] = ()
    following_page: str = ""
    is_own: bool = False
    is_loading: bool = True
    is_loading_more: bool = False
    has_failed: bool = False
    _whose: str = ""
    begins_after: str = ""

    @rx.event
    @loading
    async def load(self) -> AsyncGenerator[None]:
        """Show the person's works, as many as were shown before; nobody's are none."""
        username = self.router.url.path.rstrip("/").rpartition("/")[2]
        if username != self._whose:
            self.works, self.begins_after, self._whose, self.is_loading = (), "", username, True
            yield  # the works of whose page was open before are not theirs
        asking = await viewer(self)
        self.is_own = asking is not None and asking.username.lower() == username.lower()
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
        """Add the next page."""
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

    async def _page(self, after: str) -> tuple[tuple[WorkCard, ...], str]:
        try:
            maker = await accounts.by_username(self._whose)
        except NotFound:
            return (), ""
        page = await service.by_creator(creator_id=maker.id, before=after)
        return page.works, page.next


def works_of_profile() -> rx.Component:
    """The grid of a person's works, or that there are none yet."""
    works: Any = ProfileWorksState.works
    standing = rx.fragment(
        works_grid(works, columns=4),
        lists.rest_of_list(ProfileWorksState, works),
    )
    none = rx.cond(
        ProfileWorksState.is_own,
        cards.empty_state(
            "Nothing on the shelf yet",
            "What you publish stands here, for everybody who comes by.",
            buttons.link_button("Write a story", href="/write", tone="primary", icon="feather"),
        ),
        cards.empty_state("Nothing on the shelf yet", "What they publish will stand here."),
    )
    return rx.cond(
        ProfileWorksState.has_failed,
        errors.did_not_load(ProfileWorksState.load),
        rx.cond(
            ProfileWorksState.is_loading,
            skeleton.works(8),
            rx.cond(works.length() > 0, standing, none),
        ),
    )
