"""Letting the cash of sales mature."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.ledger.post import transfer_id
from dreamdot_app.wallet.ledger.refusals import refusals

_MOST = 1_000

# In the order of owners, so that two of these at once wait for each other in the same order.
_DUE = text("""
    select sale_id, owner from (
        select sale_id, owner from ledger_maturity
         where remaining > 0 and due_at <= :at order by due_at limit :limit
    ) as due order by owner, sale_id
""")
_MATURE = text("select ledger_mature(:id, :sale, :at)").bindparams(
    bindparam("id", type_=Uuid), bindparam("sale", type_=Uuid)
)


@dataclass(frozen=True, slots=True)
class Matured:
    """A sale whose cash became its seller's to withdraw."""

    sale_id: UUID
    owner: UserId


async def mature(session: AsyncSession, *, at: datetime) -> list[Matured]:
    """Move what is due from pending to earned, at most a thousand sales, each exactly once."""
    due = (await session.execute(_DUE, {"at": at, "limit": _MOST})).all()
    matured: list[Matured] = []
    for sale_id, owner in due:
        wanted = {"id": transfer_id(at), "sale": sale_id, "at": at}
        with refusals():
            done = (await session.execute(_MATURE, wanted)).scalar_one()
        if done:
            matured.append(Matured(sale_id, owner))
    return matured
