"""The proof that the ledger is whole: every invariant as a query that finds what breaks it.

Each query sees one moment, so sales that go on meanwhile do not disturb it.
"""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.wallet.contract import ProofView
from dreamdot_app.wallet.ledger.invariants import LEDGER
from dreamdot_app.wallet.ledger.invariants_of_verbs import VERBS
from dreamdot_app.wallet.ledger.scans import SEEN, scans

_MOST_SHOWN = 10
_ZERO_SUMS = "each colour sums to zero"
_INVARIANTS = (_ZERO_SUMS, *SEEN, *LEDGER, *VERBS)

# Room to sort and hash in memory, and other processes beside this one: what a proof reads is most
# of the ledger, and what it finds is next to nothing. PostgreSQL takes what it has use for.
_ROOM = {
    "work_mem": "128MB",
    "max_parallel_workers_per_gather": "2",
    "parallel_setup_cost": "0",
    "parallel_tuple_cost": "0",
    "random_page_cost": "1.1",
    "jit": "off",
}
_NOW = text("select current_setting(:name)")
_SET = text("select set_config(:name, :value, true)")
# What its statistics say of where the ids of transfers lie; nothing when there are few.
_BOUNDS = text("""
    select histogram_bounds::text::text[] from pg_stats
     where schemaname = current_schema() and tablename = 'ledger_transfer' and attname = 'id'
""")
_RUNS = 4
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
    async with _settings(session, _ROOM):
        return await _proof(session)


async def _proof(session: AsyncSession) -> ProofView:
    violations: list[str] = []
    for scan in scans(await _parts(session)):
        async with _settings(session, scan.settings):
            violations += await _broken(session, scan.query)
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
        invariants=_INVARIANTS,
        violations=tuple(violations),
    )


@asynccontextmanager
async def _settings(session: AsyncSession, settings: Mapping[str, str]) -> AsyncGenerator[None]:
    """Settings of PostgreSQL within a transaction, as they were before afterwards."""
    before: dict[str, str] = {}
    for name, value in settings.items():
        before[name] = (await session.execute(_NOW, {"name": name})).scalar_one()
        await session.execute(_SET, {"name": name, "value": value})
    yield
    for name, value in before.items():
        await session.execute(_SET, {"name": name, "value": value})


async def _parts(session: AsyncSession) -> Sequence[str]:
    """Ids that part all transfers into some runs of about equal length."""
    bounds: list[str] = (await session.execute(_BOUNDS)).scalar() or []
    return bounds[len(bounds) // _RUNS :: len(bounds) // _RUNS + 1] if len(bounds) > _RUNS else []


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
