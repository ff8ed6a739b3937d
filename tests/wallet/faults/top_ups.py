"""Top-ups that are stopped at each of their steps, and how each of them has to end."""

from dataclasses import dataclass
from typing import Any

from dreamdot_app.core import ids
from tests.fakes.stripe import Fault, Signed
from tests.wallet.faults.place import Place

CREATE = "POST /v1/checkout/sessions"
AMOUNT, MINOR = "25.00", 25_00


@dataclass(frozen=True)
class Wish:
    """Somebody's click on "Add money"."""

    user: str
    click: str

    @property
    def asked(self) -> dict[str, str]:
        return {"user": self.user, "amount": AMOUNT, "click": self.click}


async def wish(place: Place, *, promo: int = 0) -> Wish:
    return Wish(await place.ask("open_wallet", promo=promo), str(ids.new()))


def session_of(place: Place, top_up: str) -> str:
    """The one session that was made for a top-up."""
    sessions = place.fake.state.of_kind("checkout.session")
    (found,) = [one["id"] for one in sessions if one["metadata"]["top_up"] == top_up]
    return str(found)


async def add_money(place: Place, user: str, amount: str) -> None:
    """Have money added, without trouble."""
    top_up = await place.ask("top_up", user=user, amount=amount, click=str(ids.new()))
    place.fake.pay(session_of(place, top_up))
    await place.tell()


class TopUps:
    """One is stopped before Stripe was asked, one after it has answered into the void, one while
    its event waits at the ledger, one when that is committed and Stripe does not hear of it. The
    fees of all come by a job, which is stopped within its transaction.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._wishes: list[Wish] = []
        self._commits: list[tuple[Wish, Signed]] = []

    async def reach(self) -> None:
        await self._stop_at_stripe()
        await self._stop_at_ledger()
        await self._stop_fees()

    async def _stop_at_stripe(self) -> None:
        place, before = self._place, self._place.calls(CREATE)
        for number, fault in enumerate((Fault.HELD, Fault.LATE), start=1):
            stopped = await wish(place)
            self._wishes.append(stopped)
            place.fake.faults.add(CREATE, fault)
            place.begin("top_up", **stopped.asked)
            await place.calls_come(CREATE, before + number)

    async def _stop_at_ledger(self) -> None:
        place = self._place
        stopped, told = await self._paid()
        row = place.lock(
            "select from ledger_account where owner = %s and bucket = 'deposited' for update",
            stopped.user,
        )
        place.begin_to_tell(told)
        await place.until(row.is_waited_for, "an event to wait at the ledger")
        self._commits.append(await self._paid())

    async def _stop_fees(self) -> None:
        lines = self._place.lock("lock table stripe_balance_line in share mode")
        await self._place.tick("wallet.compare_with_stripe")
        await self._place.until(lines.is_waited_for, "the fees to wait")

    async def _paid(self) -> tuple[Wish, Signed]:
        """Somebody has paid, and Stripe is about to tell."""
        paid = await wish(self._place)
        self._wishes.append(paid)
        top_up = await self._place.ask("top_up", **paid.asked)
        self._place.fake.pay(session_of(self._place, top_up))
        return paid, self._place.put_off()

    async def reach_commit(self) -> None:
        ((_, told),) = self._commits
        self._place.begin_to_tell(told)
        await self._place.until(
            lambda: self._place.commit_waits("stripe_event"), "an event to be committed"
        )

    async def again(self) -> None:
        """People press again; who had not paid does so now."""
        place = self._place
        for stopped in self._wishes:
            top_up = await place.insist("top_up", **stopped.asked)
            session = place.fake.state.objects[session_of(place, top_up)]
            if session["status"] == "open":
                place.fake.pay(session["id"])
        await place.tell()
        await place.tick("wallet.compare_with_stripe")

    def check(self) -> None:
        for stopped in self._wishes:
            self._check(stopped)
        self._check_fees()

    def _check(self, stopped: Wish) -> None:
        place = self._place
        rows = place.rows("select id, state from top_up where user_id = %s", stopped.user)
        ((top_up, state),) = rows
        session = place.fake.state.objects[session_of(place, str(top_up))]
        charges = _charges(place, session["payment_intent"])
        keys = place.rows(
            "select key from ledger_transfer where reference = %s and kind = 'top_up'", top_up
        )
        assert (state, len(charges), len(keys)) == ("paid", 1, 1)
        assert place.held(stopped.user) == {"deposited": MINOR}

    def _check_fees(self) -> None:
        """The fee of each line that Stripe has is in the ledger once, and both sides agree."""
        place = self._place
        lines = [line for line in place.fake.state.lines[""] if line["fee"]]
        kept = place.rows("select key from ledger_transfer where kind = 'stripe_fee'")
        assert sorted(key for (key,) in kept) == sorted(f"fee:{line['id']}" for line in lines)
        latest = "select difference_minor from stripe_comparison order by compared_at desc limit 1"
        assert place.one(latest) == 0
        assert place.rows("select from ledger_stop") == []


def _charges(place: Place, payment_intent: str) -> list[dict[str, Any]]:
    charges = place.fake.state.of_kind("charge")
    return [one for one in charges if one["payment_intent"] == payment_intent]
