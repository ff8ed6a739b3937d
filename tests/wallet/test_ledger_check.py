"""What `make ledger-check` prints, and what a disagreement does: it tells, and payouts stop."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts.contract import Role
from dreamdot_app.accounts.roles import require_administrator, set_role
from dreamdot_app.core.db import Database, engine, transaction
from dreamdot_app.core.embedded import Servers
from dreamdot_app.core.settings import Settings, variable_of
from dreamdot_app.wallet.ledger import stopping
from dreamdot_app.wallet.service import upkeep
from tests.clock import NOON
from tests.conftest import WORKER, RunOutbox
from tests.databases import environment_of
from tests.factories.accounts import confirmed
from tests.factories.accounts import somebody as a_person
from tests.factories.wallet import items_session
from tests.mail import letters_to, text_in
from tests.wallet.test_proof import fill

_BREAK = "update ledger_account set balance = balance + 5 where bucket = 'earned' and seq > 0"
_MEND = "update ledger_account set balance = balance - 5 where bucket = 'earned' and seq > 0"


class Checked:
    """The command, run on databases of its own."""

    def __init__(self, servers: Servers, urls: dict[str, str]) -> None:
        self.environment = (
            os.environ
            | environment_of(urls)
            | {"MONGODB_URI": servers.mongodb_uri, variable_of("mongodb_name"): f"check_{WORKER}"}
        )

    def __call__(self, *arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "dreamdot_app", "ledger-check", *arguments],
            env=self.environment, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr


async def execute(url: str, statement: str) -> None:
    async with items_session(url) as session:
        await session.execute(text(statement))


async def is_stopped(url: str) -> bool:
    async with items_session(url) as session:
        return await stopping.payouts_are_stopped(session)


async def test_the_command_proves_stops_and_resumes(
    servers: Servers, fresh_databases: dict[str, str]
) -> None:
    items = fresh_databases["items"]
    await fill(items)
    check = Checked(servers, fresh_databases)
    code, said = await asyncio.to_thread(check)
    assert code == 0
    for told in ("7 transfers", "3  sale", "0  XTS P", "stripe_in XTS", "The ledger is whole."):
        assert told in said
    assert "holds   an account's chain verifies" in said
    assert "BROKEN" not in said
    assert not await is_stopped(items)

    await execute(items, _BREAK)
    code, said = await asyncio.to_thread(check, "--resume", "ana@example.org")
    assert code == 1
    assert "BROKEN  a balance is the sum of its entries" in said
    assert "Payouts are stopped" in said
    assert await is_stopped(items)

    # Mended, it stays stopped until an administrator answers for it.
    await execute(items, _MEND)
    code, said = await asyncio.to_thread(check)
    assert (code, "Payouts are stopped" in said) == (0, True)
    code, said = await asyncio.to_thread(check, "--resume", "ana@example.org")
    assert (code, "no administrator has this address" in said) == (1, True)
    assert await is_stopped(items)


async def test_payouts_stop_once_and_go_on_once() -> None:
    async with AsyncSession(engine(Database.ITEMS)) as session:  # undone at the end
        assert not await stopping.payouts_are_stopped(session)
        assert not await stopping.resume_payouts(session, by="ana", at=NOON)
        assert await stopping.stop_payouts(session, reason="first", at=NOON)
        assert not await stopping.stop_payouts(session, reason="second", at=NOON)
        assert await stopping.why_stopped(session) == "first"
        assert await stopping.resume_payouts(session, by="ana", at=NOON)
        assert not await stopping.payouts_are_stopped(session)
        assert await stopping.stop_payouts(session, reason="third", at=NOON)


async def test_administrators_get_a_letter_and_one_of_them_lets_payouts_go_on(
    run_outbox: RunOutbox, settings: Settings
) -> None:
    ana = a_person("ana")
    await confirmed(ana)
    await set_role(email=ana.email, role=Role.ADMINISTRATOR, now=NOON)
    async with transaction(Database.ITEMS, actor=None) as session:
        await upkeep.disagree(session, violations=["a balance is off: account 7"], now=NOON)
        await upkeep.disagree(session, violations=["a balance is off: account 7"], now=NOON)
    await run_outbox()
    letters = await letters_to(Path(settings.data_dir), ana.email)
    (letter,) = [one for one in letters if "ledger" in one["Subject"]]
    assert "account 7" in text_in(letter)
    assert await require_administrator(email=ana.email.upper()) == ana.username
    assert await upkeep.resume_payouts(by=ana.username, now=NOON)
    assert not await upkeep.resume_payouts(by=ana.username, now=NOON)
