"""Payouts that are stopped at each of their steps, and how each of them has to end."""

from dataclasses import dataclass
from typing import Any

from dreamdot_app.core import ids
from tests.fakes.stripe import PLATFORM, Fault
from tests.wallet.faults.place import Place
from tests.wallet.faults.top_ups import add_money

TRANSFER, PAYOUT = "POST /v1/transfers", "POST /v1/payouts"
REVERSAL = "POST /v1/transfers/{id}/reversals"
PRICE, EARNED = 40_00, 36_00
AMOUNT, MINOR = "25.00", 25_00
AT_STRIPE = (Fault.HELD, Fault.LATE)
BY_THE_WAY = 4
"""So many go on to the bank: one is paid, three come back."""


@dataclass(frozen=True)
class Click:
    """Somebody's click on "Withdraw"."""

    user: str
    click: str

    @property
    def asked(self) -> dict[str, str]:
        return {"user": self.user, "amount": AMOUNT, "click": self.click}


class Payouts:
    """They are stopped when they are asked for; in a batch; before and after Stripe made the
    transfer, the payout and, for what the bank refused, the reversal; and while the bank's yes and
    no wait at the row.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._clicks: list[Click] = []
        self._failed = set[str]()
        self._noon = place.noon()
        self._batch = place.noon()

    async def reach(self) -> None:
        await self._have_creators(2 * len(AT_STRIPE) + BY_THE_WAY + 2)
        *early, late, _ = self._clicks
        for click in early:
            await self._place.ask("redeem", **click.asked)
        await self._stop_at_stripe()
        await self._stop_at_the_banks_word()
        await self._stop_in_batch(late)

    async def _have_creators(self, number: int) -> None:
        place = self._place
        patron = await place.ask("open_wallet", promo=0)
        await add_money(place, patron, "1000.00")
        self._clicks = [await self._creator(patron) for _ in range(number)]
        place.fake.take()  # that accounts are ready is known

    async def _creator(self, patron: str) -> Click:
        user = await self._place.ask("earn", patron=patron, price=PRICE)
        self._place.fake.onboard(await self._place.ask("open_account", user=user))
        await self._place.ask("look", user=user)
        return Click(user, str(ids.new()))

    async def _stop_at_stripe(self) -> None:
        """The worker takes all at once; which of them is stopped where is no matter."""
        place = self._place
        transfers, payouts = place.calls(TRANSFER), place.calls(PAYOUT)
        for operation in (TRANSFER, PAYOUT):
            for fault in AT_STRIPE:
                place.fake.faults.add(operation, fault)
        assert await place.ask("let_leave", now=self._noon)
        await place.calls_come(TRANSFER, transfers + 2 * len(AT_STRIPE) + BY_THE_WAY)
        await place.calls_come(PAYOUT, payouts + len(AT_STRIPE) + BY_THE_WAY)
        await place.until(lambda: len(self._on_their_way()) == BY_THE_WAY, "payouts to be sent")

    def _on_their_way(self) -> list[str]:
        query = """
            select stripe_payout_id from payout
             where stripe_payout_id is not null and user_id = any(%s::uuid[])
        """
        return [name for (name,) in self._place.rows(query, [one.user for one in self._clicks])]

    async def _stop_at_the_banks_word(self) -> None:
        place, before = self._place, self._place.calls(REVERSAL)
        place.fake.take()
        paid, failed, *refused = self._on_their_way()
        self._failed = {failed, *refused}
        for name in refused:
            place.fake.settle_payout(name, failure="account_closed")
        for fault in AT_STRIPE:
            place.fake.faults.add(REVERSAL, fault)
        await place.tell()
        await place.calls_come(REVERSAL, before + len(AT_STRIPE))
        place.put_off()
        for name in (paid, failed):
            place.fake.settle_payout(name, failure="account_closed" if name == failed else None)
            told = place.put_off()
            row = place.lock("select from payout where stripe_payout_id = %s for update", name)
            place.begin_to_tell(told)
            await place.until(row.is_waited_for, "the bank's word to wait")

    async def _stop_in_batch(self, late: Click) -> None:
        place = self._place
        payout = await place.ask("redeem", **late.asked)
        row = place.lock("select from payout where id = %s for update", payout)
        place.begin("let_leave", now=self._batch)
        await place.until(row.is_waited_for, "a batch to wait")

    async def reach_commit(self) -> None:
        self._place.begin("redeem", **self._clicks[-1].asked)
        await self._place.until(
            lambda: self._place.commit_waits("payout"), "a withdrawal to be committed"
        )

    async def again(self) -> None:
        """Somebody presses again, the next batch leaves, and the bank takes what it was sent."""
        place = self._place
        await place.insist("redeem", **self._clicks[-1].asked)
        await place.insist("let_leave", now=self._batch)
        await place.settle()
        for sent in place.fake.state.of_kind("payout"):
            if sent["status"] == "pending":
                place.fake.settle_payout(sent["id"])
        await place.tell()

    def check(self) -> None:
        for click in self._clicks:
            self._check(click)
        assert self._place.one(
            "select coalesce(sum(e.amount), 0) from ledger_entry e"
            " join ledger_account a on a.id = e.account_id where a.bucket = 'payout_clearing'"
        ) == 0  # fmt: skip

    def _check(self, click: Click) -> None:
        place = self._place
        rows = "select id, state, stripe_payout_id, destination from payout where user_id = %s"
        ((payout, state, name, account),) = place.rows(rows, click.user)
        is_back = name in self._failed
        (sent,) = _made(place, "payout", payout)
        (transfer,) = _made(place, "transfer", payout)
        reversals = _made(place, "transfer_reversal", payout)
        assert (sent["id"], len(reversals)) == (name, 1 if is_back else 0)
        assert transfer["amount_reversed"] == (MINOR if is_back else 0)
        assert state == ("returned" if is_back else "paid")
        kinds = place.rows(
            "select kind from ledger_transfer where key like %s order by id", f"payout:{payout}%"
        )
        end = "payout_returned" if is_back else "payout_settled"
        assert sorted(kind for (kind,) in kinds) == sorted(["payout", end])
        assert place.held(click.user) == {"earned": EARNED if is_back else EARNED - MINOR}
        assert place.fake.state.balance(account) == 0
        assert place.fake.state.balance(PLATFORM) > 0


def _made(place: Place, kind: str, payout: object) -> list[dict[str, Any]]:
    """What Stripe has made for a payout of ours."""
    made = place.fake.state.of_kind(kind)
    return [one for one in made if one["metadata"].get("dreamdot_payout") == str(payout)]
