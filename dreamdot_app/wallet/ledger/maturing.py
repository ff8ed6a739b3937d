"""Letting the cash of sales mature."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.ledger.post import transfer_id
from dreamdot_app.wallet.ledger.refusals import refusals

_MOST = 1_000

# What another run of this is at is left to it.
_DUE = text("""
    select sale_id, owner from ledger_maturity
     where remaining > 0 and due_at <= :at
     order by due_at, sale_id limit :limit for update skip locked
""")
# All accounts that will move, before the first of them moves and in the order in which purchases
# lock them too. Sale by sale there would be another order, and a purchase could wait in a circle.
_LOCK = text("""
    select from ledger_account
     where (owner, currency) in (
        select owner, currency from ledger_maturity where sale_id = any(:sales))
     order by id for no key update
""").bindparams(bindparam("sales", type_=ARRAY(Uuid)))
_MATURE = text("select ledger_mature(:id, :sale, :at)").bindparams(
    bindparam("id", type_=Uuid), bindparam("sale", type_=Uuid)
)


@dataclass(frozen=True, slots=True)
class Matured:
    """A sale whose cash became its seller's to withdraw."""

    sale_id: UUID
    owner: UserId


async def mature(session: AsyncSession, *, at: datetime) -> list[Matured]:
    """Move what is due from pending to earned, at most a thousand sales, each exactly once.

    A debt of its owner is repaid first.
    """
    due = (await session.execute(_DUE, {"at": at, "limit": _MOST})).all()
    await session.execute(_LOCK, {"sales": [sale_id for sale_id, _ in due]})
    matured: list[Matured] = []
    for sale_id, owner in due:
        wanted = {"id": transfer_id(at), "sale": sale_id, "at": at}
        with refusals():
            done = (await session.execute(_MATURE, wanted)).scalar_one()
        if done:
            matured.append(Matured(sale_id, owner))
    return matured
