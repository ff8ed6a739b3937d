"""What the home page and the discover page show."""

from collections.abc import AsyncGenerator
from urllib.parse import urlencode

import reflex as rx

from dreamdot_app.accounts.state import viewer
from dreamdot_app.core.text import line
from dreamdot_app.market import service
from dreamdot_app.market.contract import (
    Kind,
    LibraryEntry,
    Price,
    WorkCard,
    WorkPage,
    kind_of,
    price_of,
)
from dreamdot_app.market.shown import MOST_SHOWN

KIND_NAMES = {
    Kind.WRITING.value: "Writings",
    Kind.COMIC.value: "Comics",
    Kind.ART.value: "Art",
    Kind.ITEM.value: "Items",
}
_ON_THE_SHELF = 12
_POPULAR = 10


class HomeState(rx.State):
    """The shelves of the home page, for visitors and members alike."""

    shelf: tuple[WorkCard, ...] = ()
    popular: tuple[WorkCard, ...] = ()
    reading: tuple[LibraryEntry, ...] = ()
    kind: str = ""
    is_loading: bool = True

    @rx.event
    async def load(self) -> None:
        """Fill the shelves; a member also sees what they were reading."""
        asking = await viewer(self)
        self.shelf = (await service.newest(limit=_ON_THE_SHELF)).works
        popular = (await service.popular(limit=_ON_THE_SHELF + _POPULAR)).works
        shelf = {work.id for work in self.shelf}
        self.popular = tuple(work for work in popular if work.id not in shelf)[:_POPULAR]
        self.reading = await service.reading_now(user_id=asking.id, limit=4) if asking else ()
        self.kind = ""
        self.is_loading = False

    @rx.event
    async def show_kind(self, kind: str) -> None:
        """Put works of one kind (or ``""``: of all) on the shelf."""
        wanted = kind_of(kind)
        self.kind = wanted.value if wanted else ""
        self.shelf = (await service.newest(kind=wanted, limit=_ON_THE_SHELF)).works


class DiscoverState(rx.State):
    """A search with its filters, as the address says it, page after page."""

    q: str = ""
    kind: str = ""
    price: str = Price.ANY.value
    works: tuple[WorkCard, ...] = ()
    following_page: str = ""
    is_loading: bool = True
    is_loading_more: bool = False

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Read the search from the address and show its first page."""
        asked = self.router.url.query_parameters
        self.q = line(str(asked.get("q", ""))[:100], field="q", max_length=100)
        kind = kind_of(asked.get("kind", ""))
        self.kind = kind.value if kind else ""
        self.price = price_of(asked.get("price", "")).value
        self.is_loading = True
        yield  # the heading and the filters answer at once
        try:
            found = await self._find("")
            self.works, self.following_page = found.works, found.next
        finally:
            self.is_loading = False

    @rx.event
    async def load_more(self) -> AsyncGenerator[None]:
        """Add the next page."""
        if not self.following_page or self.is_loading_more or len(self.works) >= MOST_SHOWN:
            return
        self.is_loading_more = True
        yield
        try:
            found = await self._find(self.following_page)
            self.works, self.following_page = self.works + found.works, found.next
        finally:
            self.is_loading_more = False

    async def _find(self, before: str) -> WorkPage:
        return await service.search(
            q=self.q, kind=kind_of(self.kind), price=price_of(self.price), before=before
        )

    @rx.var
    def heading(self) -> str:
        """What the page shows, in words."""
        if self.q:
            return f"“{self.q}”"
        return KIND_NAMES.get(self.kind, "Discover")

    @rx.var
    def title(self) -> str:
        """The page's title in a browser's tab."""
        return f"{self.heading} · DreamDot"

    @rx.var
    def kind_links(self) -> list[tuple[str, str, bool]]:
        """The filters by kind as (label, address, is chosen), keeping the rest of the search."""
        return [
            (label, self._address(kind=kind, price=self.price), kind == self.kind)
            for kind, label in {"": "Everything", **KIND_NAMES}.items()
        ]

    @rx.var
    def price_links(self) -> list[tuple[str, str, bool]]:
        """The filters by price as (label, address, is chosen); choosing again lifts it."""
        return [
            (
                label,
                self._address(
                    kind=self.kind, price=Price.ANY.value if price == self.price else price
                ),
                price == self.price,
            )
            for price, label in ((Price.FREE.value, "Free"), (Price.PAID.value, "For sale"))
        ]

    def _address(self, *, kind: str, price: str) -> str:
        chosen = {"q": self.q, "kind": kind, "price": "" if price == Price.ANY.value else price}
        query = urlencode({name: value for name, value in chosen.items() if value})
        return f"/discover?{query}" if query else "/discover"
