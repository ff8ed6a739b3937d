"""What moved: the history and its search."""

from datetime import datetime

from sqlalchemy import RowMapping

from dreamdot_app.accounts import service as accounts
from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.settings import settings
from dreamdot_app.wallet import policy
from dreamdot_app.wallet.contract import Direction, HistoryPage, HistoryRow, TransferId
from dreamdot_app.wallet.history import kinds, queries
from dreamdot_app.wallet.history.asked import Asked
from dreamdot_app.wallet.history.kinds import Group
from dreamdot_app.wallet.history.queries import Sought

_MOST_ROWS = 100


async def history(
    *,
    user_id: UserId,
    before: TransferId | None = None,
    limit: int = 20,
    direction: Direction = Direction.ALL,
) -> HistoryPage:
    """A page of what moved a person's money, newest first; at most 100 rows.

    ``before`` is the cursor of the page before (its ``next``, parsed). What only matured is not
    told of; its sale says when it will.
    """
    return await _page(Sought(direction=direction), user_id, before, limit)


async def search(
    *,
    user_id: UserId,
    asked: Asked,
    now: datetime,
    before: TransferId | None = None,
    limit: int = 20,
) -> HistoryPage:
    """A page of that part of the history which is asked for, as `history`.

    ``now`` (in the person's zone) tells which days a time is. Words are found in titles, in names
    of kinds and in the names of people dealt with (20,000 of them at most); an amount is found
    whichever way it went, a receipt by its whole number.
    """
    return await _page(await _sought(asked, user_id, now), user_id, before, limit)


async def _sought(asked: Asked, user_id: UserId, now: datetime) -> Sought:
    since, until = asked.span(now)
    words, is_all = asked.words(), asked.group is Group.ALL
    return Sought(
        direction=asked.direction,
        payer_kinds=None if is_all else sorted(kinds.AS_PAYER[asked.group]),
        payee_kinds=None if is_all else sorted(kinds.AS_PAYEE[asked.group]),
        since=since,
        until=until,
        words=words,
        people=await _people(user_id, words),
        named=kinds.called(words),
        amount=asked.amount_minor(),
        number=asked.receipt(),
    )


async def _people(user_id: UserId, words: list[str]) -> list[UserId]:
    if not words:
        return []
    async with reading(Database.ITEMS) as session:
        dealt_with = await queries.people(session, owner=user_id)
    return await accounts.named(dealt_with, words)


async def _page(
    sought: Sought, user_id: UserId, before: TransferId | None, limit: int
) -> HistoryPage:
    limit = max(1, min(limit, _MOST_ROWS))
    async with reading(Database.ITEMS) as session:
        found = await queries.history(
            session,
            owner=user_id,
            currency=policy.currency(settings()),
            sought=sought,
            before=before,
            limit=limit + 1,
        )
    rows = tuple(_row(row, user_id) for row in found[:limit])
    return HistoryPage(rows=rows, next=rows[-1].id if len(found) > limit else "")


def _row(row: RowMapping, user_id: UserId) -> HistoryRow:
    return HistoryRow(
        id=ids.short(row["id"]),
        kind=row["kind"],
        title=row["memo"],
        counterparty_id=row["payee"] if row["payer"] == user_id else row["payer"],
        amount_minor=row["amount"],
        at=row["created_at"],
        promo_minor=row["promo"],
        maturing_minor=row["maturing"],
        matures_at=row["due_at"] if row["maturing"] else None,
    )
