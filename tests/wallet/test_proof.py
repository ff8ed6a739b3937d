"""The check: silent while the ledger is whole, and it finds whatever was tampered with."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pytest
from sqlalchemy import NullPool, make_url, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.embedded import Servers
from dreamdot_app.core.money import TEST_CURRENCY
from dreamdot_app.wallet import service
from dreamdot_app.wallet.contract import LedgerDisagreed, ProofView
from dreamdot_app.wallet.ledger import folding, maturing, post, proving
from dreamdot_app.wallet.ledger.post import Bucket
from dreamdot_app.wallet.service import upkeep
from tests.clock import NOON
from tests.conftest import WORKER
from tests.factories.wallet import buy, give, items_copy, items_session, key, person, somebody
from tests.wallet.test_fold import TERMS

OF_A_SELLER = "(select id from ledger_account where bucket = 'pending' and seq > 0 limit 1)"


async def fill(url: str) -> None:
    """Some people, sales in both colours, something matured, something folded."""
    buyer, seller = person(), person()
    async with items_session(url) as session:
        for user in (buyer, seller):
            await post.welcome(
                session, owner=user, currency=TEST_CURRENCY, amount_minor=150, at=NOON
            )
        await give(session, buyer, Bucket.DEPOSITED, 10_000)
        for price, days in ((100, 0), (200, 0), (300, 20)):
            await maturing.mature(session, at=NOON + timedelta(days=days))
            await post.sell(
                session, key=key(), buyer=buyer, seller=seller, price_minor=price,
                reference=person(), memo="Lamp", at=NOON + timedelta(days=days), terms=TERMS,
            )  # fmt: skip
    async with items_session(url) as session:
        await folding.fold(session, at=NOON)


@pytest.fixture(scope="module")
def ledger(servers: Servers) -> str:
    """The address of an items database whose ledger nobody else writes."""
    url = items_copy(servers, f"{WORKER}_proof")
    asyncio.run(fill(url))
    return url


@asynccontextmanager
async def tampering(servers: Servers, url: str) -> AsyncGenerator[AsyncSession]:
    """A superuser who has switched triggers and checks off; undone at the end."""
    address = make_url(servers.postgres_admin_url).set(database=make_url(url).database)
    engine = create_async_engine(address, poolclass=NullPool)
    async with AsyncSession(engine) as session:
        await session.execute(text("set session_replication_role = replica"))
        await session.execute(
            text("alter table ledger_account drop constraint ck_ledger_account_bounds")
        )
        await session.execute(text("analyze ledger_transfer"))  # what is large is checked in runs
        yield session
        await session.rollback()
    await engine.dispose()


def test_a_whole_ledger_proves_itself(ledger: str) -> None:
    async def prove() -> ProofView:
        async with items_session(ledger) as session:
            return await proving.prove(session)

    found = asyncio.run(prove())
    assert found.violations == ()
    assert found.holds
    assert found.sums == (("XTS C", 0), ("XTS P", 0))
    assert (found.accounts, found.transfers, found.entries) == (8 + 4, 7, 4 + 2 + 3 + 6 + 3 + 2)
    assert len(found.head) == 64


TAMPERINGS = {
    "an entry's amount": (
        "update ledger_entry set amount = amount + 1 where account_id = " + OF_A_SELLER,
        ["sums to zero", "sum of its entries", "chain verifies"],
    ),
    "two entries that cancel out": (
        "update ledger_entry e set amount = amount + case when a.bucket = 'pending' then 5 else -5"
        " end from ledger_account a where a.id = e.account_id and a.bucket in ('pending',"
        " 'deposited') and e.transfer_id = (select sale_id from ledger_maturity limit 1)",
        ["sum of its entries", "chain verifies"],
    ),
    "an entry's time": (
        "update ledger_entry set created_at = created_at + interval '1 microsecond'"
        " where account_id = " + OF_A_SELLER + " and seq = 1",
        ["chain verifies"],
    ),
    "an entry and its hash": (
        "update ledger_entry set amount = amount + 1, balance_after = balance_after + 1, hash ="
        " ledger_link(previous, transfer_id, account_id, seq, amount + 1, balance_after + 1,"
        " ledger_micros(created_at)) where account_id = " + OF_A_SELLER + " and seq = 1",
        ["sums to zero", "chain verifies"],
    ),
    "the last entry is gone": (
        "delete from ledger_entry e using ledger_account a where a.id = e.account_id"
        " and a.bucket = 'pending' and e.seq = a.seq",
        ["sums to zero", "head is its last hash"],
    ),
    "a whole transfer is gone": (
        "delete from ledger_entry where transfer_id ="
        " (select sale_id from ledger_maturity limit 1)",
        ["currency, and legs", "sum of its entries", "chain verifies"],
    ),
    "a transfer is gone, its entries are not": (
        "delete from ledger_transfer where kind = 'welcome'",
        ["belongs to a transfer and an account"],
    ),
    "an entry's account": (
        "update ledger_entry set account_id = 0 where account_id = " + OF_A_SELLER,
        ["belongs to a transfer and an account", "sum of its entries", "head is its last hash"],
    ),
    "an entry's number": (
        "update ledger_entry set seq = 100 where seq = 2 and account_id = " + OF_A_SELLER,
        ["chain verifies"],
    ),
    "an entry loses its number": (
        "update ledger_entry set seq = null where seq = 2 and account_id = " + OF_A_SELLER,
        ["chain verifies"],
    ),
    "what kind a transfer is": (
        "update ledger_transfer set kind = 'payout' where kind = 'sale'",
        ["each kind of transfer moves what it may: payout moves +promo"],
    ),
    "who was paid": (
        "update ledger_transfer set payee = gen_random_uuid() where kind = 'sale'",
        ["is a side of the transfer"],
    ),
    "which currency a transfer had": (
        "update ledger_transfer set currency = 'USD' where kind = 'sale'",
        ["has one currency, and legs"],
    ),
    "a balance": (
        "update ledger_account set balance = balance + 100 where bucket = 'earned'",
        ["sum of its entries"],
    ),
    "a balance below zero": (
        "update ledger_account set balance = -1 where bucket = 'earned'",
        ["sum of its entries", "below its floor"],
    ),
    "a head": (
        "update ledger_account set head = sha256('x') where bucket = 'pending' and seq > 0",
        ["head is its last hash"],
    ),
    "whose account it is": (
        "update ledger_account set owner = gen_random_uuid() where id = " + OF_A_SELLER,
        ["chain verifies", "pending is what has yet to mature"],
    ),
    "an entry of the platform": (
        "update ledger_entry set amount = amount + 1 where account_id ="
        " (select id from ledger_account where bucket = 'fees_c')",
        ["sums to zero", "chain of folds verifies", "sum of its entries"],
    ),
    "a fold": (
        "update ledger_fold set amount = amount + 1 where account_id ="
        " (select id from ledger_account where bucket = 'fees_c')",
        ["chain of folds verifies"],
    ),
    "credit out of nothing": (
        "update ledger_transfer set kind = 'gift' where kind = 'welcome'",
        ["comes from issues alone"],
    ),
    "what is to mature": (
        "update ledger_maturity set remaining = remaining - 1 where remaining > 1",
        ["pending is what has yet to mature"],
    ),
    "when it matures": (
        "update ledger_maturity set due_at = due_at - interval '8 days'",
        ["when it is due"],
    ),
    "that it matured": (
        "update ledger_maturity set matured_at = null",
        ["when it is due"],
    ),
    "whose cash matured": (
        "update ledger_maturity set owner = gen_random_uuid() where remaining = 0",
        ["when it is due"],
    ),
    "what matured is gone": (
        "delete from ledger_maturity where remaining = 0",
        ["when it is due"],
    ),
}


@pytest.mark.parametrize("tampered", TAMPERINGS)
def test_tampering_is_found(servers: Servers, ledger: str, tampered: str) -> None:
    statement, expected = TAMPERINGS[tampered]

    async def tamper() -> tuple[int, ProofView]:
        async with tampering(servers, ledger) as session:
            changed = await session.execute(text(statement))
            return changed.rowcount, await proving.prove(session)  # pyright: ignore[reportAttributeAccessIssue]

    changed, found = asyncio.run(tamper())
    assert changed > 0
    violations = "\n".join(found.violations)
    for invariant in expected:
        assert invariant in violations


class _Undone(Exception):
    """Ends a transaction that must leave nothing."""


async def test_what_is_broken_becomes_an_alert() -> None:
    """The event is written with the check; whoever watches over the place consumes it."""
    user = await somebody()
    told: list[str] = []
    with suppress(_Undone):
        async with transaction(Database.ITEMS, actor=None) as session:
            move = "update ledger_account set balance = 9 where owner = :o and bucket = 'earned'"
            await session.execute(text(move), {"o": user})
            assert not (await upkeep.verify(session)).holds
            query = "select payload->>'violations' from outbox_event where name = :name"
            found = await session.execute(text(query), {"name": LedgerDisagreed.name})
            told = list(found.scalars())
            raise _Undone
    assert len([one for one in told if "has 9 and entries of 0" in one]) == 1


async def test_the_ledger_of_all_these_tests_is_whole() -> None:
    await buy(await somebody(), await somebody(), 100)
    assert (await service.proof()).violations == ()
    async with reading(Database.ITEMS) as session:
        assert (await proving.prove(session)).holds
