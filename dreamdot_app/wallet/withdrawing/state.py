"""What the page of withdrawing shows. Asking for money is posted (`pages`), never an event."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from dreamdot_app.accounts.state import answered, loading, own_news, require_user, require_viewer
from dreamdot_app.core import clock, ids, money
from dreamdot_app.core.errors import BadInput
from dreamdot_app.ui import dialog
from dreamdot_app.wallet.contract import topic
from dreamdot_app.wallet.state import BalanceState
from dreamdot_app.wallet.withdrawing import policy, service
from dreamdot_app.wallet.withdrawing.contract import (
    PayoutView,
    RefundableView,
    WithdrawView,
)
from dreamdot_app.wallet.withdrawing.errors import MoreThanEarned
from dreamdot_app.wallet.withdrawing.sides import currency_now

CONFIRM, GIVE_BACK = "withdraw", "give-back"
_LONGEST_TYPED = 20


@dataclass(frozen=True, slots=True)
class PayoutShown:
    """A withdrawal as a row; times are ISO 8601 in UTC."""

    id: str = ""
    amount_minor: int = 0
    state: str = ""
    asked: str = ""
    ended: str = ""
    why: str = ""
    can_be_taken_back: bool = False


@dataclass(frozen=True, slots=True)
class RefundableShown:
    """A payment that may go back to its card; times are ISO 8601 in UTC."""

    top_up: str = ""
    amount_minor: int = 0
    left_minor: int = 0
    left: str = ""
    added: str = ""
    until: str = ""


class WithdrawState(rx.State):
    """The page of withdrawing. It shows; the services decide."""

    is_test: bool = False
    earned_minor: int = 0
    pending_minor: int = 0
    matures: str = ""
    debt_minor: int = 0
    available_minor: int = 0
    stage: str = ""
    wanted: tuple[str, ...] = ()
    leaves: str = ""
    held: str = ""
    is_away: bool = False
    payouts: tuple[PayoutShown, ...] = ()
    refundable: tuple[RefundableShown, ...] = ()
    is_loading: bool = True
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> None:
        """Show what there is to withdraw, where it goes, what is on its way."""
        await self._show()
        self.is_away = self.router.url.query_parameters.get("away") == "stripe"
        self.is_loading = False

    @rx.event(background=True, supersedes=True)
    async def watch(self) -> AsyncGenerator[Any]:
        """Show what changes, until the page is left, the tab closed or the session ended."""
        async with own_news(self, topic) as moved:
            async for _ in moved:
                with moved.despite_failures():
                    async with self:
                        if self.is_loading:  # what loads the page comes after this, and looks
                            continue
                        await self._show()
                    yield BalanceState.load

    async def _show(self) -> None:
        view = await service.withdrawing(user_id=await require_user(self), now=clock.now())
        self.is_test, self.held = view.is_test, view.held
        self.earned_minor, self.debt_minor = view.earned_minor, view.debt_minor
        self.pending_minor, self.available_minor = view.pending_minor, view.available_minor
        self.matures = view.matures_at.isoformat() if view.matures_at else ""
        self.leaves = view.next_batch_at.isoformat()
        self.stage, self.wanted = view.account.stage.value, view.account.wanted
        self.payouts = tuple(_payout(one) for one in view.payouts)
        self.refundable = tuple(_refundable(one) for one in view.refundable)


class AskState(rx.State):
    """The amount that is about to be withdrawn, looked at before it is confirmed."""

    typed: str = ""
    # Counts what was filled in for them: the field begins anew with it.
    filled: int = 0
    error: str = ""
    amount_minor: int = 0
    left_minor: int = 0
    # What the form posts: the amount as it was looked at, and the click's name.
    sent: dict[str, str] = {}  # noqa: RUF012 Reflex copies it for each tab

    @rx.event
    def type_amount(self, text: str) -> None:
        """Keep what is being typed, and take back what was said of it."""
        self.typed = text[:_LONGEST_TYPED] if isinstance(text, str) else ""  # pyright: ignore[reportUnnecessaryIsInstance] any client may send anything
        self.error = ""

    @rx.event
    async def type_all(self) -> None:
        """Fill in all that may be withdrawn now."""
        view = await service.withdrawing(user_id=await require_user(self), now=clock.now())
        self.typed, self.error = _typed(view.available_minor), ""
        self.filled += 1

    @rx.event
    @answered
    async def look(self) -> EventSpec | None:
        """Look at the amount: say what is wrong with it, or ask to confirm it."""
        viewer = await require_viewer(self)
        view = await service.withdrawing(user_id=viewer.id, now=clock.now())
        try:
            self.amount_minor = _within(self.typed, view)
        except BadInput as refusal:
            self.error = refusal.message
            return None
        self.error, self.left_minor = "", view.earned_minor - self.amount_minor
        self.sent = {"amount": _typed(self.amount_minor), "request_id": view.click}
        return dialog.open_dialog(CONFIRM)

    @rx.event
    def asked(self, _answer: dict[str, Any]) -> list[Any]:
        """It was withdrawn: the page shows it."""
        self.typed, self.sent, self.filled = "", {}, self.filled + 1
        return [dialog.close_dialog(CONFIRM), WithdrawState.load, BalanceState.load]


class GiveBackState(rx.State):
    """The payment that is about to go back to its card."""

    most: str = ""
    sent: dict[str, str] = {}  # noqa: RUF012 Reflex copies it for each tab

    @rx.event
    @answered
    async def ask(self, top_up: str) -> Any:
        """Ask how much of a payment shall go back."""
        view = await service.withdrawing(user_id=await require_user(self), now=clock.now())
        wanted = ids.parse(top_up)
        found = next((one for one in view.refundable if one.top_up_id == wanted), None)
        if found is None:
            return WithdrawState.load  # spent, or too long ago, since the page was drawn
        self.most = _typed(found.left_minor)
        self.sent = {"top_up": top_up, "request_id": found.click}
        return dialog.open_dialog(GIVE_BACK)

    @rx.event
    def asked(self, _answer: dict[str, Any]) -> list[Any]:
        """It is on its way back: the page shows it."""
        self.sent = {}
        return [dialog.close_dialog(GIVE_BACK), WithdrawState.load, BalanceState.load]


class StandInState(rx.State):
    """Our stand-in for Stripe's page, for test money."""

    account: str = ""
    is_missing: bool = False
    is_loading: bool = True
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> None:
        """Show the choices; whose account it is, is asked again when one is made.

        Where money is real there is no such page, also for who comes from another one of ours.
        """
        await require_user(self)
        self.is_missing = currency_now() != money.TEST_CURRENCY
        self.account = self.router.url.path.rstrip("/").rsplit("/", 1)[-1]
        self.is_loading = False


def _within(typed: str, view: WithdrawView) -> int:
    amount = policy.parse_amount(typed)
    if amount > view.available_minor:
        raise MoreThanEarned(available_minor=view.available_minor)
    return amount


def _typed(minor: int) -> str:
    """An amount as one would type it."""
    return money.show(minor).replace("$", "").replace(",", "") if minor else ""


def _payout(one: PayoutView) -> PayoutShown:
    return PayoutShown(
        id=ids.short(one.id),
        amount_minor=one.amount_minor,
        state=one.state,
        asked=one.asked_at.isoformat(),
        ended=one.ended_at.isoformat() if one.ended_at else "",
        why=one.why,
        can_be_taken_back=one.can_be_taken_back,
    )


def _refundable(one: RefundableView) -> RefundableShown:
    return RefundableShown(
        top_up=ids.short(one.top_up_id),
        amount_minor=one.amount_minor,
        left_minor=one.left_minor,
        left=_typed(one.left_minor),
        added=one.added_at.isoformat(),
        until=one.until.isoformat(),
    )
