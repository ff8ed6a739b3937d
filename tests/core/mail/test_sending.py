"""The job that sends: what it tries again, what it gives up, and what it says of it."""

import asyncio
import os
import signal
import sys
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from dreamdot_app.core import clock, job_runs, mail
from dreamdot_app.core.db import Database, reading, transaction
from tests.conftest import RunOutbox
from tests.core.mail.conftest import SendThrough
from tests.core.mail.letters import LETTER
from tests.core.mail.servers import MailServer, mail_server


async def post(to: str) -> None:
    async with transaction(Database.USER, actor=None) as session:
        await mail.post(session, to=to, letter=LETTER, key=uuid4().hex, name="Ana")


async def last_job() -> dict[str, object]:
    async with reading(Database.USER) as session:
        statement = text("select * from job where kind = 'mail.send' order by id desc limit 1")
        return dict((await session.execute(statement)).mappings().one())


def message_ids(server: MailServer) -> list[str]:
    return [str(letter["Message-ID"]) for letter in server.letters]


async def test_a_letter_that_did_not_go_goes_later(
    send_through: SendThrough, run_outbox: RunOutbox
):
    async with mail_server() as server:
        send_through(SMTP_URL=f"smtp://127.0.0.1:{server.port}")
        server.at_data += ["451 4.3.0 not now", "421 4.3.2 nor now"]
        await post("ana@example.org")
        await run_outbox(failing=True)
        assert (await last_job())["state"] == "waiting"
        await run_outbox(failing=True, at=clock.now() + timedelta(hours=2))
    assert server.recipients == ["ana@example.org"]
    assert ((await last_job())["state"], (await last_job())["attempts"]) == ("done", 2)


async def test_a_letter_that_nobody_takes_is_given_up_at_once(
    send_through: SendThrough, run_outbox: RunOutbox, capfd: pytest.CaptureFixture[str]
):
    async with mail_server() as server:
        login = "dreamdot:hunter2@"
        send_through(SMTP_URL=f"smtp://127.0.0.1:{server.port}")
        server.at_rcpt.append("550 5.1.1 <ana@example.org> unknown, dear dreamdot:hunter2")
        await post("ana@example.org")
        (failure,) = await run_outbox(failing=True)
    found = await last_job()
    assert (found["state"], found["attempts"]) == ("exhausted", 1)
    assert found["last_error"] == "LetterRejected: the mail server answered 550 5.1.1"
    said = "".join(capfd.readouterr()) + str(found) + str(failure.error)
    assert "a job is given up" in said
    for secret in ("ana@example.org", login, "geheim"):
        assert secret not in said


async def test_a_waiting_letter_under_another_secret_is_given_up(
    send_through: SendThrough, run_outbox: RunOutbox
):
    async with mail_server() as server:
        send_through(SMTP_URL=f"smtp://127.0.0.1:{server.port}")
        await post("ana@example.org")
        send_through(DREAMDOT_SECRET_KEY="0123456789abcdef0123456789abcdef")
        await run_outbox(failing=True)
    assert server.letters == []
    assert (await last_job())["state"] == "exhausted"
    assert str((await last_job())["last_error"]).startswith("EnvelopeUnreadable: ")


_DOES_ONE = """
import asyncio, sys
from dreamdot_app import consumers
from dreamdot_app.core import job_runs
from dreamdot_app.core.db import Database, open_databases

async def main():
    open_databases(dict(pair.split("=", 1) for pair in sys.argv[1:]))
    (run,) = await job_runs.claim(Database.USER, limit=1)
    await job_runs.run(Database.USER, run)

asyncio.run(main())
"""


async def test_a_process_that_dies_after_sending_sends_the_same_letter_again(
    send_through: SendThrough, run_outbox: RunOutbox, databases: dict[str, str]
):
    async with mail_server() as server:
        send_through(SMTP_URL=f"smtp://127.0.0.1:{server.port}")
        await post("ana@example.org")
        sending = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _DOES_ONE, *(f"{name}={url}" for name, url in databases.items()),
            env=os.environ,
        )  # fmt: skip
        server.when_taken = sending.kill
        assert await sending.wait() == -signal.SIGKILL
        server.when_taken = None
        assert (await last_job())["state"] == "running"
        async with transaction(Database.USER, actor=None) as session:
            await session.execute(text("update job set lease_until = now() - interval '1 second'"))
        assert await job_runs.recover(Database.USER) == 1
        await run_outbox(at=clock.now() + timedelta(hours=2))
    first, second = message_ids(server)
    assert first == second
    assert (await last_job())["state"] == "done"
