"""What is shown of somebody's money: the balance in the frame, the wallet page, one receipt."""

# Reflex declares what it decorates with type arguments left open.
# pyright: reportUnknownMemberType=false

from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.state import loading, own_news, require_user, require_viewer, viewer
from dreamdot_app.core import clock, ids, money
from dreamdot_app.core.allowances import SEARCHES
from dreamdot_app.core.ids import UserId
from dreamdot_app.ui import dialog, lists
from dreamdot_app.wallet import policy, service
from dreamdot_app.wallet import shown as words
from dreamdot_app.wallet.contract import Direction, TransferId, topic
from dreamdot_app.wallet.history.asked import Asked, asked_of
from dreamdot_app.wallet.history.kinds import GROUP_NAMES
from dreamdot_app.wallet.receipt_shown import Receipt, people_on, receipt
from dreamdot_app.wallet.shown import Due, Movement, Part

RECEIPT_DIALOG = "receipt"
_LATEST_DUE = 6

type_links = list[tuple[str, str, bool]]


class BalanceState(rx.State):
    """What the frame shows: the spendable balance in minor units; not known for visitors."""

    spendable_minor: int = 0
    is_known: bool = False

    @rx.event
    async def load(self) -> None:
        """Show the balance of who is signed in."""
        asking = await viewer(self)
        self.is_known = asking is not None
        if asking:
            held = await service.balances(user_id=asking.id)
            self.spendable_minor = held.spendable_minor


class WalletState(rx.State):
    """The wallet page: the parts of the balance and that part of the history which its address
    asks for. It only shows.
    """

    spendable_minor: int = 0
    total_minor: int = 0
    debt_minor: int = 0
    parts: tuple[Part, ...] = ()
    due: tuple[Due, ...] = ()
    is_test_money: bool = False
    has_sold: bool = False
    movements: tuple[Movement, ...] = ()
    following_page: str = ""
    kind: str = ""
    way: str = ""
    when: str = ""
    q: str = ""
    is_loading: bool = True
    is_searching: bool = False
    is_loading_more: bool = False
    has_failed: bool = False
    begins_after: str = ""

    @rx.event
    @loading
    async def load(self) -> AsyncGenerator[None]:
        """Show the balance, and the history as far as it was shown before."""
        owner = await require_user(self)
        count = len(self.movements)
        if self._read_address():
            self.begins_after, count, self.is_searching = "", 0, not self.is_loading
            yield  # the filters answer at once
        await self._show_balance(owner)
        await self._show_as_many(count)
        self.is_loading = self.is_searching = False

    @rx.event(background=True, supersedes=True)
    async def watch(self) -> AsyncGenerator[Any]:
        """Show what moves, until the page is left, the tab closed or the session ended."""
        async with own_news(self, topic) as moved:
            async for _ in moved:
                with moved.despite_failures():
                    async with self:
                        if self.is_loading:  # what loads the page comes after this, and looks
                            continue
                        await self._show_balance(await require_user(self))
                        await self._show_as_many(len(self.movements))
                    yield BalanceState.load

    @rx.event
    async def show_first(self) -> None:
        """Begin again at the newest row."""
        self.begins_after = ""
        self.movements, self.following_page = await self._page("")

    @rx.event
    async def load_more(self) -> AsyncGenerator[None]:
        """Add the next page of the history."""
        await require_user(self)
        if not self.following_page or self.is_loading_more:
            return
        self.is_loading_more = True
        yield
        try:
            self.movements, self.following_page, self.begins_after = await lists.grown(
                self._page, self.movements, self.following_page, self.begins_after
            )
        finally:
            self.is_loading_more = False

    def _asked(self) -> Asked:
        told = {"kind": self.kind, "way": self.way, "when": self.when, "q": self.q}
        return asked_of(told)

    def _read_address(self) -> bool:
        """Read what the address asks for; whether that is something else than before."""
        before, asked = self._asked(), asked_of(self.router.url.query_parameters)
        self.kind, self.way = asked.group.value, asked.direction.value
        self.when, self.q = asked.when, asked.q
        return asked != before

    async def _show_balance(self, owner: UserId) -> None:
        held = await service.balances(user_id=owner)
        self.parts = words.parts(held)
        self.spendable_minor, self.debt_minor = held.spendable_minor, held.debt_minor
        self.total_minor = held.total_minor
        self.is_test_money = held.currency == money.TEST_CURRENCY
        maturing = await service.maturing(user_id=owner) if held.pending_minor else ()
        self.due = words.dues(maturing, most=_LATEST_DUE)
        self.has_sold = self.has_sold or await service.has_sold(user_id=owner)

    async def _show_as_many(self, count: int) -> None:
        self.movements, self.following_page = await lists.as_many(
            self._page, count, after=self.begins_after
        )

    async def _page(self, after: str) -> tuple[tuple[Movement, ...], str]:
        asking, asked = await require_viewer(self), self._asked()
        if asked.q:
            await SEARCHES.spend(account=asking.id, address=self.router.session.client_ip)
        page = await service.search(
            user_id=asking.id,
            asked=asked,
            now=clock.now().astimezone(policy.clock_of(await accounts.zone_of(asking))),
            before=TransferId(ids.parse(after)) if after else None,
        )
        names = await accounts.cards(words.people_of(page.rows))
        return tuple(words.movement(row, names) for row in page.rows), page.next

    @rx.var
    def is_narrowed(self) -> bool:
        """Whether something of the history is left out."""
        return not self._asked().is_everything

    @rx.var
    def is_only_kind(self) -> bool:
        """Whether nothing but a group of movements is asked for."""
        return self._asked() == Asked(group=self._asked().group)

    @rx.var
    def kind_links(self) -> type_links:
        """The filters by group as (label, address, is chosen), keeping the rest."""
        asked = self._asked()
        return [
            (name, asked.address(group=group), group is asked.group)
            for group, name in GROUP_NAMES.items()
        ]

    @rx.var
    def way_links(self) -> type_links:
        """The filters by direction; choosing again lifts it."""
        asked = self._asked()
        return [_lifting(asked, name, direction=way) for name, way in _WAYS.items()]

    @rx.var
    def when_links(self) -> type_links:
        """The filters by time; choosing again lifts it."""
        asked, year = self._asked(), clock.now().year
        times = {"30 days": "30d", "90 days": "90d", str(year): str(year)}
        times[str(year - 1)] = str(year - 1)
        return [_lifting(asked, name, when=time) for name, time in times.items()]

    @rx.var
    def kept(self) -> dict[str, str]:
        """What a search keeps of the address: all filters but the words."""
        told = {"kind": self.kind, "way": self.way, "when": self.when}
        return {name: value for name, value in told.items() if value not in ("", "all")}


_WAYS = {"In": Direction.IN, "Out": Direction.OUT}


def _lifting(asked: Asked, name: str, **chosen: Any) -> tuple[str, str, bool]:
    is_chosen = asked == replace(asked, **chosen)
    lifted = {key: "" if key == "when" else Direction.ALL for key in chosen}
    return name, asked.address(**(lifted if is_chosen else chosen)), is_chosen


class ReceiptState(rx.State):
    """The receipt that is open."""

    receipt: Receipt = Receipt()

    @rx.event
    async def show(self, transfer: str) -> EventSpec:
        """Open the receipt of one's own transfer, every split to the cent."""
        owner = await require_user(self)
        wanted = TransferId(ids.parse(transfer))
        seen = await service.receipt(user_id=owner, transfer_id=wanted)
        names = await accounts.cards(people_on(seen))
        self.receipt = receipt(seen, names)
        return dialog.open_dialog(RECEIPT_DIALOG)
