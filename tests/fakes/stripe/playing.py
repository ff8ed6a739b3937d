"""What a test says to the fake: what people and banks do, and where its events go."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from dreamdot_app.core.settings import Settings
from dreamdot_app.wallet.stripe.in_use import Account, stripe_open
from tests.fakes.stripe import paying, taking
from tests.fakes.stripe.faults import Faults
from tests.fakes.stripe.server import KEY, Call, Desk, listen
from tests.fakes.stripe.state import PLATFORM, Signed, State, type_object

SECRET = "whsec_fake_one"
Deliver = Callable[[bytes, str], Awaitable[Any]]


class StripeFake:
    """Stripe. Events wait in `state.undelivered` until they are taken or delivered."""

    def __init__(self) -> None:
        self.state, self.faults = State(), Faults()
        self.desk = Desk(self.state, self.faults)
        self.address = ""

    @property
    def calls(self) -> list[Call]:
        """Every request that reached it."""
        return self.desk.calls

    def variables(self) -> dict[str, str]:
        """The environment of a DreamDot that uses it."""
        return {
            "STRIPE_SECRET_KEY": KEY,
            "STRIPE_WEBHOOK_SECRET": SECRET,
            "STRIPE_API_BASE": self.address,
        }

    def forget_keys(self) -> None:
        """A day passes: what was done under a key would be done again."""
        self.desk.keys.forget()

    # What people do

    def pay(self, session_id: str) -> type_object:
        """Somebody pays at Checkout by card: their charge."""
        session = self.state.find(session_id, "checkout.session")
        session["status"] = "complete"
        charged = taking.charge(self.state, session)
        self.state.tell("checkout.session.completed", session)
        return charged

    def pay_later(self, session_id: str) -> None:
        """Somebody chooses a way to pay that takes days."""
        session = self.state.find(session_id, "checkout.session")
        session["status"] = "complete"
        taking.pay_slowly(self.state, session)
        self.state.tell("checkout.session.completed", session)

    def arrive(self, session_id: str, *, ok: bool = True) -> None:
        """What was to be paid later arrives, or does not."""
        session = self.state.find(session_id, "checkout.session")
        if ok:
            taking.succeed(self.state, session)
        else:
            taking.fail_payment(self.state, session)
        word = "succeeded" if ok else "failed"
        self.state.tell(f"checkout.session.async_payment_{word}", session)

    def expire(self, session_id: str) -> None:
        """Nobody pays within a day."""
        taking.expire(self.state, self.state.find(session_id, "checkout.session"))

    def refund(
        self, charge_id: str, amount: int, *, metadata: type_object | None = None
    ) -> type_object:
        """An administrator refunds at Stripe's own pages, perhaps with words of their own."""
        charged = self.state.find(charge_id, "charge")
        return taking.refund(self.state, charged, amount, metadata=metadata or {})

    def fail_refund(self, refund_id: str) -> None:
        """The bank does not take a refund."""
        taking.fail_refund(self.state, self.state.find(refund_id, "refund"))

    def dispute(self, charge_id: str, amount: int | None = None) -> type_object:
        """A cardholder has their bank take the money back."""
        charged = self.state.find(charge_id, "charge")
        return taking.dispute(self.state, charged, amount or charged["amount"])

    def close_dispute(self, dispute_id: str, *, won: bool) -> None:
        """The bank decides."""
        found = self.state.find(dispute_id, "dispute")
        taking.close_dispute(self.state, found, won=won)

    def onboard(
        self, account_id: str, *, due: Sequence[str] = (), disabled: str | None = None
    ) -> None:
        """Somebody tells Stripe who they are; what is still ``due`` keeps payouts from them."""
        found = self.state.find(account_id, "account")
        paying.onboard(self.state, found, list(due), disabled=disabled)

    def settle_payout(self, payout_id: str, *, failure: str | None = None) -> None:
        """A bank takes a payout, or fails it (``account_closed``), also after it was paid."""
        paying.settle_payout(self.state, self.state.find(payout_id, "payout"), failure=failure)

    def reverse(self, transfer_id: str, amount: int) -> type_object:
        """An administrator takes a transfer back at Stripe's own pages."""
        found = self.state.find(transfer_id, "transfer")
        return paying.reverse(self.state, found, amount, {})

    def fund(self, amount: int) -> type_object:
        """The platform puts money of its own into its balance at Stripe."""
        return self.state.book(PLATFORM, "topup", amount, self.state.new_id("tu"))

    # Events

    def take(self) -> list[Signed]:
        """The events that nobody has taken yet, in their order."""
        return self.state.take()

    async def deliver(self, deliver: Deliver) -> list[Any]:
        """Hand over the events that nobody has taken, one after the other; the answers."""
        return [await deliver(one.raw, one.header(SECRET)) for one in self.take()]

    def deliver_before_answering(self, deliver: Deliver) -> None:
        """The same from within ``before_answer``, which the server's thread calls."""
        waiting = asyncio.run_coroutine_threadsafe(self.deliver(deliver), self._loop)
        waiting.result(20)

    def bind(self) -> None:
        """Remember the loop in which events are delivered."""
        self._loop = asyncio.get_running_loop()


@asynccontextmanager
async def stripe_fake() -> AsyncGenerator[StripeFake]:
    """A Stripe of its own, listening."""
    fake = StripeFake()
    fake.bind()
    with listen(fake.desk) as server:
        fake.address = f"http://127.0.0.1:{server.server_address[1]}"
        serving = asyncio.create_task(asyncio.to_thread(server.serve_forever, 0.01))
        try:
            yield fake
        finally:
            fake.faults.answer_now()
            await asyncio.to_thread(server.shutdown)
            await serving
    if fake.desk.broken:
        raise BaseExceptionGroup("the fake broke", [one for one in fake.desk.broken if one])


@asynccontextmanager
async def in_use(fake: StripeFake) -> AsyncGenerator[Account]:
    """The fake as the account that this process uses."""
    async with stripe_open(Settings.model_validate(fake.variables())) as account:
        assert account is not None
        yield account
