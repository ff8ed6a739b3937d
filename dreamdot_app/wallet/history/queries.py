"""The query of a history. Queries, nothing else.

Transfers are walked from the newest by two covering indexes of `ledger_transfer`, one for who paid
and one for who was paid; what asks for something leaves its condition there, so that a hundred
thousand movements that do not fit are passed over without a row being looked at.
"""

# Everything that is put into these texts is a constant of this module; what is asked for is bound.

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, RowMapping, Text, TextClause, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.contract import Direction
from dreamdot_app.wallet.ledger.post import first_id

# Whose names a search by person looks through at most; who has dealt with more is a large seller.
_MOST_PEOPLE = 20_000
_LAST_ID = UUID(int=(1 << 128) - 1)

_SIDES = {"payer": ("payee", ""), "payee": ("payer", "and t.payer is distinct from :owner")}
_SIDE = """
    (select t.id, own.amount, own.promo
       from ledger_transfer t
       cross join lateral (
         select sum(e.amount)::bigint as amount,
                coalesce(sum(e.amount) filter (where mine.bucket = 'promo'), 0)::bigint as promo
           from ledger_entry e
           join ledger_account mine on mine.id = e.account_id and mine.owner = :owner
          where e.transfer_id = t.id having count(*) > 0) as own
      where t.{side} = :owner {besides} and t.currency = :currency
        and t.id < :before {conditions}
      order by t.id desc limit :limit)
"""
_WHOLE = """
    select t.id, t.kind, t.memo, t.payer, t.payee, t.reference, t.created_at, m.due_at,
           coalesce(m.remaining, 0) as maturing, near.amount, near.promo
      from (select * from ({sides}) as both_sides order by id desc limit :limit) as near
      join ledger_transfer t on t.id = near.id
      left join ledger_maturity m on m.sale_id = t.id and m.owner = :owner
     order by t.id desc
"""
# Nobody who pays for a sale gets something by it, nor the other way round.
_NO_SALE = "t.kind not in ('sale', 'capture')"
_OF_AMOUNT = """
    with of_amount as materialized (
      select e.transfer_id from ledger_entry e
       where e.account_id = any(array(select a.id from ledger_account a
                                       where a.owner = :owner and a.currency = :currency))
         and e.seq is not null
       group by e.transfer_id having abs(sum(e.amount)) = :amount)
"""
_TYPES: dict[str, Any] = {
    "owner": Uuid,
    "before": Uuid,
    "since": Uuid,
    "until": Uuid,
    "number": Uuid,
    "payer_kinds": ARRAY(Text),
    "payee_kinds": ARRAY(Text),
    "words": ARRAY(Text),
    "named": ARRAY(Text),
    "people": ARRAY(Uuid),
    "amount": BigInteger,
}


@dataclass(frozen=True, slots=True)
class Sought:
    """What a history is narrowed to. Kinds: ``None`` is all. Of what the words may be (a title, a
    person, the name of a kind, an amount, a number) one has to fit.
    """

    direction: Direction = Direction.ALL
    payer_kinds: Sequence[str] | None = None
    payee_kinds: Sequence[str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    words: Sequence[str] = ()
    people: Sequence[UserId] = ()
    named: Sequence[str] = ()
    amount: int | None = None
    number: UUID | None = None


async def history(
    session: AsyncSession,
    *,
    owner: UserId,
    currency: str,
    sought: Sought,
    before: UUID | None,
    limit: int,
) -> Sequence[RowMapping]:
    """Transfers that moved a person's money, newest first, from before a transfer."""
    given: dict[str, Any] = {"owner": owner, "currency": currency, "limit": limit}
    given |= {"before": before or _LAST_ID} | _given(sought)
    sides = [_side(side, sought) for side in _SIDES if _kinds(side, sought) != []]
    if not sides:
        return []
    whole = _WHOLE.format(sides=" union all ".join(sides))
    query = _bound(whole if sought.amount is None else _OF_AMOUNT + whole, given)
    return (await session.execute(query, given)).mappings().all()


def _kinds(side: str, sought: Sought) -> Sequence[str] | None:
    return sought.payer_kinds if side == "payer" else sought.payee_kinds


def _side(side: str, sought: Sought) -> str:
    other, besides = _SIDES[side]
    conditions = "".join(f" and {one}" for one in _conditions(side, other, sought))
    return _SIDE.format(side=side, besides=besides, conditions=conditions)


def _conditions(side: str, other: str, sought: Sought) -> list[str]:
    found: list[str] = []
    if _kinds(side, sought) is not None:
        found.append(f"t.kind = any(:{side}_kinds)")
    if sought.since:
        found.append("t.id >= :since")
    if sought.until:
        found.append("t.id < :until")
    if sought.direction is Direction.IN:
        found += ["own.amount > 0", *([_NO_SALE] if side == "payer" else [])]
    if sought.direction is Direction.OUT:
        found += ["own.amount < 0", *([_NO_SALE] if side == "payee" else [])]
    fitting = _fitting(other, sought)
    return [*found, f"({' or '.join(fitting)})"] if fitting else found


def _fitting(other: str, sought: Sought) -> list[str]:
    found = ["t.memo ilike all(:words)"] if sought.words else []
    if sought.people:
        found.append(f"t.{other} = any(:people)")
    if sought.named:
        found.append("t.memo = '' and t.kind = any(:named)")
    if sought.amount is not None:
        found.append("t.id in (select transfer_id from of_amount)")
    if sought.number is not None:
        found.append("t.id = :number")
    return found


def _given(sought: Sought) -> dict[str, Any]:
    every = {
        "payer_kinds": sought.payer_kinds,
        "payee_kinds": sought.payee_kinds,
        "since": first_id(sought.since) if sought.since else None,
        "until": first_id(sought.until) if sought.until else None,
        "words": [f"%{_literally(word)}%" for word in sought.words] or None,
        "people": list(sought.people) or None,
        "named": list(sought.named) or None,
        "amount": sought.amount,
        "number": sought.number,
    }
    return {name: value for name, value in every.items() if value is not None}


def _literally(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _bound(query: str, given: dict[str, Any]) -> TextClause:
    typed = [
        bindparam(name, type_=kind)
        for name, kind in _TYPES.items()
        if name in given and f":{name}" in query
    ]
    for name in set(given) - {one.key for one in typed}:
        if f":{name}" not in query:
            del given[name]
    return text(query).bindparams(*typed)


_PEOPLE = text("""
    select distinct one from (
      select t.payee as one from ledger_transfer t where t.payer = :owner
       union all
      select t.payer from ledger_transfer t where t.payee = :owner) as dealt
     where one is not null and one <> :owner limit :most
""").bindparams(bindparam("owner", type_=Uuid))


async def people(session: AsyncSession, *, owner: UserId) -> list[UserId]:
    """Whom a person has dealt with."""
    found = await session.execute(_PEOPLE, {"owner": owner, "most": _MOST_PEOPLE})
    return list(found.scalars())
