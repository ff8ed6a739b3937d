"""Whose an address is: joining tells nobody, letters tell the owner, a link confirms it once."""

import asyncio
import statistics
import time
from datetime import timedelta
from typing import Any

import pytest

from dreamdot_app.accounts import links, service
from dreamdot_app.accounts.confirming import asking
from dreamdot_app.accounts.confirming.asking import NothingToConfirm
from dreamdot_app.accounts.confirming.service import confirm
from dreamdot_app.accounts.contract import SignedIn, Viewer
from dreamdot_app.accounts.errors import AddressConfirmedElsewhere, LinkRefused
from dreamdot_app.accounts.links import Purpose
from dreamdot_app.accounts.models import Account
from dreamdot_app.admin.service import trail
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import TooManyTries
from dreamdot_app.core.ids import UserId
from tests.accounts import letterbox
from tests.accounts.letterbox import CONFIRM, KNOWN
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.factories.accounts import ADDRESS, PASSWORD, confirmed, joined, link, somebody
from tests.mail import html_in, text_in


async def kept(user_id: UserId) -> Account:
    async with reading(Database.USER) as session:
        return await session.get_one(Account, user_id)


async def join_with(email: str, **changes: Any) -> Viewer:
    typed = {
        "email": email, "username": somebody().username, "password": PASSWORD,
        "accepts_terms": True, "address": ADDRESS, "user_agent": "a browser", "now": NOON,
    }  # fmt: skip
    return (await service.join(**(typed | changes))).viewer


async def viewer_of(token: str) -> Viewer:
    found = await service.viewer_of_token(token, now=NOON)
    assert found is not None
    return found


async def test_who_joins_gets_a_link_that_confirms_the_address_once(run_outbox: RunOutbox) -> None:
    person = somebody()
    member = (await joined(person)).viewer
    assert not member.is_confirmed
    await run_outbox()
    assert await letterbox.subjects(person.email) == [CONFIRM]
    letter = await letterbox.newest(person.email, CONFIRM)
    assert f"@{person.username}" in text_in(letter)
    token = letterbox.token_in(letter)
    later = NOON + timedelta(hours=23)
    assert await confirm(token=token, now=later) == member.id
    assert (await kept(member.id)).email_confirmed_at == later
    with pytest.raises(LinkRefused):
        await confirm(token=token, now=later)
    await run_outbox()
    [entry] = [one for one in await trail(account_id=member.id) if "confirmed" in one.kind]
    assert (entry.kind, entry.details) == ("accounts.email_confirmed", {})


async def test_every_open_browser_of_theirs_knows_at_once() -> None:
    person = somebody()
    here = await joined(person)
    there = await service.sign_in(
        login=person.username, password=PASSWORD, address=ADDRESS, user_agent="", now=NOON
    )
    assert isinstance(there, SignedIn)
    tokens = (here.token, there.token)
    assert not any([(await viewer_of(token)).is_confirmed for token in tokens])
    await confirm(token=await link(here.viewer.id, person.email), now=NOON)
    assert all([(await viewer_of(token)).is_confirmed for token in tokens])


async def test_a_known_address_is_taken_in_silence_and_its_owner_told(
    run_outbox: RunOutbox,
) -> None:
    person = somebody()
    owner = (await confirmed(person)).viewer
    await run_outbox()
    stranger = await join_with(person.email.upper())
    await run_outbox()
    assert not stranger.is_confirmed
    assert await letterbox.subjects(person.email) == [CONFIRM, KNOWN]
    told = await letterbox.newest(person.email, KNOWN)
    assert f"@{owner.username}" in text_in(told)
    assert "token" not in text_in(told) + html_in(told)
    assert stranger.username not in text_in(told) + html_in(told)
    # Both can be signed in to by name; the address leads to whose it is.
    by_address = await service.sign_in(
        login=person.email, password=PASSWORD, address=ADDRESS, user_agent="", now=NOON
    )
    assert isinstance(by_address, SignedIn)
    assert by_address.viewer.id == owner.id


async def test_known_and_unknown_addresses_take_as_long() -> None:
    person = somebody()
    await confirmed(person)

    async def took(email: str) -> float:
        began = time.perf_counter()
        await join_with(email)
        return time.perf_counter() - began

    known, unknown = [], []
    for _ in range(25):
        known.append(await took(person.email))
        unknown.append(await took(somebody().email))
    assert 0.4 < statistics.median(known) / statistics.median(unknown) < 2.5


async def test_nobodys_mailbox_is_flooded(run_outbox: RunOutbox) -> None:
    known, unknown = somebody(), somebody()
    await confirmed(known)
    await asyncio.gather(
        *[join_with(victim.email) for victim in (known, unknown) for _ in range(12)]
    )
    await run_outbox()
    assert len(await letterbox.letters(known.email)) == 3
    assert len(await letterbox.letters(unknown.email)) == 3


@pytest.mark.parametrize(
    "token", [None, "", "x", 5, ["a"], {"a": 1}, "\x00", "\ud800", "x" * 1_000_000, "' or 1=1"]
)
async def test_forged_tokens_are_refused(token: object) -> None:
    with pytest.raises(LinkRefused):
        await confirm(token=token, now=NOON)


async def test_a_link_for_something_else_confirms_nothing() -> None:
    person = somebody()
    member = (await joined(person)).viewer
    token = await link(member.id, person.email, Purpose.RESET_PASSWORD)
    with pytest.raises(LinkRefused):
        await confirm(token=token, now=NOON)
    assert (await kept(member.id)).email_confirmed_at is None


async def test_an_expired_link_confirms_nothing() -> None:
    person = somebody()
    member = (await joined(person)).viewer
    token = await link(member.id, person.email)
    with pytest.raises(LinkRefused):
        await confirm(token=token, now=NOON + timedelta(hours=24))
    assert await confirm(token=token, now=NOON + timedelta(hours=23, minutes=59)) == member.id


async def test_of_two_who_use_a_link_at_once_one_does() -> None:
    person = somebody()
    member = (await joined(person)).viewer
    token = await link(member.id, person.email)
    tries = [confirm(token=token, now=NOON) for _ in range(6)]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert ended.count(member.id) == 1
    assert sum(isinstance(one, LinkRefused) for one in ended) == 5


async def test_of_accounts_that_confirm_an_address_at_once_one_has_it() -> None:
    email = somebody().email
    members = [await join_with(email) for _ in range(5)]
    tokens = [await link(member.id, email) for member in members]
    ended = await asyncio.gather(
        *[confirm(token=token, now=NOON) for token in tokens], return_exceptions=True
    )
    [winner] = [one for one in ended if not isinstance(one, BaseException)]
    assert sum(isinstance(one, AddressConfirmedElsewhere) for one in ended) == 4
    owners = [m.id for m in members if (await kept(m.id)).email_confirmed_at is not None]
    assert owners == [winner]
    # Also later, and by the words for people.
    with pytest.raises(AddressConfirmedElsewhere, match="Another account"):
        await confirm(token=await link(next(m.id for m in members if m.id != winner), email),
                      now=NOON)  # fmt: skip


async def test_a_link_to_an_address_that_was_given_up_confirms_nothing() -> None:
    person = somebody()
    member = (await joined(person)).viewer
    token = await link(member.id, somebody().email)
    with pytest.raises(LinkRefused):
        await confirm(token=token, now=NOON)


async def test_another_link_makes_the_one_before_worthless(run_outbox: RunOutbox) -> None:
    person = somebody()
    member = (await joined(person)).viewer
    await run_outbox()
    first = await letterbox.token(person.email, CONFIRM)
    assert await asking.ask_again(viewer=member, now=NOON) == person.email
    await run_outbox()
    second = await letterbox.token(person.email, CONFIRM)
    assert first != second
    with pytest.raises(LinkRefused):
        await confirm(token=first, now=NOON)
    assert await confirm(token=second, now=NOON) == member.id
    with pytest.raises(NothingToConfirm):
        await asking.ask_again(viewer=member, now=NOON)


async def test_links_are_sent_again_so_often_and_not_more(run_outbox: RunOutbox) -> None:
    person = somebody()
    member = (await joined(person)).viewer
    for _ in range(2):
        await asking.ask_again(viewer=member, now=NOON)
    with pytest.raises(TooManyTries):
        await asking.ask_again(viewer=member, now=NOON)
    await run_outbox()
    # Whoever is told that a letter is on its way does get one.
    assert await letterbox.subjects(person.email) == [CONFIRM] * 3


async def test_asking_again_tells_as_little_as_joining(run_outbox: RunOutbox) -> None:
    person = somebody()
    await confirmed(person)
    stranger = await join_with(person.email)
    assert await asking.ask_again(viewer=stranger, now=NOON) == person.email.lower()
    await run_outbox()
    assert await letterbox.subjects(person.email) == [CONFIRM, KNOWN, KNOWN]


@pytest.mark.parametrize(
    "written",
    ["Zoe\r\nBcc: all@example.com", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>',
     "=?utf-8?q?a=0ABcc:_all=40example.com?=", "Click https://evil.example now",
     "\u202emoc.live\u202c"],
)  # fmt: skip
async def test_what_strangers_write_is_in_no_letter(written: str, run_outbox: RunOutbox) -> None:
    person = somebody()
    await joined(person)
    await run_outbox()
    other = somebody()
    await join_with(other.email, display_name=written)
    await run_outbox()
    [letter] = await letterbox.letters(other.email)
    assert letter["Bcc"] is None
    assert set(letter.keys()) == set((await letterbox.newest(person.email, CONFIRM)).keys())
    whole = text_in(letter) + html_in(letter) + str(letter["To"]) + str(letter["Subject"])
    for piece in ("evil.example", "alert(1)", "Bcc", "moc.live"):
        assert piece not in whole


@pytest.mark.parametrize(
    "email", ["{}@example.com\r\nBcc: all@example.com", "{}@example.com, all@example.com",
              "{}@example.com>\nx", "Zoe <{}@example.com>", "{}\x00@example.com"]
)  # fmt: skip
async def test_an_address_that_would_be_more_than_one_is_refused(email: str) -> None:
    from dreamdot_app.core.errors import BadInput

    with pytest.raises(BadInput) as refusal:
        await join_with(email.format(somebody().username))
    assert refusal.value.field == "email"


async def test_old_links_are_forgotten() -> None:
    member = (await joined()).viewer
    token = await link(member.id, "a@example.com", now=NOON - timedelta(days=40))
    async with transaction(Database.USER, actor=None) as session:
        await links.forget_old(session, now=NOON)
        with pytest.raises(LinkRefused):
            await links.find(session, Purpose.CONFIRM_EMAIL, token, now=NOON - timedelta(days=40))
