"""What is shown of somebody's money: the balance in the frame, the wallet page, one receipt."""

import reflex as rx

from dreamdot_app.accounts.state import require_user, viewer
from dreamdot_app.core import ids, money
from dreamdot_app.ui import dialog
from dreamdot_app.wallet import service
from dreamdot_app.wallet.contract import (
    BalancesView,
    Direction,
    HistoryRow,
    ReceiptView,
    direction_of,
)

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
    """The wallet page: parts of the balance, the history and one receipt. It only shows."""

    balances: BalancesView = BalancesView()
    total_minor: int = 0
    rows: tuple[HistoryRow, ...] = ()
    following_page: str = ""
    direction: str = Direction.ALL.value
    receipt: ReceiptView = ReceiptView()
    is_loading: bool = True

    @rx.event
    async def load(self) -> None:
        """Show the balance and the newest page of the history."""
        owner = await require_user(self)
        self.balances = await service.balances(user_id=owner)
        self.total_minor = self.balances.total_minor
        self.direction = Direction.ALL.value
        await self._show_history("")
        self.is_loading = False

    @rx.event
    async def show_direction(self, direction: str) -> None:
        """Show what came in, what went out, or all of it."""
        self.direction = direction_of(direction).value
        await self._show_history("")

    @rx.event
    async def load_more(self) -> None:
        """Add the next page of the history."""
        if self.following_page:
            await self._show_history(self.following_page)

    @rx.event
    async def open_receipt(self, transfer: str):
        """Open one's own transfer with every split to the cent."""
        owner = await require_user(self)
        self.receipt = await service.receipt(user_id=owner, transfer_id=ids.parse(transfer))
        return dialog.open_dialog(RECEIPT_DIALOG)

    async def _show_history(self, before: str) -> None:
        page = await service.history(
            user_id=await require_user(self),
            direction=direction_of(self.direction),
            before=before,
        )
        self.rows = self.rows + page.rows if before else page.rows
        self.following_page = page.next
