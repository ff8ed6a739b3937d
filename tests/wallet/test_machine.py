"""Any order of joining, paying in, buying, repeating, maturing and folding keeps every invariant.

The machine knows by its own simple books what everybody must have; after each step the ledger is
compared with them to the cent and has to prove itself. Then the ledger is broken on purpose, and
the machine has to notice.
"""

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import timedelta
from itertools import count
from typing import Any, TypeVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import URL, NullPool, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from dreamdot_app.core import ids
from dreamdot_app.core.embedded import Servers
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.money import TEST_CURRENCY
from dreamdot_app.wallet import policy
from dreamdot_app.wallet.contract import InsufficientFunds, KeyReused, LedgerMistake
from dreamdot_app.wallet.ledger import folding, maturing, post, proving
from dreamdot_app.wallet.ledger.post import Bucket, Sold
from dreamdot_app.wallet.ledger.schema import ledger_sql
from tests.clock import NOON
from tests.conftest import WORKER
from tests.factories.wallet import items_copy, person, top_up

T = TypeVar("T")
Books = dict[str, int]
CREDIT = 30
PEOPLE = st.integers(0, 3)
PRICES = st.integers(1, 99)
TERMS = post.Terms(
    currency=TEST_CURRENCY,
    fee_bp=1_000,
    matures_after=policy.MATURES_AFTER,
    first_matures_after=policy.FIRST_MATURES_AFTER,
    welcome_minor=CREDIT,
)


class Machine(RuleBasedStateMachine):
    """Four people and a clock, at an empty ledger."""

    url: str
    superuser: URL

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.run(empty_ledger(self.superuser))
        self.engine: AsyncEngine = create_async_engine(self.url, pool_size=3)
        self.now = NOON
        self.people = [person() for _ in range(4)]
        self.books: dict[UserId, Books] = {}
        self.due: list[tuple[Any, UserId, int]] = []
        self.first_sale: dict[UserId, Any] = {}
        self.done: list[dict[str, Any]] = []

    def teardown(self) -> None:
        self.run(self.engine.dispose())
        self.runner.close()

    def run(self, call: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(call)

    def in_transaction(self, call: Any, *arguments: Any, **more: Any) -> Any:
        async def work() -> Any:
            async with AsyncSession(self.engine) as session, session.begin():
                return await call(session, *arguments, **more)

        return self.run(work())

    def book(self, who: UserId) -> Books:
        return self.books.setdefault(
            who, {"promo": CREDIT, "deposited": 0, "pending": 0, "earned": 0}
        )

    @rule(who=PEOPLE, times=st.integers(1, 2))
    def join(self, who: int, times: int) -> None:
        for _ in range(times):
            self.in_transaction(
                post.welcome, owner=self.people[who], currency=TEST_CURRENCY,
                amount_minor=CREDIT, at=self.now,
            )  # fmt: skip
        self.book(self.people[who])

    @rule(who=PEOPLE, amount=PRICES, times=st.integers(1, 3))
    def pay_in(self, who: int, amount: int, times: int) -> None:
        """The same payment is reported several times."""
        self.join(who, 1)
        user, key = self.people[who], f"top_up:{ids.new()}"
        for _ in range(times):
            self.in_transaction(
                post.post, key=key, kind="top_up", currency=TEST_CURRENCY,
                legs=top_up(user, Bucket.DEPOSITED, amount), at=self.now, payee=user,
            )  # fmt: skip
        self.book(user)["deposited"] += amount

    @rule(who=PEOPLE, away=st.integers(1, 3), price=PRICES, at_once=st.integers(1, 3))
    def buy(self, who: int, away: int, price: int, at_once: int) -> None:
        """One press of a button that arrives several times at once."""
        of = (who + away) % len(self.people)
        buyer, seller = self.people[who], self.people[of]
        order = {
            "key": f"sale:{ids.new()}", "buyer": buyer, "seller": seller, "price_minor": price,
            "reference": ids.new(), "memo": "Lamp",
        }  # fmt: skip
        has = self.book(buyer)
        self.book(seller)
        ended = self.run(self.all_at_once(order, at_once))
        if has["promo"] + has["deposited"] + has["earned"] < price:
            assert {type(one) for one in ended} == {InsufficientFunds}
            # Wallets that the refused sale opened went with it.
            self.join(who, 1)
            self.join(of, 1)
            return
        sales = [one for one in ended if isinstance(one, Sold)]
        assert len(sales) == at_once, ended
        assert sorted(sale.happened_before for sale in sales) == [False] + [True] * (at_once - 1)
        self.write_down(order, sales)

    async def all_at_once(self, order: dict[str, Any], times: int) -> list[Any]:
        async def once() -> Sold:
            async with AsyncSession(self.engine) as session, session.begin():
                return await post.sell(session, **order, at=self.now, terms=TERMS)

        return await asyncio.gather(*(once() for _ in range(times)), return_exceptions=True)

    def write_down(self, order: dict[str, Any], sales: list[Sold]) -> None:
        """What the sale must have come to, reckoned here once more."""
        has, gets, rest = self.book(order["buyer"]), self.book(order["seller"]), 0
        price, parts = order["price_minor"], {}
        for bucket in ("promo", "deposited", "earned"):
            parts[bucket] = min(has[bucket], price - rest)
            has[bucket] -= parts[bucket]
            rest += parts[bucket]
        promo, cash = parts["promo"], parts["deposited"] + parts["earned"]
        gets["promo"] += promo - promo // 10
        gets["pending"] += cash - cash // 10
        due = None
        if cash - cash // 10:
            first = self.first_sale.setdefault(order["seller"], self.now)
            due = max(self.now + timedelta(days=7), first + timedelta(days=14))
            self.due.append((due, order["seller"], cash - cash // 10))
        self.done.append(order)
        for sale in sales:
            assert (sale.from_promo, sale.from_deposited, sale.from_earned) == tuple(parts.values())
            assert sale.to_promo + sale.fee_promo == promo
            assert sale.to_pending + sale.fee_cash == cash
            assert sale.matures_at == due

    @rule(data=st.data(), price=PRICES)
    def repeat(self, data: st.DataObject, price: int) -> None:
        """A purchase of long ago comes once more, or its key with another price."""
        if not self.done:
            return
        order = data.draw(st.sampled_from(self.done))
        (again,) = self.run(self.all_at_once(order, 1))
        assert isinstance(again, Sold)
        assert again.happened_before
        if price != order["price_minor"]:
            (refused,) = self.run(self.all_at_once({**order, "price_minor": price}, 1))
            assert isinstance(refused, KeyReused)

    @rule(days=st.integers(1, 9))
    def let_time_pass(self, days: int) -> None:
        self.now += timedelta(days=days)
        while self.in_transaction(maturing.mature, at=self.now):
            pass
        for due, seller, amount in [one for one in self.due if one[0] <= self.now]:
            self.books[seller]["pending"] -= amount
            self.books[seller]["earned"] += amount
            self.due.remove((due, seller, amount))

    @rule()
    def fold(self) -> None:
        self.in_transaction(folding.fold, at=self.now)

    @rule(who=PEOPLE, amount=PRICES)
    def launder(self, who: int, amount: int) -> None:
        """Try to turn credit into cash by hand."""
        legs = [
            post.Leg(self.people[who], Bucket.PROMO, -amount),
            post.Leg(self.people[who], Bucket.EARNED, amount),
        ]
        self.join(who, 1)
        with pytest.raises((LedgerMistake, InsufficientFunds)):
            self.in_transaction(
                post.post, key=f"try:{ids.new()}", kind="gift", currency=TEST_CURRENCY,
                legs=legs, at=self.now,
            )  # fmt: skip

    @invariant()
    def everybody_has_what_the_books_say(self) -> None:
        query = text("select owner, bucket, balance from ledger_account where owner = any(:people)")

        async def read(session: AsyncSession) -> dict[UserId, Books]:
            found: dict[UserId, Books] = {}
            for owner, bucket, balance in await session.execute(query, {"people": self.people}):
                found.setdefault(UserId(UUID(str(owner))), {})[bucket] = balance
            return found

        assert self.in_transaction(read) == self.books

    @invariant()
    def the_ledger_proves_itself(self) -> None:
        assert self.in_transaction(proving.prove).violations == ()


_numbers = count(1)


def machine(servers: Servers, *, broken: tuple[str, str] | None = None) -> type[Machine]:
    """A machine on a database of its own, on request with a part of the ledger's SQL replaced."""
    url = items_copy(servers, f"{WORKER}_machine_{next(_numbers)}")
    superuser = make_url(servers.postgres_admin_url).set(database=make_url(url).database)
    if broken is not None:
        asyncio.run(break_ledger(superuser, *broken))
    return type("MachineHere", (Machine,), {"url": url, "superuser": superuser})


async def as_superuser(address: URL, *statements: str) -> None:
    engine = create_async_engine(address, poolclass=NullPool)
    async with engine.begin() as connection:
        bare = await connection.execution_options(no_parameters=True)
        for statement in statements:
            await bare.exec_driver_sql(statement)
    await engine.dispose()


async def empty_ledger(superuser: URL) -> None:
    """What nobody can do through the app: begin again, for the next example."""
    await as_superuser(
        superuser,
        "set session_replication_role = replica",
        "truncate ledger_account, ledger_transfer, ledger_entry, ledger_fold, ledger_maturity"
        " restart identity",
    )


async def break_ledger(superuser: URL, right: str, wrong: str) -> None:
    """Replace the functions of the ledger by ones with a mistake in them; triggers stay."""
    sql = ledger_sql()
    assert sql.count(right) == 1, "the mutant does not fit the ledger any more"
    functions = sql.replace(right, wrong).split("create function ")[1:]
    bodies = [function.partition("$$;")[0] for function in functions]
    await as_superuser(superuser, *(f"create or replace function {body}$$" for body in bodies))


def play(
    machine_here: type[Machine], *, examples: int, phases: Sequence[Phase], by_chance: bool = True
) -> None:
    run_state_machine_as_test(
        machine_here,
        settings=settings(
            max_examples=examples,
            stateful_step_count=20,
            phases=phases,
            derandomize=not by_chance,
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


def test_every_order_of_events_keeps_the_books(servers: Servers) -> None:
    play(machine(servers), examples=15, phases=[Phase.generate, Phase.shrink])


MUTANTS = {
    "promo is paid out as cash": (
        "  to_pending := v_cash - fee_cash - to_debt;",
        "  to_pending := v_cash - fee_cash - to_debt + to_promo; to_promo := 0;",
    ),
    "the remainder is lost": (
        "  to_promo := from_promo - fee_promo;",
        "  to_promo := from_promo * (10000 - p_fee_bp) / 10000;",
    ),
    "the remainder goes to the platform": (
        "  fee_promo := from_promo * p_fee_bp / 10000;",
        "  fee_promo := ceil(from_promo * p_fee_bp / 10000.0);",
    ),
    "the key is ignored": (
        "  values (p_id, p_key, p_kind,",
        "  values (p_id, p_key || gen_random_uuid(), p_kind,",
    ),
    "the content is ignored": (
        "  if v_content is distinct from p_content then",
        "  if false then",
    ),
    "money added pays before initial credit": (
        "  from_promo := least(b_promo.balance, p_price);",
        "  from_promo := least(b_promo.balance, greatest(0, p_price"
        " - coalesce(b_deposited.balance, 0)));",
    ),
    "cash is there at once": (
        "p_at + p_mature, p_first_mature +",
        "p_at - p_mature, - p_first_mature +",
    ),
    "a balance is not moved": (
        "         set balance = p_balances[i], seq",
        "         set balance = balance + p_amounts[i] - (p_amounts[i] > 50)::int, seq",
    ),
    "the chain forgets": (
        "      v_hashes[i] := ledger_link(p_heads[i], p_transfer,",
        "      v_hashes[i] := ledger_link(sha256(''), p_transfer,",
    ),
    "a fold leaves an entry out": (
        "id > a.folded_through and id <= p_top",
        "id > a.folded_through + 1 and id <= p_top",
    ),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_broken_ledger_is_noticed(servers: Servers, mutant: str) -> None:
    here = machine(servers, broken=MUTANTS[mutant])
    with pytest.raises((AssertionError, LedgerMistake, DBAPIError)):
        # Always the same games: whether a mistake is found is no matter of luck.
        play(here, examples=60, phases=[Phase.generate], by_chance=False)
