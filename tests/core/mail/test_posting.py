"""Posting: with the caller's transaction, once for a key, sealed while it waits."""

from contextlib import suppress
from uuid import uuid4

import pytest
from sqlalchemy import text

from dreamdot_app.core import mail
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.settings import Settings
from tests.conftest import RunOutbox
from tests.mail import letters_to, link_in, text_in

LETTER = mail.Letter(
    subject="Confirm your address",
    heading="One step left",
    paragraphs=("Open this link to confirm that this address is yours.",),
    action=("Confirm", "/auth/confirm?token=geheim"),
    small=("You get this because somebody joined with this address.",),
)


def somebody() -> str:
    return f"ana-{uuid4().hex[:12]}@example.org"


async def post(to: str, *, key: str = "", database: Database = Database.USER) -> None:
    async with transaction(database, actor=None) as session:
        await mail.post(session, to=to, letter=LETTER, key=key or uuid4().hex, name="Ana")


@pytest.mark.parametrize("database", Database)
async def test_a_letter_arrives_from_each_database(
    settings: Settings, run_outbox: RunOutbox, database: Database
):
    to = somebody()
    await post(to, database=database)
    await run_outbox()
    (letter,) = await letters_to(settings.data_dir, to)
    assert letter["Subject"] == "Confirm your address"
    assert link_in(letter) == "http://localhost:3000/auth/confirm?token=geheim"
    assert "somebody joined" in text_in(letter)


async def test_nothing_is_sent_when_the_transaction_is_undone(
    settings: Settings, run_outbox: RunOutbox
):
    to = somebody()
    with suppress(ZeroDivisionError):
        async with transaction(Database.USER, actor=None) as session:
            await mail.post(session, to=to, letter=LETTER, key=uuid4().hex)
            _ = 1 / 0
    await run_outbox()
    assert await letters_to(settings.data_dir, to) == []


async def test_a_key_is_sent_once(settings: Settings, run_outbox: RunOutbox):
    to, key = somebody(), uuid4().hex
    await post(to, key=key)
    await post(to, key=key)
    await run_outbox()
    await post(to, key=key)
    await run_outbox()
    assert len(await letters_to(settings.data_dir, to)) == 1


async def test_what_waits_tells_nothing(run_outbox: RunOutbox):
    to = somebody()
    await post(to, key=f"confirm {to}")
    async with reading(Database.USER) as session:
        kept = str((await session.execute(text("select * from job"))).all())
        kept += str((await session.execute(text("select * from consumed_event"))).all())
    assert "mail.send" in kept
    assert to not in kept
    assert "geheim" not in kept
    await run_outbox()
