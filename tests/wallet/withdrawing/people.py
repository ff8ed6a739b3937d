"""People who withdraw, and days on which they do."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

from sqlalchemy import text

from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.core import clock, ids
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.money import TEST_CURRENCY
from dreamdot_app.wallet.ledger import post
from dreamdot_app.wallet.ledger.post import Bucket, Kind
from dreamdot_app.wallet.withdrawing import batch, onboarding, service
from dreamdot_app.wallet.withdrawing.models import Payout
from tests.factories.wallet import key, person, top_up
from tests.fakes.stripe import StripeFake

_days = count(1)


def a_noon() -> datetime:
    """Noon of a day that no batch of another test has."""
    return clock.now().replace(hour=12, minute=0, second=0) + timedelta(days=next(_days))


async def put(user: UserId, bucket: Bucket, amount_minor: int, currency: str) -> None:
    """Put cash into a bucket, as if it had been paid in (or owed, below zero)."""
    async with transaction(Database.ITEMS, actor=user) as session:
        await post.post(
            session, key=key("put"), kind=Kind.TOP_UP, currency=currency, at=clock.now(),
            legs=top_up(user, bucket, amount_minor), payee=user,
        )  # fmt: skip


def somebody() -> Viewer:
    """Somebody as routes know them, who has just proved who they are; the wallet needs no more."""
    return Viewer(
        id=person(),
        username="ana",
        display_name="Ana",
        avatar_url="",
        session_id=ids.new(),
        token_hash=b"",
        is_confirmed=True,
        proven_at=clock.now(),
    )


async def creator(earned_minor: int, *, currency: str = TEST_CURRENCY) -> Viewer:
    """Somebody who has earned so much and has just proved who they are."""
    viewer = somebody()
    async with transaction(Database.ITEMS, actor=viewer.id) as session:
        await post.welcome(
            session, owner=viewer.id, currency=currency, amount_minor=0, at=clock.now()
        )
    if earned_minor:
        await put(viewer.id, Bucket.EARNED, earned_minor, currency)
    return viewer


async def ready(earned_minor: int, fake: StripeFake) -> Viewer:
    """The same in real money, with an account at Stripe that may be paid to."""
    viewer = await creator(earned_minor, currency="USD")
    account = await onboarding.open_account(viewer=viewer, now=clock.now())
    fake.onboard(account)
    await onboarding.look(user_id=viewer.id, currency="USD", now=clock.now())
    return viewer


async def asked(viewer: Viewer, amount: str, *, click: str = "") -> UUID:
    """A withdrawal that waits for a batch."""
    return await service.redeem(
        viewer=viewer, amount=amount, request_id=click or str(ids.new()), now=clock.now()
    )


async def released(viewer: Viewer, amount: str) -> UUID:
    """A withdrawal that a batch has let go; its job waits."""
    payout_id = await asked(viewer, amount)
    assert await batch.run(now=a_noon())
    assert (await row(payout_id)).state == "released"
    return payout_id


async def row(payout_id: UUID) -> Payout:
    """A payout as it is stored."""
    async with reading(Database.ITEMS) as session:
        return await session.get_one(Payout, payout_id)


async def held(user: UserId, currency: str = "USD") -> Mapping[str, int]:
    """What a person has in each bucket."""
    query = text("select bucket, balance from ledger_account where owner = :o and currency = :c")
    async with reading(Database.ITEMS) as session:
        rows = (await session.execute(query, {"o": user, "c": currency})).all()
    return {row.bucket: row.balance for row in rows}


async def clearing(currency: str = "USD") -> int:
    """What is between the wallets and the banks."""
    query = text("""
        select coalesce(sum(e.amount), 0) from ledger_entry e
          join ledger_account a on a.id = e.account_id
         where a.bucket = 'payout_clearing' and a.currency = :c
    """)
    async with reading(Database.ITEMS) as session:
        return int((await session.execute(query, {"c": currency})).scalar_one())
