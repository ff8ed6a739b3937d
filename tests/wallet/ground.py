"""A ledger of its own for the property machine: emptied for each example, broken on purpose."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from sqlalchemy import URL, NullPool, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from dreamdot_app.core.embedded import Servers
from dreamdot_app.wallet.ledger.schema import ledger_sql
from tests.factories.wallet import items_copy

T = TypeVar("T")
_TABLES = "account transfer entry fold maturity maturity_cut hold refund stop"


class Ground:
    """An items database, and a loop to work in it from code that knows none."""

    def __init__(self, url: str, superuser: URL) -> None:
        self.runner = asyncio.Runner()
        self.run(_empty(superuser))
        self.engine: AsyncEngine = create_async_engine(url, pool_size=4)

    def close(self) -> None:
        self.run(self.engine.dispose())
        self.runner.close()

    def run(self, call: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(call)

    def do(self, verb: Callable[..., Coroutine[Any, Any, T]], **what: Any) -> T:
        """One thing in a transaction of its own."""
        return self.run(self._once(verb, what))

    def at_once(
        self, times: int, verb: Callable[..., Coroutine[Any, Any, T]], **what: Any
    ) -> list[T | BaseException]:
        """The same thing several times at the same time."""

        async def all_of_them() -> list[T | BaseException]:
            calls = (self._once(verb, what) for _ in range(times))
            return await asyncio.gather(*calls, return_exceptions=True)

        return self.run(all_of_them())

    async def _once(self, verb: Callable[..., Coroutine[Any, Any, T]], what: dict[str, Any]) -> T:
        async with AsyncSession(self.engine) as session, session.begin():
            return await verb(session, **what)


def place(servers: Servers, name: str, *, broken: tuple[str, str] | None = None) -> tuple[str, URL]:
    """A fresh items database and its superuser's address; ``broken`` replaces a part of its SQL."""
    url = items_copy(servers, name)
    superuser = make_url(servers.postgres_admin_url).set(database=make_url(url).database)
    if broken is not None:
        asyncio.run(_break(superuser, *broken))
    return url, superuser


async def _as_superuser(address: URL, *statements: str) -> None:
    engine = create_async_engine(address, poolclass=NullPool)
    async with engine.begin() as connection:
        bare = await connection.execution_options(no_parameters=True)
        for statement in statements:
            await bare.exec_driver_sql(statement)
    await engine.dispose()


async def _empty(superuser: URL) -> None:
    """What nobody can do through the app: begin again, for the next example."""
    await _as_superuser(
        superuser,
        "set session_replication_role = replica",
        f"truncate {', '.join(f'ledger_{name}' for name in _TABLES.split())} restart identity",
    )


async def _break(superuser: URL, right: str, wrong: str) -> None:
    """Replace the functions of the ledger by ones with a mistake in them; triggers stay."""
    sql = ledger_sql()
    assert right in sql, "the mutant does not fit the ledger any more"
    functions = sql.replace(right, wrong).split("create function ")[1:]
    bodies = [function.partition("$$;")[0] for function in functions]
    await _as_superuser(superuser, *(f"create or replace function {body}$$" for body in bodies))
