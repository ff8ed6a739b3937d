"""The proof that the ledger is whole: every invariant as a query that finds what breaks it.

Each query sees one moment, so sales that go on meanwhile do not disturb it.
"""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.wallet.contract import ProofView
from dreamdot_app.wallet.ledger.invariants import LEDGER
from dreamdot_app.wallet.ledger.invariants_of_verbs import VERBS
from dreamdot_app.wallet.ledger.scans import SCANS

_MOST_SHOWN = 10
_ZERO_SUMS = "each colour sums to zero"
_INVARIANTS = tuple(dict.fromkeys([*(name for names in SCANS for name in names), *LEDGER, *VERBS]))

# Room to sort and hash in memory, and another process beside this one: what a proof reads is most
# of the ledger. PostgreSQL asks for as much of the room as it needs, and takes other processes if
# there are any.
_ROOM = """
    set local work_mem = '128MB'; set local max_parallel_workers_per_gather = 2;
    set local jit = off
"""
_COUNTS = text("""
    select (select count(*) from ledger_account) as accounts,
           (select count(*) from ledger_transfer) as transfers,
           (select count(*) from ledger_entry) as entries,
           (select encode(sha256(coalesce(string_agg(head, ''::bytea order by id), ''::bytea)),
                          'hex') from ledger_account) as head
""")
_SUMS = text("""
    select a.currency || ' ' || a.colour, sum(s.total)::bigint
      from ledger_account a
      join (select account_id, sum(amount) as total from ledger_entry group by account_id) s
        on s.account_id = a.id
     group by a.currency, a.colour order by a.currency, a.colour
""")
_KINDS = text("select kind, count(*) from ledger_transfer group by kind order by kind")
_HEADS = text("""
    select bucket || ' ' || currency, encode(head, 'hex') from ledger_account
     where is_folded order by currency, bucket
""")


async def prove(session: AsyncSession) -> ProofView:
    """Run every check; each violation names its invariant and the account or transfer."""
    for setting in _ROOM.split(";"):
        await session.execute(text(setting))
    violations: list[str] = []
    for query in SCANS.values():
        violations += await _broken(session, query)
    for invariant, query in (LEDGER | VERBS).items():
        violations += await _broken(session, f"select $${invariant}$$, v.* from ({query}) as v")  # noqa: S608 our own constants
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


async def _broken(session: AsyncSession, query: str) -> Sequence[str]:
    """The first of what a query finds of each invariant, which is nothing if they all hold."""
    bare = query.replace(":", r"\:")  # no parameters: a colon is a colon
    found = await session.execute(
        text(f"""
            select invariant || '\\: ' || broken from (
                select *, row_number() over (partition by invariant) as place
                  from ({bare}) as v(invariant, broken)) as v
             where place <= {_MOST_SHOWN}""")  # noqa: S608 our own constants
    )
    return list(found.scalars())
