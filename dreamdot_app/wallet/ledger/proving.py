"""The proof that the ledger is whole: every invariant as a query that finds what breaks it.

Each query sees one moment, so sales that go on meanwhile do not disturb it.
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.wallet.contract import ProofView
from dreamdot_app.wallet.ledger.invariants import LEDGER
from dreamdot_app.wallet.ledger.invariants_of_verbs import VERBS

_MOST_SHOWN = 10
_ZERO_SUMS = "each colour sums to zero"
_INVARIANTS = LEDGER | VERBS

_COUNTS = text("""
    select (select count(*) from ledger_account) as accounts,
           (select count(*) from ledger_transfer) as transfers,
           (select count(*) from ledger_entry) as entries,
           (select encode(sha256(coalesce(string_agg(head, ''::bytea order by id), ''::bytea)),
                          'hex') from ledger_account) as head
""")
_SUMS = text("""
    select a.currency || ' ' || a.colour, sum(e.amount)::bigint
      from ledger_account a join ledger_entry e on e.account_id = a.id
     group by a.currency, a.colour order by a.currency, a.colour
""")


_KINDS = text("select kind, count(*) from ledger_transfer group by kind order by kind")
_HEADS = text("""
    select bucket || ' ' || currency, encode(head, 'hex') from ledger_account
     where is_folded order by currency, bucket
""")


async def prove(session: AsyncSession) -> ProofView:
    """Run every check; each violation names its invariant and the account or transfer."""
    violations: list[str] = []
    for invariant, query in _INVARIANTS.items():
        bare = query.replace(":", r"\:")  # no parameters: a colon is a colon
        found = await session.execute(text(f"select * from ({bare}) as v limit {_MOST_SHOWN}"))  # noqa: S608 our own constants
        violations += [f"{invariant}: {broken}" for broken in found.scalars()]
    counts = (await session.execute(_COUNTS)).mappings().one()
    sums = tuple((str(name), int(total)) for name, total in await session.execute(_SUMS))
    violations += [f"{_ZERO_SUMS}: {name} is {total}" for name, total in sums if total]
    kinds = tuple((str(kind), int(of)) for kind, of in await session.execute(_KINDS))
    heads = tuple((str(name), str(head)) for name, head in await session.execute(_HEADS))
    return ProofView(
        **counts,
        kinds=kinds,
        sums=sums,
        heads=heads,
        invariants=(_ZERO_SUMS, *_INVARIANTS),
        violations=tuple(violations),
    )
