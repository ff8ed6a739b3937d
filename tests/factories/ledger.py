"""Moving money by the ledger's own verbs, each in a transaction of its own."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import text

from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.money import TEST_CURRENCY
from dreamdot_app.core.settings import settings
from dreamdot_app.wallet import policy
from dreamdot_app.wallet.ledger import holding, issuing, paying_out, returning, topping
from dreamdot_app.wallet.ledger.holding import Held, Released
from dreamdot_app.wallet.ledger.post import Posted, Sold
from dreamdot_app.wallet.ledger.returning import CameBack, ChargedBack, Refunded
from dreamdot_app.wallet.ledger.topping import ToppedUp
from tests.clock import NOON
from tests.factories.wallet import key

T = TypeVar("T")
HOUR = timedelta(hours=1)


async def did(verb: Callable[..., Awaitable[T]], **what: object) -> T:
    """Do one thing in the ledger, committed at the end."""
    async with transaction(Database.ITEMS, actor=None) as session:
        return await verb(session, **{"at": NOON, **what})


async def top_up(owner: UserId, amount: int, *, under: str = "", **more: object) -> ToppedUp:
    what = {"currency": TEST_CURRENCY, "reference": None, "memo": "", **more}
    return await did(topping.top_up, key=under or key(), owner=owner, amount_minor=amount, **what)


async def issue(owner: UserId, amount: int, *, under: str = "") -> Posted:
    return await did(
        issuing.issue_promo, key=under or key(), owner=owner, currency=TEST_CURRENCY,
        amount_minor=amount, memo="",
    )  # fmt: skip


async def hold(
    payer: UserId, amount: int, *, under: str = "", lasts: timedelta = HOUR, at: datetime = NOON
) -> Held:
    return await did(
        holding.hold, key=under or key(), payer=payer, currency=TEST_CURRENCY, amount_minor=amount,
        expires_at=at + lasts, reference=None, memo="A session", at=at,
    )  # fmt: skip


async def capture(
    hold_key: str, seller: UserId, amount: int, *, under: str = "", at: datetime = NOON
) -> Sold:
    return await did(
        holding.capture, hold_key=hold_key, key=under or key(), seller=seller, amount_minor=amount,
        terms=policy.terms(settings()), reference=None, memo="A minute", at=at,
    )  # fmt: skip


async def release(hold_key: str, *, under: str = "", at: datetime = NOON) -> Released:
    return await did(holding.release, hold_key=hold_key, key=under or key(), at=at)


async def refund(sale: UUID, amount: int, *, under: str = "", at: datetime = NOON) -> Refunded:
    return await did(returning.refund, key=under or key(), sale=sale, amount_minor=amount, at=at)


async def refund_deposit(owner: UserId, amount: int, *, under: str = "") -> Posted:
    return await did(
        returning.refund_deposit, key=under or key(), owner=owner, currency=TEST_CURRENCY,
        amount_minor=amount, reference=None,
    )  # fmt: skip


async def return_deposit(under: str) -> CameBack:
    return await did(returning.return_deposit, key=under)


async def charge_back(
    owner: UserId, amount: int, *, under: str = "", at: datetime = NOON
) -> ChargedBack:
    return await did(
        returning.charge_back, key=under or key(), owner=owner, currency=TEST_CURRENCY,
        amount_minor=amount, reference=None, at=at,
    )  # fmt: skip


async def reinstate(under: str) -> CameBack:
    return await did(returning.reinstate, key=under)


async def begin_payout(owner: UserId, amount: int, *, under: str = "") -> Posted:
    return await did(
        paying_out.begin_payout, key=under or key(), owner=owner, currency=TEST_CURRENCY,
        amount_minor=amount, reference=None,
    )  # fmt: skip


async def settle_payout(under: str) -> Posted:
    return await did(paying_out.settle_payout, key=under)


async def return_payout(under: str) -> CameBack:
    return await did(paying_out.return_payout, key=under)


async def legs(transfer: UUID) -> dict[str, int]:
    """What a transfer moved of the platform's, by bucket; holds' buckets without their keys."""
    query = text("""
        select a.bucket, e.amount from ledger_entry e join ledger_account a on a.id = e.account_id
         where e.transfer_id = :transfer and a.owner is null""")
    async with reading(Database.ITEMS) as session:
        return {
            f"hold.{bucket.rpartition('.')[2]}" if bucket.startswith("hold.") else bucket: amount
            for bucket, amount in await session.execute(query, {"transfer": transfer})
        }


def fresh_id() -> UUID:
    """An id that nothing has."""
    return ids.new()
