"""The rest of what can be done with money: setting apart, giving back, paying out, disputes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from dreamdot_app.core import ids
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.money import TEST_CURRENCY
from dreamdot_app.wallet.contract import (
    AlreadyReturned,
    BlockedByDebt,
    HoldClosed,
    InsufficientFunds,
    RefundTooLarge,
    TransferMissing,
)
from dreamdot_app.wallet.ledger import holding, paying_out, returning
from dreamdot_app.wallet.ledger.returning import Refunded
from tests.wallet.books import BUCKETS, Hold, Sale
from tests.wallet.machine import PEOPLE, PICK, PRICES, TERMS, TIMES, Market, key, once, refused


@dataclass
class Left:
    """Money that left a wallet for the outside, and may come back."""

    key: str
    owner: UserId
    amount: int
    settled: bool = False
    returned: bool = False


class Machine(Market):
    """Everything."""

    def __init__(self) -> None:
        super().__init__()
        self.payouts: list[Left] = []
        self.card_refunds: list[Left] = []
        self.chargebacks: list[Left] = []

    # --- holds

    @rule(who=PEOPLE, amount=PRICES, days=st.integers(1, 9), times=TIMES)
    def set_apart(self, who: int, amount: int, days: int, times: int) -> None:
        self.join(who, 1)
        user, under = self.people[who], key("hold")
        expires, in_debt = self.now + timedelta(days=days), self.books.of(user)["debt"]
        ended = self.ground.at_once(
            times, holding.hold, key=under, payer=user, currency=TEST_CURRENCY,
            amount_minor=amount, expires_at=expires, reference=None, memo="", at=self.now,
        )  # fmt: skip
        parts = None if in_debt else self.books.spend(user, amount)
        if parts is None:
            refused(ended, BlockedByDebt if in_debt else InsufficientFunds)
            return
        told = once(ended)
        assert [told.from_promo, told.from_deposited, told.from_earned] == list(parts.values())
        self.books.holds.append(Hold(under, user, parts, expires))

    @precondition(lambda self: self.books.holds)
    @rule(pick=PICK, away=st.integers(1, 3), share=st.integers(1, 5), times=TIMES)
    def capture(self, pick: int, away: int, share: int, times: int) -> None:
        """A fifth of what is left, or all of it; five fifths and a cent are too much."""
        hold = self.books.holds[pick % len(self.books.holds)]
        seller = self.people[(self.people.index(hold.payer) + away) % len(self.people)]
        amount = max(1, hold.left * share // 5)
        what = {
            "hold_key": hold.key, "seller": seller, "terms": TERMS, "reference": ids.new(),
            "memo": "", "at": self.now,
        }  # fmt: skip
        ended = self.ground.at_once(
            times, holding.capture, key=key("minute"), amount_minor=amount, **what
        )
        if not hold.is_open:
            refused(ended, HoldClosed)
            return
        with pytest.raises((InsufficientFunds, HoldClosed)):
            self.ground.do(holding.capture, key=key("minute"), amount_minor=hold.left + 1, **what)
        self.books.of(seller)
        parts, rest = {}, amount
        for bucket in BUCKETS:
            parts[bucket] = min(hold.parts[bucket], rest)
            hold.parts[bucket] -= parts[bucket]
            rest -= parts[bucket]
        hold.is_open = hold.left > 0
        self.write_down(once(ended), hold.payer, seller, parts)

    @precondition(lambda self: self.books.holds)
    @rule(pick=PICK, times=TIMES)
    def let_go(self, pick: int, times: int) -> None:
        hold = self.books.holds[pick % len(self.books.holds)]
        ended = self.ground.at_once(
            times, holding.release, hold_key=hold.key, key=key("release"), at=self.now
        )
        if hold.is_open:
            told = once(ended)
            assert {one: getattr(told, one) for one in BUCKETS} == hold.parts
            self.books.let_go(hold)
        else:
            assert {getattr(one, "transfer_id", one) for one in ended} == {None}

    # --- refunds

    @precondition(lambda self: self.books.sales)
    @rule(pick=PICK, share=st.integers(1, 4), times=TIMES)
    def refund(self, pick: int, share: int, times: int) -> None:
        """A quarter of what is left of a sale, or all of it; a cent more is too much."""
        sale = self.books.sales[pick % len(self.books.sales)]
        left = sale.left
        amount = max(1, left * share // 4)
        with pytest.raises(RefundTooLarge):
            self.ground.do(
                returning.refund, key=key("refund"), sale=sale.id, amount_minor=left + 1,
                at=self.now,
            )  # fmt: skip
        ended = self.ground.at_once(
            times, returning.refund, key=key("refund"), sale=sale.id, amount_minor=amount,
            at=self.now,
        )  # fmt: skip
        if left == 0:
            refused(ended, RefundTooLarge)
        elif any(isinstance(one, InsufficientFunds) for one in ended):
            refused(ended, InsufficientFunds)
            # In its promo the seller has less than this would take, whichever way it is rounded.
            share_of_promo = Fraction(amount * sale.parts["promo"], sum(sale.parts.values()))
            assert self.books.of(sale.seller)["promo"] <= share_of_promo + 1
        else:
            self.given_back(sale, once(ended), amount)

    def given_back(self, sale: Sale, told: Refunded, amount: int) -> None:
        parts = {"promo": told.promo, "deposited": told.deposited, "earned": told.earned}
        assert min(parts.values()) >= 0
        assert sum(parts.values()) == amount
        taken = self.books.give_back(sale, parts, (told.fee_promo, told.fee_cash))
        assert (told.from_pending, told.from_earned, told.from_debt) == tuple(taken.values())
        price = sum(sale.parts.values())
        whole = (*sale.parts.values(), *sale.fees)
        back = (*sale.back.values(), *sale.fees_back)
        for of, given in zip(whole, back, strict=True):
            # In proportion to the price, to the cent (two roundings stand upon each other).
            assert abs(given - Fraction(of * (price - sale.left), price)) < 2
            assert given <= of
        if sale.left == 0:
            assert back == whole

    # --- cards

    @rule(who=PEOPLE, amount=PRICES, times=TIMES)
    def refund_card(self, who: int, amount: int, times: int) -> None:
        self.join(who, 1)
        user, under = self.people[who], key("card")
        has = self.books.of(user)
        ended = self.ground.at_once(
            times, returning.refund_deposit, key=under, owner=user, currency=TEST_CURRENCY,
            amount_minor=amount, reference=None, at=self.now,
        )  # fmt: skip
        if has["debt"] or has["deposited"] < amount:
            refused(ended, InsufficientFunds, BlockedByDebt)
            return
        once(ended)
        has["deposited"] -= amount
        self.card_refunds.append(Left(under, user, amount))

    @precondition(lambda self: self.card_refunds)
    @rule(pick=PICK, times=TIMES)
    def a_card_refund_fails(self, pick: int, times: int) -> None:
        gone = self.card_refunds[pick % len(self.card_refunds)]
        ended = self.ground.at_once(times, returning.return_deposit, key=gone.key, at=self.now)
        self.came_back(gone, ended, "deposited")

    @rule(who=PEOPLE, amount=PRICES, times=TIMES)
    def charge_back(self, who: int, amount: int, times: int) -> None:
        self.join(who, 1)
        user, under = self.people[who], key("dispute")
        ended = self.ground.at_once(
            times, returning.charge_back, key=under, owner=user, currency=TEST_CURRENCY,
            amount_minor=amount, reference=None, at=self.now,
        )  # fmt: skip
        told, taken = once(ended), self.books.charge_back(user, amount)
        assert taken == {
            "deposited": told.from_deposited, "pending": told.from_pending,
            "earned": told.from_earned, "debt": told.to_debt,
        }  # fmt: skip
        self.chargebacks.append(Left(under, user, amount))

    @precondition(lambda self: self.chargebacks)
    @rule(pick=PICK, times=TIMES)
    def win_a_dispute(self, pick: int, times: int) -> None:
        gone = self.chargebacks[pick % len(self.chargebacks)]
        ended = self.ground.at_once(times, returning.reinstate, key=gone.key, at=self.now)
        self.came_back(gone, ended, "deposited")

    def came_back(self, gone: Left, ended: Sequence[object], bucket: str) -> None:
        if gone.returned:
            assert all(getattr(one, "happened_before", False) for one in ended), ended
            return
        told = once(ended)
        assert told.to_debt + told.to_bucket == gone.amount
        assert told.to_debt == self.books.cash_in(gone.owner, gone.amount, bucket)
        gone.returned = True

    # --- payouts

    @rule(who=PEOPLE, amount=PRICES, times=TIMES)
    def pay_out(self, who: int, amount: int, times: int) -> None:
        self.join(who, 1)
        user, under = self.people[who], key("payout")
        has = self.books.of(user)
        ended = self.ground.at_once(
            times, paying_out.begin_payout, key=under, owner=user, currency=TEST_CURRENCY,
            amount_minor=amount, reference=None, at=self.now,
        )  # fmt: skip
        if has["debt"] or has["earned"] < amount:
            refused(ended, InsufficientFunds, BlockedByDebt)
            return
        once(ended)
        has["earned"] -= amount
        self.payouts.append(Left(under, user, amount))

    @precondition(lambda self: self.payouts)
    @rule(pick=PICK, times=TIMES)
    def a_payout_settles(self, pick: int, times: int) -> None:
        gone = self.payouts[pick % len(self.payouts)]
        ended = self.ground.at_once(times, paying_out.settle_payout, key=gone.key, at=self.now)
        if gone.returned and not gone.settled:
            refused(ended, AlreadyReturned)
        elif gone.settled:
            assert all(getattr(one, "happened_before", False) for one in ended), ended
        else:
            once(ended)
            gone.settled = True

    @precondition(lambda self: self.payouts)
    @rule(pick=PICK, times=TIMES)
    def a_payout_comes_back(self, pick: int, times: int) -> None:
        gone = self.payouts[pick % len(self.payouts)]
        ended = self.ground.at_once(times, paying_out.return_payout, key=gone.key, at=self.now)
        self.came_back(gone, ended, "earned")

    @rule()
    def news_that_comes_too_early(self) -> None:
        """Of what has not happened yet (webhooks come in any order) nothing comes back."""
        for verb in (
            returning.reinstate, returning.return_deposit, paying_out.settle_payout,
            paying_out.return_payout,
        ):  # fmt: skip
            with pytest.raises(TransferMissing):
                self.ground.do(verb, key=key("unknown"), at=self.now)
