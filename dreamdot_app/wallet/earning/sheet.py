"""All sales as a table to take along: CSV, written while it is read."""

import csv
from collections.abc import AsyncIterator
from datetime import datetime
from io import StringIO
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Uuid, bindparam, text

from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.settings import settings
from dreamdot_app.core.spreadsheets import as_text
from dreamdot_app.wallet import policy
from dreamdot_app.wallet.ledger.post import first_id

_AT_ONCE = 1_000
_COLUMNS = (
    "Time (UTC)", "Kind", "Work", "Currency", "Price", "Fee as credit", "Fee in cash",
    "Yours as credit", "Yours in cash", "Matures (UTC)", "Receipt",
)  # fmt: skip

# The next transfers by the indexes of the seller's entries, then what each came to. A refund's
# amounts are below zero: it takes back what a sale gave.
_NEXT = text("""
    with mine as (
        select id from ledger_account
         where owner = :owner and currency = :currency
           and bucket in ('promo', 'pending', 'earned', 'debt')
    ), near as (
        select distinct found.transfer_id
          from mine cross join lateral (
            (select e.transfer_id from ledger_entry e
               join ledger_transfer t on t.id = e.transfer_id
                and t.kind in ('sale', 'capture') and t.payee = :owner
              where e.account_id = mine.id and e.amount > 0 and e.seq is not null
                and e.transfer_id > :after and e.transfer_id < :until
              order by e.transfer_id limit :limit)
            union all
            (select e.transfer_id from ledger_entry e
               join ledger_transfer t on t.id = e.transfer_id
                and t.kind = 'refund' and t.payer = :owner
              where e.account_id = mine.id and e.amount < 0 and e.seq is not null
                and e.transfer_id > :after and e.transfer_id < :until
              order by e.transfer_id limit :limit)
          ) as found
         order by found.transfer_id limit :limit
    )
    select t.id, t.kind, t.memo, t.currency, t.created_at, m.due_at,
           coalesce(sum(e.amount) filter (where a.bucket = 'fees_p'), 0)::bigint as fee_promo,
           coalesce(sum(e.amount) filter (where a.bucket = 'fees_c'), 0)::bigint as fee_cash,
           coalesce(sum(e.amount) filter (where a.owner = :owner and a.colour = 'P'), 0)::bigint
             as promo,
           coalesce(sum(e.amount) filter (where a.owner = :owner and a.colour = 'C'), 0)::bigint
             as cash
      from near
      join ledger_transfer t on t.id = near.transfer_id
      join ledger_entry e on e.transfer_id = t.id
      join ledger_account a on a.id = e.account_id
      left join ledger_maturity m on m.sale_id = t.id and m.owner = :owner
     group by t.id, m.due_at order by t.id
""").bindparams(
    bindparam("owner", type_=Uuid), bindparam("after", type_=Uuid), bindparam("until", type_=Uuid)
)


async def sales_csv(
    *, seller: UserId, since: datetime, until: datetime, at_once: int = _AT_ONCE
) -> AsyncIterator[str]:
    """A seller's own sales and refunds from one time up to another (UTC), oldest first, as text.

    In pieces of so many rows, each read when the one before it has been taken: who takes them
    slowly holds no connection. Amounts have two decimals; buyers are not in it.
    """
    wanted: dict[str, Any] = {
        "owner": seller,
        "currency": policy.currency(settings()),
        "after": _before(since),
        "until": first_id(until),
        "limit": at_once,
    }
    # With a mark of their encoding spreadsheets read letters beyond ASCII right.
    yield "\ufeff" + _written([_COLUMNS])
    while rows := await _next(wanted):
        yield _written([_cells(row) for row in rows])
        wanted["after"] = rows[-1]["id"]


def _before(since: datetime) -> UUID:
    """The greatest id that no transfer since a time has."""
    return UUID(int=max(0, first_id(since).int - 1))


async def _next(wanted: dict[str, Any]) -> list[RowMapping]:
    async with reading(Database.ITEMS) as session:
        return list((await session.execute(_NEXT, wanted)).mappings().all())


def _cells(row: RowMapping) -> tuple[str, ...]:
    of_buyer = row["promo"] + row["cash"] + row["fee_promo"] + row["fee_cash"]
    return (
        _time(row["created_at"]),
        "Refund" if row["kind"] == "refund" else "Sale",
        as_text(row["memo"]),
        row["currency"],
        *(
            _amount(minor)
            for minor in (
                of_buyer, row["fee_promo"], row["fee_cash"], row["promo"], row["cash"]
            )
        ),
        _time(row["due_at"]),
        ids.short(row["id"]),
    )  # fmt: skip


def _amount(minor: int) -> str:
    return f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02d}"


def _time(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}" if at else ""


def _written(rows: list[tuple[str, ...]]) -> str:
    text_file = StringIO()
    csv.writer(text_file).writerows(rows)
    return text_file.getvalue()
