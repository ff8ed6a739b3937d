"""Posting: with the caller's transaction, once for a key, sealed while it waits."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import text

from dreamdot_app.core import mail
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.settings import Settings
from dreamdot_app.core.tidy import tidy
from tests.conftest import RunOutbox
from tests.core.mail.letters import LETTER
from tests.mail import letters_to, link_in, text_in


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
    assert "do nothing" in text_in(letter)


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


async def test_two_at_once_are_one(settings: Settings, run_outbox: RunOutbox):
    to, key = somebody(), uuid4().hex
    await asyncio.gather(*(post(to, key=key) for _ in range(4)))
    await run_outbox()
    assert len(await letters_to(settings.data_dir, to)) == 1


async def test_an_undone_one_does_not_count(settings: Settings, run_outbox: RunOutbox):
    to, key = somebody(), uuid4().hex
    with suppress(ZeroDivisionError):
        async with transaction(Database.USER, actor=None) as session:
            await mail.post(session, to=to, letter=LETTER, key=key)
            _ = 1 / 0
    await post(to, key=key)
    await run_outbox()
    assert len(await letters_to(settings.data_dir, to)) == 1


async def test_the_note_of_a_key_goes_when_it_is_old():
    await post(somebody(), key=uuid4().hex)
    async with transaction(Database.USER, actor=None) as session:
        await session.execute(
            text("update consumed_event set consumed_at = now() - interval '91 days'")
        )
    await tidy(Database.USER)
    async with reading(Database.USER) as session:
        noted = "select count(*) from consumed_event where consumer = 'mail.send'"
        assert (await session.execute(text(noted))).scalar_one() == 0


@pytest.mark.parametrize(
    ("to", "name", "subject", "field"),
    [
        ("ana@example.org\r\nBcc: eve@example.org", "Ana", "s", "to"),
        ("josé@example.org", "Ana", "s", "to"),
        ("ana@example.org", "Ana\nBcc: eve@example.org", "s", "name"),
        ("ana@example.org", "Ana", "s\0", "subject"),
        ("ana@example.org", "Ana", " ", "subject"),
    ],
)
async def test_what_cannot_be_sent_is_refused_where_it_is_asked_for(
    to: str, name: str, subject: str, field: str
):
    letter = replace(LETTER, subject=subject)
    async with transaction(Database.USER, actor=None) as session:
        with pytest.raises(mail.LetterRefused) as refusal:
            await mail.post(session, to=to, letter=letter, key=uuid4().hex, name=name)
    assert refusal.value.field == field
