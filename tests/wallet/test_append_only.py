"""What was written stays: for the role of the app, and for a superuser."""

from collections.abc import AsyncGenerator
from uuid import UUID

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.embedded import Servers
from dreamdot_app.wallet.contract import AppendOnly, ColoursMixed, LegsRefused
from dreamdot_app.wallet.ledger.refusals import refusals
from tests.factories.wallet import buy, held, somebody

WRITTEN = ("ledger_transfer", "ledger_entry", "ledger_fold")
CHANGES = (
    "update {} set created_at = created_at",
    "delete from {}",
    "truncate {}",
)


async def run(statement: str, **values: object) -> None:
    async with transaction(Database.ITEMS, actor=None) as session:
        with refusals():
            await session.execute(text(statement), values)


@pytest.mark.parametrize("table", WRITTEN)
@pytest.mark.parametrize("change", CHANGES)
async def test_the_apps_role_may_not(table: str, change: str) -> None:
    await somebody()
    with pytest.raises(DBAPIError, match="permission denied"):
        await run(change.format(table))


@pytest.fixture
async def superuser(
    servers: Servers, databases: dict[str, str]
) -> AsyncGenerator[psycopg.AsyncConnection]:
    """A superuser in this worker's items database."""
    admin = conninfo_to_dict(servers.postgres_admin_url.replace("+psycopg", ""))
    name = make_url(databases["items"]).database
    connection = await psycopg.AsyncConnection.connect(**{**admin, "dbname": name})
    async with connection:
        yield connection
        await connection.rollback()


@pytest.mark.parametrize("table", WRITTEN)
@pytest.mark.parametrize("change", CHANGES)
async def test_a_trigger_refuses_even_a_superuser(
    superuser: psycopg.AsyncConnection, table: str, change: str
) -> None:
    with pytest.raises(psycopg.Error) as refused:
        await superuser.execute(change.format(table).encode())
    assert refused.value.sqlstate == "LD006"


@pytest.mark.parametrize("change", ["delete from ledger_account", "truncate ledger_account"])
async def test_accounts_stay(superuser: psycopg.AsyncConnection, change: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        await run(change)
    with pytest.raises(psycopg.Error, match="append-only"):
        await superuser.execute(change.encode())


@pytest.mark.parametrize("change", ["delete from ledger_maturity", "truncate ledger_maturity"])
async def test_what_is_to_mature_stays(superuser: psycopg.AsyncConnection, change: str) -> None:
    with pytest.raises(AppendOnly):
        await run(change)
    with pytest.raises(psycopg.Error, match="append-only"):
        await superuser.execute(change.encode())


@pytest.mark.parametrize(
    "change", ["colour = 'C'", "currency = 'USD'", "floor = -100", "owner = null", "ceiling = 5"]
)
async def test_what_an_account_is_never_changes(change: str) -> None:
    user = await somebody()
    with pytest.raises(AppendOnly):
        await run(f"update ledger_account set {change} where owner = :owner", owner=user)


UPDATE_MATURITY = "update ledger_maturity set {} where sale_id = :sale"


async def sale_that_matures() -> UUID:
    buyer, seller = await somebody(promo=0, deposited=100), await somebody(promo=0)
    return (await buy(buyer, seller, 100)).transfer_id


@pytest.mark.parametrize(
    "change",
    [
        "due_at = now()",
        "due_at = due_at - interval '1 day'",
        "amount = amount + 1",
        "currency = 'USD'",
        "owner = gen_random_uuid()",
        "sale_id = gen_random_uuid()",
    ],
)
async def test_what_is_to_mature_and_when_never_changes(change: str) -> None:
    with pytest.raises(AppendOnly):
        await run(UPDATE_MATURITY.format(change), sale=await sale_that_matures())


async def test_what_is_to_mature_shrinks_and_never_grows(
    superuser: psycopg.AsyncConnection,
) -> None:
    sale = await sale_that_matures()
    statement = UPDATE_MATURITY.replace(":sale", "%s")

    async def change(to: str) -> None:
        async with superuser.transaction():
            await superuser.execute(statement.format(to).encode(), [sale])

    async with superuser.transaction(force_rollback=True):  # the entries say otherwise
        await change("remaining = remaining - 1")
        with pytest.raises(psycopg.Error, match="append-only"):
            await change("remaining = remaining + 1")
        await change("remaining = 0, matured_at = now()")
        for again in ("remaining = 1", "matured_at = null", "matured_at = now() + '1 s'"):
            with pytest.raises(psycopg.Error, match="append-only"):
                await change(again)


INSERT = """
    insert into ledger_entry
        (transfer_id, leg, account_id, amount, balance_after, seq, previous, hash, created_at)
    select :transfer, :leg + row_number() over (order by id), id, :amount, 0, 999, head, head, now()
      from ledger_account where owner = :owner and bucket = any(:buckets)
"""


async def test_legs_cannot_be_added_to_a_transfer_afterwards() -> None:
    buyer, seller = await somebody(), await somebody()
    sale = await buy(buyer, seller, 100)
    before = await held(seller)
    with pytest.raises(ColoursMixed):
        await run(
            INSERT, transfer=sale.transfer_id, leg=3, amount=1, owner=seller, buckets=["promo"]
        )
    with pytest.raises(LegsRefused):
        await run(
            INSERT, transfer=sale.transfer_id, leg=3, amount=0, owner=seller, buckets=["earned"]
        )
    with pytest.raises(IntegrityError, match="pk_ledger_entry"):
        await run(
            INSERT, transfer=sale.transfer_id, leg=0, amount=1, owner=seller, buckets=["promo"]
        )
    assert await held(seller) == before


async def test_an_entry_needs_its_transfer_and_its_account() -> None:
    user = await somebody()
    with pytest.raises((LegsRefused, ColoursMixed)):
        await run(INSERT, transfer=user, leg=0, amount=0, owner=user, buckets=["promo"])


async def test_an_account_is_made_empty_and_of_a_known_kind() -> None:
    statement = """
        insert into ledger_account
            (owner, bucket, colour, currency, is_folded, floor, balance, head)
        values (:owner, :bucket, :colour, 'XTS', false, 0, :balance,
                ledger_genesis(:owner, :bucket, :colour, 'XTS'))
    """
    owner = await somebody()
    for bucket, colour, balance in (
        ("savings", "C", 0),
        ("earned", "P", 0),
        ("promo", "P", 5),
        ("equity", "C", 0),
    ):
        with pytest.raises(LegsRefused):
            await run(statement, owner=owner, bucket=bucket, colour=colour, balance=balance)
