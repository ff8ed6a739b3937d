"""Everything that ever moved somebody's money, for them to take along."""

from collections.abc import AsyncIterator, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping

from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet import repository
from dreamdot_app.wallet.history.kinds import SALES
from dreamdot_app.wallet.service.statements import shares

_AT_ONCE = 500


async def transfers(*, user_id: UserId) -> AsyncIterator[dict[str, Any]]:
    """Each transfer with the person's own entries, and for sales who got how much of the price.

    Oldest first; amounts are minor units, times UTC. As with receipts, which buckets of another
    person the money came from is not told.
    """
    after = UUID(int=0)
    while True:
        async with reading(Database.ITEMS) as session:
            legs = await repository.legs_of_everything(
                session, owner=user_id, after=after, limit=_AT_ONCE
            )
        if not legs:
            return
        for _, of_one in groupby(legs, key=lambda leg: leg["id"]):
            yield _told(list(of_one), user_id)
        after = legs[-1]["id"]


def _told(legs: Sequence[RowMapping], user_id: UserId) -> dict[str, Any]:
    first = legs[0]
    own = [leg for leg in legs if leg["owner"] == user_id]
    return {
        "id": ids.short(first["id"]),
        "kind": first["kind"],
        "title": first["memo"],
        "currency": first["currency"],
        "at": first["created_at"],
        "payer": first["payer"],
        "payee": first["payee"],
        "reference": first["reference"],
        "entries": [
            {name: leg[name] for name in ("bucket", "colour", "amount", "balance_after")}
            for leg in own
        ],
        "matures_at": first["due_at"],
        "matured_at": first["matured_at"],
        "receipt": list(shares(legs)) if first["kind"] in SALES else [],
    }
