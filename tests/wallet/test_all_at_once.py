"""Everything at once, over a few people: nobody waits in a circle, and the ledger stays whole."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from dreamdot_app.core import ids
from dreamdot_app.core.embedded import Servers
from dreamdot_app.core.errors import DomainError
from dreamdot_app.core.money import TEST_CURRENCY
from dreamdot_app.wallet.contract import AlreadyReturned, TransferMissing
from dreamdot_app.wallet.ledger import (
    folding,
    holding,
    issuing,
    maturing,
    paying_out,
    post,
    proving,
    returning,
    topping,
)
from dreamdot_app.wallet.ledger.post import Bucket
from tests.clock import NOON
from tests.conftest import WORKER
from tests.factories.wallet import give, items_copy, items_session, key, person
from tests.wallet.machine import TERMS

TASKS, TIMES = 12, 30
LATER = NOON + timedelta(days=14)


class Crowd:
    """Four people, and many who act for them without knowing of each other."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.people = [person() for _ in range(4)]
        self.sales: list[UUID] = []
        self.holds: list[tuple[str, Any]] = []
        self.payouts: list[str] = []
        self.disputes: list[str] = []
        self.done = 0

    async def do(self, verb: Callable[..., Awaitable[Any]], **what: Any) -> Any:
        async with AsyncSession(self.engine) as session, session.begin():
            done = await verb(session, **what)
        self.done += 1
        return done

    async def act(self, chance: Random) -> None:
        """Something, and perhaps the same once more at the same time."""
        mine, others = chance.sample(self.people, 2)
        amount = chance.randint(1, 60)
        acts = (self.come_in, self.trade, self.set_apart, self.go_back, self.leave, self.keep_up)
        await chance.choice(acts)(chance, mine, others, amount)

    async def come_in(self, chance: Random, mine: Any, _others: Any, amount: int) -> None:
        what = {"owner": mine, "currency": TEST_CURRENCY, "amount_minor": amount, "at": NOON}
        if chance.random() < 0.5:
            await self.do(topping.top_up, key=key(), reference=None, memo="", **what)
        else:
            await self.do(issuing.issue_promo, key=key(), memo="", **what)

    async def trade(self, _chance: Random, mine: Any, others: Any, amount: int) -> None:
        made = await self.do(
            post.sell, key=key(), buyer=mine, seller=others, price_minor=amount,
            reference=ids.new(), memo="", at=NOON, terms=TERMS,
        )  # fmt: skip
        self.sales.append(made.transfer_id)

    async def set_apart(self, chance: Random, mine: Any, others: Any, amount: int) -> None:
        under = key("hold")
        await self.do(
            holding.hold, key=under, payer=mine, currency=TEST_CURRENCY, amount_minor=amount,
            expires_at=NOON + timedelta(hours=chance.choice((1, 999))), reference=None, memo="",
            at=NOON,
        )  # fmt: skip
        self.holds.append((under, mine))
        of_others = [under for under, payer in self.holds if payer != others]
        captured = await self.do(
            holding.capture, hold_key=chance.choice(of_others), key=key(), seller=others,
            amount_minor=max(1, amount // 3), terms=TERMS, reference=None, memo="", at=NOON,
        )  # fmt: skip
        self.sales.append(captured.transfer_id)
        await self.do(holding.release, hold_key=chance.choice(of_others), key=key(), at=NOON)

    async def go_back(self, chance: Random, mine: Any, _others: Any, amount: int) -> None:
        if self.sales and chance.random() < 0.6:
            await self.do(
                returning.refund, key=key(), sale=chance.choice(self.sales),
                amount_minor=max(1, amount // 4), at=NOON,
            )  # fmt: skip
            return
        under = key("dispute")
        await self.do(
            returning.charge_back, key=under, owner=mine, currency=TEST_CURRENCY,
            amount_minor=amount // 9 + 1, reference=None, at=NOON,
        )  # fmt: skip
        self.disputes.append(under)
        await self.do(returning.reinstate, key=chance.choice(self.disputes), at=NOON)

    async def leave(self, chance: Random, mine: Any, _others: Any, amount: int) -> None:
        under = key("payout")
        what = {"owner": mine, "currency": TEST_CURRENCY, "reference": None, "at": NOON}
        if chance.random() < 0.3:
            await self.do(returning.refund_deposit, key=under, amount_minor=amount, **what)
            await self.do(returning.return_deposit, key=under, at=NOON)
            return
        await self.do(paying_out.begin_payout, key=under, amount_minor=amount // 3 + 1, **what)
        self.payouts.append(under)
        step = chance.choice((paying_out.settle_payout, paying_out.return_payout))
        await self.do(step, key=chance.choice(self.payouts), at=NOON)

    async def keep_up(self, chance: Random, *_: Any) -> None:
        verb = chance.choice((maturing.mature, holding.expire, folding.fold))
        await self.do(verb, at=LATER)


async def test_everybody_does_everything_at_once(servers: Servers) -> None:
    url = items_copy(servers, f"{WORKER}_at_once")
    engine = create_async_engine(url, pool_size=TASKS)
    crowd, refused = Crowd(engine), 0
    for owner in crowd.people:
        await crowd.do(post.welcome, owner=owner, currency=TEST_CURRENCY, amount_minor=300, at=NOON)
        for bucket in (Bucket.DEPOSITED, Bucket.EARNED):
            await crowd.do(give, user=owner, bucket=bucket, amount=300)

    async def busy(number: int) -> None:
        nonlocal refused
        chance = Random(number)
        for _ in range(TIMES):
            try:
                await crowd.act(chance)
            except (DomainError, AlreadyReturned, TransferMissing):
                refused += 1  # too little, a debt, a hold that is over: none of it a mistake

    try:
        await asyncio.gather(*(busy(number) for number in range(TASKS)))
    finally:
        await engine.dispose()
    assert crowd.done > TASKS * TIMES // 3, (crowd.done, refused)
    assert min(map(len, (crowd.sales, crowd.holds, crowd.payouts, crowd.disputes))) > 2
    async with items_session(url) as session:
        found = await proving.prove(session)
    assert found.violations == ()
    assert len(found.kinds) >= 12, found.kinds
