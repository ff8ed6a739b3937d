"""What is shown while money is added: the form, and what became of a payment."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import reflex as rx

from dreamdot_app.accounts.state import loading, own_news, require_user
from dreamdot_app.core import ids
from dreamdot_app.core.errors import NotFound
from dreamdot_app.wallet.adding import policy, service
from dreamdot_app.wallet.adding.contract import TopUpView
from dreamdot_app.wallet.contract import topic
from dreamdot_app.wallet.state import BalanceState
from dreamdot_app.wallet.stripe.in_use import stripe_in_use

OTHER = "other"
_FIRST = f"{policy.PRESETS_MINOR[1] // 100}"


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment as its page shows it; ``pay_url`` is where it can still be paid."""

    state: str = ""
    amount_minor: int = 0
    pay_url: str = ""


def shown(found: TopUpView) -> Payment:
    """A top-up in the words of its page."""
    waits = found.state in ("asked", "open")
    return Payment(
        state="waiting" if waits else found.state,
        amount_minor=found.amount_minor,
        pay_url=f"/wallet/checkout/{found.id}" if found.can_go_on else "",
    )


class AddState(rx.State):
    """The form for adding money. ``request_id`` names its one click."""

    chosen: str = _FIRST
    request_id: str = ""
    is_test: bool = False
    came_back: bool = False

    @rx.event
    async def load(self) -> None:
        """Begin a new form, with the amount that was chosen last."""
        await require_user(self)
        self.request_id = str(ids.new())
        self.is_test = stripe_in_use() is None
        self.came_back = "back" in self.router.url.query_parameters

    @rx.event
    def choose(self, chosen: str) -> None:
        """Take one of the given amounts, or one's own."""
        self.chosen = str(chosen)[:8]


class AddedState(rx.State):
    """What became of a payment. It is credited by Stripe's news, never by looking at this page."""

    payment: Payment = Payment()
    is_test: bool = False
    is_loading: bool = True
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> None:
        """Show the payment that the address names."""
        await self._show()
        self.is_loading = False

    @rx.event(background=True, supersedes=True)
    async def watch(self) -> AsyncGenerator[Any]:
        """Show what becomes of it, until the page is left."""
        async with own_news(self, topic) as moved:
            async for _ in moved:
                with moved.despite_failures():
                    async with self:
                        if self.is_loading:
                            continue
                        await self._show()
                    yield BalanceState.load

    async def _show(self) -> None:
        owner = await require_user(self)
        self.is_test = stripe_in_use() is None
        named = self.router.url.query_parameters.get("payment")
        try:
            wanted = ids.parse(named)
            self.payment = shown(await service.top_up(user_id=owner, top_up_id=wanted))
        except NotFound:
            self.payment = Payment(state="missing")
