"""What is shown of somebody's money: the balance in the frame, the wallet page, one receipt."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.state import loading, own_news, require_user, viewer
from dreamdot_app.core import ids, money
from dreamdot_app.core.ids import UserId
from dreamdot_app.ui import dialog, lists
from dreamdot_app.wallet import service
from dreamdot_app.wallet import shown as words
from dreamdot_app.wallet.contract import Direction, TransferId, direction_of, topic
from dreamdot_app.wallet.shown import Movement, Part, Receipt

RECEIPT_DIALOG = "receipt"


class BalanceState(rx.State):
    """What the frame shows: the spendable balance, in words; empty for visitors."""

    shown: str = ""

    @rx.event
    async def load(self) -> None:
        """Show the balance of who is signed in."""
        asking = await viewer(self)
        if asking is None:
            self.shown = ""
            return
        held = await service.balances(user_id=asking.id)
        self.shown = money.show(held.spendable_minor)


class WalletState(rx.State):
    """The wallet page: the parts of the balance and the history. It only shows."""

    total_minor: int = 0
    debt_minor: int = 0
    parts: tuple[Part, ...] = ()
    movements: tuple[Movement, ...] = ()
    following_page: str = ""
    direction: str = Direction.ALL.value
    is_loading: bool = True
    is_loading_more: bool = False
    has_failed: bool = False
    begins_after: str = ""

    @rx.event
    @loading
    async def load(self) -> None:
        """Show the balance, and the history as far as it was shown before."""
        await self._show_balance(await require_user(self))
        await self._show_as_many()
        self.is_loading = False

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
                        await self._show_as_many()
                    yield BalanceState.load

    @rx.event
    async def show_direction(self, direction: str) -> None:
        """Show what came in, what went out, or all of it."""
        await require_user(self)
        self.direction = direction_of(direction).value
        await self._show_top()

    @rx.event
    async def show_first(self) -> None:
        """Begin again at the newest row."""
        await self._show_top()

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

    async def _show_balance(self, owner: UserId) -> None:
        held = await service.balances(user_id=owner)
        self.parts = words.parts(held)
        self.total_minor, self.debt_minor = held.total_minor, held.debt_minor

    async def _show_top(self) -> None:
        self.begins_after = ""
        self.movements, self.following_page = await self._page("")

    async def _show_as_many(self) -> None:
        self.movements, self.following_page = await lists.as_many(
            self._page, len(self.movements), after=self.begins_after
        )

    async def _page(self, after: str) -> tuple[tuple[Movement, ...], str]:
        page = await service.history(
            user_id=await require_user(self),
            before=TransferId(ids.parse(after)) if after else None,
            direction=direction_of(self.direction),
        )
        names = await accounts.cards(words.people_of(page.rows))
        return tuple(words.movement(row, names) for row in page.rows), page.next


class ReceiptState(rx.State):
    """The receipt that is open."""

    receipt: Receipt = Receipt()

    @rx.event
    async def show(self, transfer: str) -> EventSpec:
        """Open the receipt of one's own transfer, every split to the cent."""
        owner = await require_user(self)
        wanted = TransferId(ids.parse(transfer))
        seen = await service.receipt(user_id=owner, transfer_id=wanted)
        names = await accounts.cards(words.people_on(seen))
        self.receipt = words.receipt(seen, names)
        return dialog.open_dialog(RECEIPT_DIALOG)
