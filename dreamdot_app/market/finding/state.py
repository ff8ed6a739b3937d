"""What the home page and the discover page show."""

from collections.abc import AsyncGenerator, Collection
from urllib.parse import urlencode

import reflex as rx

from dreamdot_app.accounts.state import loading, viewer
from dreamdot_app.core.allowances import SEARCHES
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.text import line
from dreamdot_app.market import service
from dreamdot_app.market.contract import (
    Kind,
    LibraryEntry,
    Price,
    WorkCard,
    kind_of,
    price_of,
)
from dreamdot_app.social import service as social
from dreamdot_app.social.state import unseen_here
from dreamdot_app.ui import lists

KIND_NAMES = {
    Kind.WRITING.value: "Writings",
    Kind.COMIC.value: "Comics",
    Kind.ART.value: "Art",
    Kind.ITEM.value: "Items",
}
_ON_THE_SHELF = 12
_POPULAR = 10
_LONGEST_SEARCH = 100


def _searched(asked: object) -> str:
    """What an address searches for. Cut twice: composing its letters may make them more (NFC)."""
    cut = str(asked)[:_LONGEST_SEARCH]
    return line(cut, field="q", max_length=3 * _LONGEST_SEARCH)[:_LONGEST_SEARCH].rstrip()


class HomeState(rx.State):
    """The shelves of the home page, for visitors and members alike."""

    shelf: tuple[WorkCard, ...] = ()
    popular: tuple[WorkCard, ...] = ()
    reading: tuple[LibraryEntry, ...] = ()
    kind: str = ""
    is_loading: bool = True
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> None:
        """Fill the shelves; a member also sees what they were reading."""
        asking = await viewer(self)
        unseen = await social.unseen_by(asking.id if asking else None)
        await self._fill_shelf(unseen)
        most = _ON_THE_SHELF + _POPULAR
        popular = (await service.popular(besides=unseen, limit=most)).works
        shelf = {work.id for work in self.shelf}
        self.popular = tuple(work for work in popular if work.id not in shelf)[:_POPULAR]
        self.reading = await service.reading_now(user_id=asking.id, limit=4) if asking else ()
        self.is_loading = False

    @rx.event
    async def show_kind(self, kind: str) -> None:
        """Put works of one kind (or ``""``: of all) on the shelf."""
        wanted = kind_of(kind)
        self.kind = wanted.value if wanted else ""
        await self._fill_shelf(await unseen_here(self))

    async def _fill_shelf(self, unseen: Collection[UserId]) -> None:
        found = await service.newest(kind=kind_of(self.kind), besides=unseen, limit=_ON_THE_SHELF)
        self.shelf = found.works


class DiscoverState(rx.State):
    """A search with its filters, as the address says it, page after page."""

    q: str = ""
    kind: str = ""
    price: str = Price.ANY.value
    works: tuple[WorkCard, ...] = ()
    following_page: str = ""
    is_loading: bool = True
    is_loading_more: bool = False
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> AsyncGenerator[None]:
        """Read the search from the address and show it: from its top, or as far as it was shown."""
        before = (self.q, self.kind, self.price)
        self._read_address()
        is_same = before == (self.q, self.kind, self.price)
        if not (is_same and self.works):
            self.is_loading = True
            yield  # the heading and the filters answer at once
        count = len(self.works) if is_same else 0
        self.works, self.following_page = await lists.as_many(self._page, count)
        self.is_loading = False

    def _read_address(self) -> None:
        asked = self.router.url.query_parameters
        self.q = _searched(asked.get("q", ""))
        kind = kind_of(asked.get("kind", ""))
        self.kind = kind.value if kind else ""
        self.price = price_of(asked.get("price", "")).value

    @rx.event
    async def load_more(self) -> AsyncGenerator[None]:
        """Add the next page."""
        if not self.following_page or self.is_loading_more or lists.is_full(self.works):
            return
        self.is_loading_more = True
        yield
        try:
            more, self.following_page = await self._page(self.following_page)
            self.works += more
        finally:
            self.is_loading_more = False

    async def _page(self, after: str) -> tuple[tuple[WorkCard, ...], str]:
        if self.q:
            asking = await viewer(self)
            account, address = asking.id if asking else None, self.router.session.client_ip
            await SEARCHES.spend(account=account, address=address)
        found = await service.search(
            q=self.q,
            kind=kind_of(self.kind),
            price=price_of(self.price),
            besides=await unseen_here(self),
            before=after,
        )
        return found.works, found.next

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
