"""A place of its own: servers, a DreamDot on them, the played Stripe, and what is done to them.

Nothing of the product is changed. It is stopped by what lies outside of it: Stripe that does not
answer, a row that somebody else holds, a commit that waits for a second server.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import count
from typing import Any

import httpx
import psycopg

from dreamdot_app.core import clock
from dreamdot_app.core.db import Database
from dreamdot_app.core.embedded import Servers, open_servers_now
from dreamdot_app.wallet.stripe.routes import PATH
from tests.core.embedded_folder import DataFolder, kill, until_gone
from tests.databases import environment_of
from tests.fakes.stripe import SECRET, Signed, StripeFake

PATIENCE_S = 120

# Commits are written, and then wait for a server that does not exist: whoever wants one is told
# nothing, and still has it. The checkpointer takes the setting up in its own time.
_COMMITS_WAIT = "alter system set synchronous_standby_names = 'nobody'"
_COMMITS_DO_NOT_WAIT = "alter system reset synchronous_standby_names"
_ARE_TO_WAIT = b"select current_setting('synchronous_standby_names') = 'nobody'"
_PROBE = b"select pg_logical_emit_message(true, 'probe', '')"
_PROBE_WAITS = """
    select exists (select from pg_stat_activity
                    where query like 'select pg_logical_emit_message%' and wait_event = 'SyncRep')
"""
_COMMIT_WAITS = """
    select exists (select from pg_stat_activity a join pg_locks l using (pid)
                    where a.wait_event = 'SyncRep' and a.datname = current_database()
                      and l.relation = '{}'::regclass and l.mode = 'RowExclusiveLock')
"""
_TIME_PASSES = """
    update job set run_at = now() where state = 'waiting' and attempts > 0 and run_at > now();
    update outbox_delivery set next_at = now() where state = 'waiting' and next_at > now();
"""
_THE_DEAD_LET_GO = "update job set lease_until = now() where state = 'running'"
_ITS_HOUR_HAS_COME = "update schedule set next_at = now() where name = %s returning name"
_LEFT = """
    select (select count(*) from outbox_event where fanned_out_at is null)
        + (select count(*) from outbox_delivery where state in ('waiting', 'claimed'))
        + (select count(*) from job
            where state = 'running' or (state = 'waiting' and (attempts > 0 or run_at <= now())))
"""
_GIVEN_UP = """
    select kind, last_error from job where state = 'exhausted'
     union all select consumer, last_error from outbox_delivery where state = 'exhausted'
"""


class Lock:
    """Rows or tables that the test holds, so that others wait for it."""

    def __init__(self, place: "Place", statement: str, values: Sequence[object]) -> None:
        self._place = place
        self._connection = psycopg.connect(place.address(Database.ITEMS))
        self._connection.execute(statement.encode(), values)
        self._pid = self._connection.info.backend_pid

    def is_waited_for(self) -> bool:
        asked = "select exists (select from pg_stat_activity where {} = any(pg_blocking_pids(pid)))"
        return bool(self._place.one(asked.format(self._pid)))

    def release(self) -> None:
        self._connection.close()


class Place:
    """Everything of one test file, and the blows that it takes."""

    def __init__(self, data: DataFolder, servers: Servers, fake: StripeFake) -> None:
        self.data, self.servers, self.fake = data, servers, fake
        self._http = httpx.AsyncClient(timeout=PATIENCE_S)
        self._keeper = self._start_keeper()
        self._app, self._origin = 0, ""
        self._connections: dict[str, psycopg.Connection[Any]] = {}
        self._locks: list[Lock] = []
        self._unheard: list[Signed] = []
        self._days = count(1)
        self._calls: list[asyncio.Task[object]] = []
        self._probe: asyncio.Task[None] | None = None

    def _start_keeper(self) -> subprocess.Popen[str]:
        variables = {
            **environment_of(self.servers.postgres_urls),
            "MONGODB_URI": self.servers.mongodb_uri,
            "DREAMDOT_DATA_DIR": str(self.data.path),
            **self.fake.variables(),
        }
        with self.data.path.with_name("app.log").open("w") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.wallet.faults.app"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=os.environ | variables,
            )

    async def close(self) -> None:
        self.let_go()
        if self._app:
            kill(self._app)
        self._keeper.communicate()
        await asyncio.gather(*self._calls, return_exceptions=True)
        for connection in self._connections.values():
            connection.close()
        await self._http.aclose()

    # The app

    async def start_app(self) -> None:
        assert self._keeper.stdin
        assert self._keeper.stdout
        self._keeper.stdin.write("one more\n")
        self._keeper.stdin.flush()
        said = await asyncio.to_thread(self._keeper.stdout.readline)
        self._app, port = map(int, said.split())
        self._origin = f"http://127.0.0.1:{port}"

    async def ask(self, verb: str, **what: object) -> Any:
        """Have something done, once; for what a test needs before anything goes wrong."""
        answer = await self._http.post(f"{self._origin}/do/{verb}", json=what)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def insist(self, verb: str, **what: object) -> Any:
        """Ask again until it is done, as somebody presses a button again."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                try:
                    return await self.ask(verb, **what)
                except (httpx.HTTPError, AssertionError):
                    await asyncio.sleep(0.02)

    def begin(self, verb: str, **what: object) -> None:
        """Ask, without ever hearing the answer."""
        self._calls.append(asyncio.create_task(self.ask(verb, **what)))

    def begin_to_tell(self, told: Signed) -> None:
        """Send an event that was put off, without ever hearing the answer."""
        self._calls.append(asyncio.create_task(self._send(told)))

    async def _send(self, told: Signed) -> bool:
        headers = {"stripe-signature": told.header(SECRET), "content-type": "application/json"}
        try:
            answer = await self._http.post(self._origin + PATH, content=told.raw, headers=headers)
        except httpx.HTTPError:
            return False
        return answer.status_code == 200

    async def tell(self) -> None:
        """Stripe sends each event until it was taken, in its order."""
        async with asyncio.timeout(PATIENCE_S):
            for told in self.fake.take():
                while not await self._send(told):  # noqa: ASYNC110 Stripe waits as well
                    await asyncio.sleep(0.02)

    def put_off(self) -> Signed:
        """What Stripe has to tell now it tells after the blow; the last of it."""
        self._unheard += self.fake.take()
        return self._unheard[-1]

    async def tell_all_again(self) -> None:
        """Stripe sends everything that it has told once more."""
        events = self.fake.state.events
        self.fake.state.undelivered, events[:] = list(events), []
        await self.tell()

    # The databases

    def address(self, database: str) -> str:
        url = self.servers.postgres_url(f"dreamdot_{database}", role="postgres")
        return url.replace("+psycopg", "")

    def rows(
        self, query: str, *values: object, database: str = Database.ITEMS
    ) -> list[tuple[Any, ...]]:
        connection = self._connections.get(database)
        if connection is None or connection.closed:
            connection = psycopg.connect(self.address(database), autocommit=True)
            self._connections[database] = connection
        cursor = connection.execute(query.encode(), values or None)
        while cursor.nextset():
            pass
        return cursor.fetchall() if cursor.description else []

    def one(self, query: str, *values: object) -> Any:
        ((found,),) = self.rows(query, *values)
        return found

    def held(self, user: str) -> dict[str, int]:
        """What somebody has in each bucket that is not empty."""
        query = "select bucket, balance from ledger_account where owner = %s and balance <> 0"
        return dict(self.rows(query, user))

    def lock(self, statement: str, *values: object) -> Lock:
        held = Lock(self, statement, values)
        self._locks.append(held)
        return held

    def let_go(self) -> None:
        """Nothing outside stops anything any more."""
        for held in self._locks:
            held.release()
        self._locks.clear()
        self.fake.faults.scripts.clear()
        self.fake.faults.answer_now()

    async def let_commits_wait(self) -> None:
        """From now on nobody hears of a commit."""
        self.rows(_COMMITS_WAIT)
        self.rows("select pg_reload_conf()")
        self._probe = asyncio.create_task(asyncio.to_thread(self._probe_commits))
        await self.until(lambda: self.one(_PROBE_WAITS), "commits to wait")

    def _probe_commits(self) -> None:
        try:
            with psycopg.connect(self.address(Database.ITEMS), autocommit=True) as connection:
                while connection.execute(_ARE_TO_WAIT).fetchone() == (True,):
                    connection.execute(_PROBE)
        except psycopg.OperationalError:
            return  # it was killed

    async def let_commits_be_told(self) -> None:
        self.rows(_COMMITS_DO_NOT_WAIT)
        self.rows("select pg_reload_conf()")
        if self._probe is not None:
            await self._probe

    def commit_waits(self, table: str) -> bool:
        """Whether somebody who has written into a table does not hear that it is committed."""
        return bool(self.one(_COMMIT_WAITS.format(table)))

    # Time

    async def until(self, condition: Callable[[], object], what: str) -> None:
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not condition():  # noqa: ASYNC110 servers tell nobody
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise TimeoutError(f"waited in vain for {what}") from None

    async def calls_come(self, operation: str, times: int) -> None:
        """So many requests for an operation have reached Stripe since the test began."""
        await self.until(lambda: self.calls(operation) >= times, f"{times} x {operation}")

    def calls(self, operation: str) -> int:
        return sum(call.operation == operation for call in self.fake.calls)

    def noon(self) -> str:
        """Noon of a day that no other batch has."""
        noon = clock.now().replace(hour=12, minute=0) + timedelta(days=next(self._days))
        return noon.isoformat()

    async def tick(self, schedule: str) -> None:
        """Let the hour of something regular have come."""
        await self.until(lambda: self.rows(_ITS_HOUR_HAS_COME, schedule), schedule)

    async def blow(self, victim: str) -> None:
        """kill -9 the app, PostgreSQL or both at once; then all is there again."""
        dead = {"postgres": self.data.pids()["postgres"], "app": self._app}
        if victim != "both":
            dead = {victim: dead[victim]}
        for pid in dead.values():
            kill(pid)
        await asyncio.to_thread(until_gone, dead)
        if "postgres" in dead:
            for connection in self._connections.values():
                connection.close()
            (await asyncio.to_thread(open_servers_now, self.data.path)).close()
        await self.let_commits_be_told()
        self.let_go()
        for database in Database:
            self.rows(_THE_DEAD_LET_GO, database=database)
        if "app" in dead:
            await self.start_app()
        await asyncio.gather(*self._calls, return_exceptions=True)
        self._calls.clear()
        self.fake.state.undelivered[:0] = self._unheard
        self._unheard.clear()

    async def settle(self) -> None:
        """Let the worker do all that is left; what waits to be tried again is tried now."""
        await self.until(self._is_settled, "the worker to have done everything")

    def _is_settled(self) -> bool:
        left = [self.rows(_TIME_PASSES + _LEFT, database=one) for one in Database]
        return not any(here for ((here,),) in left)

    def given_up(self) -> list[tuple[Any, ...]]:
        """Jobs and deliveries that nobody tries any more."""
        return [row for one in Database for row in self.rows(_GIVEN_UP, database=one)]
