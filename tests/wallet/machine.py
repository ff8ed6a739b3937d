"""A few people who do with their money whatever can be done, in any order.

The machine knows by its own simple books what everybody must have; after each step the ledger is
compared with them to the cent and has to prove itself.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import ids
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.money import TEST_CURRENCY
from dreamdot_app.wallet import policy
from dreamdot_app.wallet.contract import BlockedByDebt, InsufficientFunds, KeyReused, LedgerMistake
from dreamdot_app.wallet.ledger import folding, holding, issuing, maturing, post, proving, topping
from dreamdot_app.wallet.ledger.post import Bucket, Sold
from tests.clock import NOON
from tests.factories.wallet import person
from tests.wallet.books import Books, take
from tests.wallet.ground import Ground

CREDIT = 30
PEOPLE = st.integers(0, 3)
PRICES = st.integers(1, 99)
TIMES = st.integers(1, 3)
PICK = st.integers(0, 10**6)
TERMS = post.Terms(
    currency=TEST_CURRENCY,
    fee_bp=1_000,
    matures_after=policy.MATURES_AFTER,
    first_matures_after=policy.FIRST_MATURES_AFTER,
    welcome_minor=CREDIT,
)


def key(what: str) -> str:
    return f"{what}:{ids.new()}"


def once(ended: Sequence[Any]) -> Any:
    """What several callers were told of one thing: the same, and one of them did it."""
    assert not [one for one in ended if isinstance(one, BaseException)], ended
    assert sorted(one.happened_before for one in ended) == [False] + [True] * (len(ended) - 1)
    assert len({one.transfer_id for one in ended}) == 1
    return ended[0]


def refused(ended: Sequence[Any], *errors: type[Exception]) -> None:
    """Everybody was refused."""
    assert {type(one) for one in ended} <= set(errors), ended


class Market(RuleBasedStateMachine):
    """Four people and a clock, at an empty ledger: joining, adding money, buying, maturing."""

    url: str
    superuser: URL

    def __init__(self) -> None:
        super().__init__()
        self.ground = Ground(self.url, self.superuser)
        self.now = NOON
        self.people = [person() for _ in range(4)]
        self.books = Books(CREDIT)
        self.done: list[dict[str, Any]] = []

    def teardown(self) -> None:
        self.ground.close()

    @rule(who=PEOPLE, times=st.integers(1, 2))
    def join(self, who: int, times: int) -> None:
        for _ in range(times):
            self.ground.do(
                post.welcome, owner=self.people[who], currency=TEST_CURRENCY,
                amount_minor=CREDIT, at=self.now,
            )  # fmt: skip
        self.books.of(self.people[who])

    @rule(who=PEOPLE, amount=PRICES, times=TIMES)
    def pay_in(self, who: int, amount: int, times: int) -> None:
        """The same payment is reported several times, and once more with another amount."""
        self.join(who, 1)
        user = self.people[who]
        what = {
            "key": key("top_up"), "owner": user, "currency": TEST_CURRENCY, "reference": None,
            "memo": "", "at": self.now,
        }  # fmt: skip
        made = once(self.ground.at_once(times, topping.top_up, amount_minor=amount, **what))
        assert made.to_debt == self.books.cash_in(user, amount, "deposited")
        with pytest.raises(KeyReused):
            self.ground.do(topping.top_up, amount_minor=amount + 1, **what)

    @rule(who=PEOPLE, amount=PRICES, times=TIMES)
    def use_a_code(self, who: int, amount: int, times: int) -> None:
        self.join(who, 1)
        made = self.ground.at_once(
            times, issuing.issue_promo, key=key("code"), owner=self.people[who],
            currency=TEST_CURRENCY, amount_minor=amount, memo="", at=self.now,
        )  # fmt: skip
        once(made)
        self.books.of(self.people[who])["promo"] += amount

    @rule(who=PEOPLE, away=st.integers(1, 3), price=PRICES, at_once=TIMES)
    def buy(self, who: int, away: int, price: int, at_once: int) -> None:
        """One press of a button that arrives several times at once."""
        of = (who + away) % len(self.people)
        buyer, seller = self.people[who], self.people[of]
        order = {
            "key": key("sale"), "buyer": buyer, "seller": seller, "price_minor": price,
            "reference": ids.new(), "memo": "Lamp",
        }  # fmt: skip
        has = self.books.of(buyer)
        self.books.of(seller)
        ended = self.ground.at_once(at_once, post.sell, **order, at=self.now, terms=TERMS)
        if has["debt"] or take(has, price) is None:
            refused(ended, BlockedByDebt if has["debt"] else InsufficientFunds)
            # Wallets that the refused sale opened went with it.
            self.join(who, 1)
            self.join(of, 1)
            return
        self.done.append(order)
        self.write_down(once(ended), buyer, seller, self.books.spend(buyer, price))

    def write_down(self, told: Sold, buyer: UserId, seller: UserId, parts: Any) -> None:
        """What a sale (or a capture) must have come to, reckoned once more."""
        owed = self.books.of(seller)["debt"]
        made = self.books.sold(told.transfer_id, buyer, seller, parts, self.now)
        assert {"promo": told.from_promo, "deposited": told.from_deposited,
                "earned": told.from_earned} == parts  # fmt: skip
        assert (told.fee_promo, told.fee_cash) == made.fees
        assert told.to_promo + told.fee_promo == parts["promo"]
        assert told.to_debt == owed - self.books.of(seller)["debt"]
        assert (
            told.to_debt + told.to_pending + told.fee_cash == parts["deposited"] + parts["earned"]
        )
        assert told.matures_at == self.books.due_of(told.transfer_id)

    @precondition(lambda self: self.done)
    @rule(pick=PICK, price=PRICES)
    def repeat(self, pick: int, price: int) -> None:
        """A purchase of long ago comes once more, or its key with another price."""
        order = self.done[pick % len(self.done)]
        again = self.ground.do(post.sell, **order, at=self.now, terms=TERMS)
        assert again.happened_before
        if price != order["price_minor"]:
            with pytest.raises(KeyReused):
                self.ground.do(
                    post.sell, **{**order, "price_minor": price}, at=self.now, terms=TERMS
                )

    @rule(days=st.integers(1, 9))
    def let_time_pass(self, days: int) -> None:
        self.now += timedelta(days=days)
        while self.ground.do(maturing.mature, at=self.now):
            pass
        self.books.mature(self.now)
        while self.ground.do(holding.expire, at=self.now):
            pass
        self.books.expire(self.now)

    @rule()
    def fold(self) -> None:
        self.ground.do(folding.fold, at=self.now)

    @rule(who=PEOPLE, amount=PRICES)
    def launder(self, who: int, amount: int) -> None:
        """Try to turn credit into cash by hand."""
        legs = [
            post.Leg(self.people[who], Bucket.PROMO, -amount),
            post.Leg(self.people[who], Bucket.EARNED, amount),
        ]
        self.join(who, 1)
        with pytest.raises((LedgerMistake, InsufficientFunds)):
            self.ground.do(
                post.post, key=key("try"), kind="gift", currency=TEST_CURRENCY, legs=legs,
                at=self.now,
            )  # fmt: skip

    @invariant()
    def everybody_has_what_the_books_say(self) -> None:
        query = text("select owner, bucket, balance from ledger_account where owner = any(:people)")

        async def read(session: AsyncSession) -> dict[UserId, dict[str, int]]:
            found: dict[UserId, dict[str, int]] = {}
            for owner, bucket, balance in await session.execute(query, {"people": self.people}):
                has = found.setdefault(UserId(UUID(str(owner))), {"debt": 0})
                has[bucket] = -balance if bucket == Bucket.DEBT else balance
            return found

        assert self.ground.do(read) == self.books.people

    @invariant()
    def the_ledger_proves_itself(self) -> None:
        assert self.ground.do(proving.prove).violations == ()
