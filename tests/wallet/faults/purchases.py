"""Purchases that are stopped at each of their steps, and how each of them has to end."""

from dataclasses import dataclass

from dreamdot_app.core import ids
from tests.wallet.faults.place import Place
from tests.wallet.faults.top_ups import add_money

PROMO, PRICE = 5_00, 20_00
ADDED, ADDED_MINOR = "25.00", 25_00


@dataclass(frozen=True)
class Click:
    """Somebody's click on "Buy": it is paid with 5.00 of initial credit and 15.00 of cash."""

    user: str
    work: str
    creator: str
    click: str

    @property
    def asked(self) -> dict[str, object]:
        return {"user": self.user, "work": self.work, "price": PRICE, "click": self.click}


class Purchases:
    """One is stopped at the buyer's rows, one at the seller's, one when it is committed: nobody
    has heard of that, and the event that tells of it is not handed out yet.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._clicks: list[Click] = []

    async def _click(self) -> Click:
        user = await self._place.ask("open_wallet", promo=PROMO)
        await add_money(self._place, user, ADDED)
        offered = await self._place.ask("offer", price=PRICE)
        made = Click(user, offered["work"], offered["creator"], str(ids.new()))
        self._clicks.append(made)
        return made

    async def reach(self) -> None:
        for side in ("user", "creator"):
            stopped = await self._click()
            row = self._place.lock(
                "select from ledger_account where owner = %s for update", getattr(stopped, side)
            )
            self._place.begin("purchase", **stopped.asked)
            await self._place.until(row.is_waited_for, f"a purchase to wait for its {side}")
        await self._click()

    async def reach_commit(self) -> None:
        self._place.begin("purchase", **self._clicks[-1].asked)
        await self._place.until(
            lambda: self._place.commit_waits("purchase"), "a purchase to be committed"
        )

    async def again(self) -> None:
        for stopped in self._clicks:
            await self._place.insist("purchase", **stopped.asked)

    def check(self) -> None:
        for stopped in self._clicks:
            self._check(stopped)

    def _check(self, stopped: Click) -> None:
        place = self._place
        bought = place.rows("select id from purchase where work_id = %s", stopped.work)
        keys = place.rows("select key from ledger_transfer where reference = %s", stopped.work)
        told = place.rows(
            "select fanned_out_at is not null from outbox_event"
            " where name = 'market.sold' and payload ->> 'work_id' = %s",
            stopped.work,
        )
        assert (len(bought), len(keys), told) == (1, 1, [(True,)])
        assert place.held(stopped.user) == {"deposited": ADDED_MINOR - PRICE + PROMO}
        pending = (PRICE - PROMO) * 9 // 10
        assert place.held(stopped.creator)["pending"] == pending
        sums = "select sales, earned_promo_minor, earned_cash_minor from work where id = %s"
        assert place.rows(sums, stopped.work) == [(1, PROMO * 9 // 10, pending)]
