"""People with money, and what they have."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from psycopg import sql
from sqlalchemy import NullPool, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.embedded import Servers
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.money import TEST_CURRENCY
from dreamdot_app.wallet import service
from dreamdot_app.wallet.contract import SaleView
from dreamdot_app.wallet.ledger import post
from dreamdot_app.wallet.ledger.post import Bucket, Kind, Leg
from tests.clock import NOON
from tests.databases import admin

CREDIT = 50_000_00
BUCKETS = ("promo", "deposited", "pending", "earned")


def person() -> UserId:
    """Somebody; the wallet needs to know no more of them than this."""
    return UserId(ids.new())


def key(prefix: str = "test") -> str:
    """A key that nothing had before."""
    return f"{prefix}:{ids.new()}"


def top_up(user: UserId, bucket: Bucket, amount: int) -> list[Leg]:
    """The legs that bring a person cash from outside."""
    return [Leg(None, Bucket.STRIPE_IN, -amount), Leg(user, bucket, amount)]


async def give(session: AsyncSession, user: UserId, bucket: Bucket, amount: int) -> None:
    """Put cash into a bucket, as if it had been paid in."""
    if amount:
        legs = top_up(user, bucket, amount)
        await post.post(
            session, key=key("top_up"), currency=TEST_CURRENCY, legs=legs, at=NOON, payee=user,
            kind=Kind.TOP_UP if bucket == Bucket.DEPOSITED else Kind.CORRECTION,
        )  # fmt: skip


async def owe(session: AsyncSession, user: UserId, amount: int) -> None:
    """Let a person owe, as after a payment that was charged back."""
    legs = [Leg(user, Bucket.DEBT, -amount), Leg(None, Bucket.STRIPE_IN, amount)]
    await post.post(
        session, key=key("chargeback"), kind=Kind.CHARGEBACK, currency=TEST_CURRENCY, legs=legs,
        at=NOON, payer=user,
    )  # fmt: skip


async def somebody(
    *, promo: int = CREDIT, deposited: int = 0, earned: int = 0, debt: int = 0
) -> UserId:
    """Somebody whose wallet is open, with so much in its buckets (minor units)."""
    user = person()
    async with transaction(Database.ITEMS, actor=user) as session:
        await post.welcome(session, owner=user, currency=TEST_CURRENCY, amount_minor=promo, at=NOON)
        await give(session, user, Bucket.DEPOSITED, deposited)
        await give(session, user, Bucket.EARNED, earned)
        if debt:
            await owe(session, user, debt)
    return user


async def buy(
    buyer: UserId,
    seller: UserId,
    price: int,
    *,
    under: str = "",
    reference: UUID | None = None,
    memo: str = "A lamp",
    now: datetime = NOON,
) -> SaleView:
    """Buy something in a transaction of its own."""
    async with transaction(Database.ITEMS, actor=buyer) as session:
        return await service.buy(
            session,
            key=under or key("sale"),
            buyer_id=buyer,
            seller_id=seller,
            price_minor=price,
            reference=reference or ids.new(),
            memo=memo,
            now=now,
        )


async def held(user: UserId) -> dict[str, int]:
    """What a person has in each bucket, straight from the accounts; nothing is opened by this."""
    query = text("select bucket, balance from ledger_account where owner = :owner")
    async with reading(Database.ITEMS) as session:
        rows = (await session.execute(query, {"owner": user})).all()
    return {row.bucket: row.balance for row in rows}


async def transfers_of(user: UserId) -> int:
    """How many transfers a person is a side of."""
    query = text("select count(*) from ledger_transfer where :user in (payer, payee)")
    async with reading(Database.ITEMS) as session:
        return (await session.execute(query, {"user": user})).scalar_one()


def items_copy(servers: Servers, name: str) -> str:
    """The address of a fresh items database; it goes with the servers' folder."""
    with admin(servers) as connection:
        connection.execute(
            sql.SQL("create database {} owner dreamdot template template_items").format(
                sql.Identifier(name)
            )
        )
        connection.execute(
            sql.SQL("alter database {} set synchronous_commit = off").format(sql.Identifier(name))
        )
    return servers.postgres_url(name)


@asynccontextmanager
async def items_session(url: str) -> AsyncGenerator[AsyncSession]:
    """A session in another items database, committed at the end."""
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
            yield session
    finally:
        await engine.dispose()
