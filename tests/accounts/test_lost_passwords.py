"""A lost password: the same answer to everybody, a link that works once and ends everything."""

import asyncio
import statistics
import time
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlmodel import col

from dreamdot_app.accounts import ceremonies, service
from dreamdot_app.accounts.account_settings import addresses
from dreamdot_app.accounts.confirming.service import confirm
from dreamdot_app.accounts.contract import SignedIn
from dreamdot_app.accounts.errors import (
    AddressConfirmedElsewhere,
    CeremonyOver,
    LinkRefused,
    SignInRefused,
    WeakPassword,
)
from dreamdot_app.accounts.factors.models import Authenticator
from dreamdot_app.accounts.links import Purpose
from dreamdot_app.accounts.models import Account, MailedLink
from dreamdot_app.accounts.new_password.forgotten import ask_reset, reset
from dreamdot_app.accounts.providers import entering
from dreamdot_app.accounts.providers.linking import identity
from dreamdot_app.accounts.providers.person import Person
from dreamdot_app.accounts.tokens import token_hash
from dreamdot_app.admin.service import trail
from dreamdot_app.core import clock
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import BadInput, TooManyTries
from dreamdot_app.core.ids import UserId
from tests.accounts import letterbox
from tests.accounts.letterbox import CHANGE, CHANGED, CONFIRM, RESET
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.factories.accounts import (
    ADDRESS,
    PASSWORD,
    Somebody,
    confirmed,
    joined,
    link,
    somebody,
)

FRESH = "another phrase that is long 8"


async def sign_in(person: Somebody, password: str) -> SignedIn:
    entered = await service.sign_in(
        login=person.username, password=password, address=ADDRESS, user_agent="", now=NOON
    )
    assert isinstance(entered, SignedIn)
    return entered


async def set_by(token: object, password: object = FRESH, now: datetime = NOON) -> UserId:
    return await reset(token=token, password=password, address=ADDRESS, now=now)


async def kept(user_id: UserId) -> Account:
    async with reading(Database.USER) as session:
        return await session.get_one(Account, user_id)


async def asked(person: Somebody, login: str, run_outbox: RunOutbox) -> str:
    """The token that somebody gets who asks for it."""
    await ask_reset(login=login, address=ADDRESS)
    await run_outbox()
    return await letterbox.token(person.email, RESET)


@pytest.mark.parametrize("by", ["username", "email"])
async def test_a_link_sets_another_password_and_ends_all_sessions(
    by: str, run_outbox: RunOutbox
) -> None:
    person = somebody()
    here = await confirmed(person)
    elsewhere = await sign_in(person, PASSWORD)
    token = await asked(person, getattr(person, by).upper(), run_outbox)
    assert await set_by(token, now=clock.now()) == here.viewer.id
    for session in (here, elsewhere):
        assert await service.viewer_of_token(session.token) is None
    with pytest.raises(SignInRefused):
        await sign_in(person, PASSWORD)
    assert (await sign_in(person, FRESH)).viewer.id == here.viewer.id
    await run_outbox()
    assert await letterbox.subjects(person.email) == [CONFIRM, RESET, CHANGED]
    told = [one for one in await trail(account_id=here.viewer.id) if "password" in one.kind]
    assert [(one.kind, one.details) for one in told] == [
        ("accounts.password_changed", {"how": "reset"})
    ]


async def test_the_token_is_nowhere_but_in_the_letter(run_outbox: RunOutbox) -> None:
    person = somebody()
    await confirmed(person)
    token = await asked(person, person.email, run_outbox)
    async with reading(Database.USER) as session:
        row = await session.scalar(
            select(MailedLink).where(col(MailedLink.token_hash) == token_hash(token))
        )
        assert row is not None
        assert token not in str(row.model_dump())
        written = await session.execute(text("select payload::text from job"))
        assert not any(token in payload or person.email in payload for (payload,) in written)
    assert row.expires_at - row.created_at == timedelta(hours=1)


async def test_a_link_works_once(run_outbox: RunOutbox) -> None:
    person = somebody()
    await confirmed(person)
    token = await asked(person, person.email, run_outbox)
    await set_by(token, now=clock.now())
    with pytest.raises(LinkRefused):
        await set_by(token, "a third phrase that is long", now=clock.now())
    assert await sign_in(person, FRESH)


async def test_of_two_at_once_one_sets_the_password() -> None:
    person = somebody()
    member = (await confirmed(person)).viewer
    token = await link(member.id, person.email, Purpose.RESET_PASSWORD)
    chosen = [f"phrase number {n} of several" for n in range(5)]
    ended = await asyncio.gather(*[set_by(token, one) for one in chosen], return_exceptions=True)
    assert ended.count(member.id) == 1
    assert sum(isinstance(one, LinkRefused) for one in ended) == 4
    assert await sign_in(person, chosen[ended.index(member.id)])


async def test_one_link_used_makes_the_others_worthless() -> None:
    person = somebody()
    member = (await confirmed(person)).viewer
    first, second = [await link(member.id, person.email, Purpose.RESET_PASSWORD) for _ in range(2)]
    await set_by(second)
    with pytest.raises(LinkRefused):
        await set_by(first)


@pytest.mark.parametrize(
    "token", [None, "", "x", 5, ["a"], {"a": 1}, "\x00", "\ud800", "x" * 1_000_000]
)
async def test_forged_tokens_are_refused(token: object) -> None:
    with pytest.raises(LinkRefused):
        await set_by(token)


@pytest.mark.parametrize("purpose", [one for one in Purpose if one != Purpose.RESET_PASSWORD])
async def test_a_link_for_something_else_sets_nothing(purpose: Purpose) -> None:
    person = somebody()
    member = (await confirmed(person)).viewer
    with pytest.raises(LinkRefused):
        await set_by(await link(member.id, person.email, purpose))
    assert await sign_in(person, PASSWORD)


async def test_an_expired_link_sets_nothing() -> None:
    person = somebody()
    member = (await confirmed(person)).viewer
    token = await link(member.id, person.email, Purpose.RESET_PASSWORD)
    with pytest.raises(LinkRefused):
        await set_by(token, now=NOON + timedelta(hours=1))
    assert await set_by(token, now=NOON + timedelta(minutes=59)) == member.id


@pytest.mark.parametrize(
    "password", ["short", "password123", "{username}", "{email}", None, 5, "x" * 1_000_000]
)
async def test_a_weak_password_leaves_the_link_as_it_was(password: object) -> None:
    person = somebody("orchid")
    member = (await confirmed(person)).viewer
    token = await link(member.id, person.email, Purpose.RESET_PASSWORD)
    if isinstance(password, str):
        password = password.format(username=person.username, email=person.email)
    with pytest.raises(WeakPassword):
        await set_by(token, password)
    assert await service.viewer_of_token((await sign_in(person, PASSWORD)).token, now=NOON)
    assert await set_by(token) == member.id


@pytest.mark.parametrize(
    "password",
    ["seventy-two bytes and more, " + "zq7 " * 20, "nul \x00 in the middle", "half \ud800 a pair!"],
)
async def test_long_and_strange_passwords_work_to_their_last_letter(password: str) -> None:
    person = somebody()
    member = (await confirmed(person)).viewer
    await set_by(await link(member.id, person.email, Purpose.RESET_PASSWORD), password)
    assert await sign_in(person, password)
    for other in (password[:-1], password + "x", password[:72] + "?"):
        with pytest.raises(SignInRefused):
            await sign_in(person, other)


@pytest.mark.parametrize("is_theirs", [True, False])
async def test_nobody_stays_in_who_joined_with_a_strangers_address(
    is_theirs: bool, run_outbox: RunOutbox
) -> None:
    """An account elsewhere, linked before the address was known to be theirs, lets in its owner."""
    person = somebody()
    member = (await (confirmed if is_theirs else joined)(person)).viewer
    elsewhere = Person("google", f"subject of {person.username}")
    async with transaction(Database.USER, actor=member.id) as session:
        session.add(identity(elsewhere, member.id, now=NOON))
    await set_by(await link(member.id, person.email, Purpose.RESET_PASSWORD))
    came = await entering.sign_in(person=elsewhere, user_agent="", now=NOON)
    assert isinstance(came, SignedIn) is is_theirs
    await run_outbox()
    told = "Google was unlinked from your account" in await letterbox.subjects(person.email)
    assert told is not is_theirs


async def test_the_second_factor_stays_on() -> None:
    person = somebody()
    member = (await confirmed(person)).viewer
    async with transaction(Database.USER, actor=None) as session:
        session.add(
            Authenticator(account_id=member.id, secret=b"x", created_at=NOON, confirmed_at=NOON)
        )
    await set_by(await link(member.id, person.email, Purpose.RESET_PASSWORD))
    async with reading(Database.USER) as session:
        assert await session.get(Authenticator, member.id)


async def test_what_was_begun_with_the_old_password_is_over() -> None:
    person = somebody()
    member = (await confirmed(person)).viewer
    async with transaction(Database.USER, actor=None) as session:
        halfway = ceremonies.begin(
            session, "tests", account_id=member.id, data={}, lifetime=timedelta(hours=1), now=NOON
        )
    await set_by(await link(member.id, person.email, Purpose.RESET_PASSWORD))
    async with transaction(Database.USER, actor=None) as session:
        with pytest.raises(CeremonyOver):
            await ceremonies.look(session, "tests", halfway, now=NOON)


async def test_an_account_without_a_password_gets_one() -> None:
    person = somebody()
    member = (await confirmed(person)).viewer
    async with transaction(Database.USER, actor=None) as session:
        (await session.get_one(Account, member.id)).password_hash = None
    await set_by(await link(member.id, person.email, Purpose.RESET_PASSWORD))
    assert await sign_in(person, FRESH)


async def test_who_joined_with_a_strangers_address_is_out_when_its_owner_comes(
    run_outbox: RunOutbox,
) -> None:
    """Somebody joins in advance with a stranger's address and waits for them with open doors."""
    owner = somebody()
    thief = await joined(owner)
    loot = somebody().email
    await addresses.ask_for_address(viewer=thief.viewer, email=loot, now=NOON)
    await run_outbox()
    waiting = await letterbox.token(loot, CHANGE)
    token = await asked(owner, owner.email, run_outbox)

    assert await set_by(token, now=clock.now()) == thief.viewer.id
    assert (await kept(thief.viewer.id)).email_confirmed_at is not None
    assert await service.viewer_of_token(thief.token) is None
    with pytest.raises(SignInRefused):
        await sign_in(owner, PASSWORD)
    with pytest.raises(LinkRefused):
        await confirm(token=waiting, now=NOON)
    assert (await kept(thief.viewer.id)).email == owner.email
    assert (await sign_in(owner, FRESH)).viewer.is_confirmed


async def test_an_address_that_another_has_confirmed_opens_no_other_account(
    run_outbox: RunOutbox,
) -> None:
    person = somebody()
    claims = (await joined(person)).viewer
    early = await link(claims.id, person.email, Purpose.RESET_PASSWORD)
    owner = Somebody(somebody().username, person.email)
    await confirmed(owner)
    with pytest.raises(AddressConfirmedElsewhere):
        await set_by(early)
    # Nor is the owner written to about it.
    await run_outbox()
    before = await letterbox.subjects(person.email)
    await ask_reset(login=person.username, address=ADDRESS)
    await run_outbox()
    assert await letterbox.subjects(person.email) == before


async def test_known_and_unknown_take_as_long() -> None:
    known = [somebody() for _ in range(25)]
    for person in known:
        await confirmed(person)

    async def took(login: str) -> float:
        began = time.perf_counter()
        await ask_reset(login=login, address=ADDRESS)
        return time.perf_counter() - began

    times: tuple[list[float], list[float]] = ([], [])
    for person in known:
        times[0].append(await took(person.email))
        times[1].append(await took(somebody().email))
    assert 0.4 < statistics.median(times[0]) / statistics.median(times[1]) < 2.5


async def test_a_thousand_wishes_are_three_letters(run_outbox: RunOutbox) -> None:
    person = somebody()
    await confirmed(person)
    await run_outbox()
    for login in (person.email, somebody().email):
        ended = await asyncio.gather(
            *[ask_reset(login=login, address="198.51.100.77") for _ in range(500)],
            return_exceptions=True,
        )
        assert ended.count(None) == 3
        refused = [one for one in ended if isinstance(one, TooManyTries)]
        assert len(refused) == 497
        assert 0 < refused[0].retry_after_s <= 3_600
    await run_outbox()
    assert (await letterbox.subjects(person.email)).count(RESET) == 3


async def test_a_thousand_addresses_are_six_letters(run_outbox: RunOutbox) -> None:
    person = somebody()
    await confirmed(person)
    ended = await asyncio.gather(
        *[ask_reset(login=person.email, address=f"2001:db8:{n:x}::1") for n in range(1_000)],
        return_exceptions=True,
    )
    assert ended.count(None) == 6
    await run_outbox()
    assert (await letterbox.subjects(person.email)).count(RESET) == 6


async def test_an_unconfirmed_address_is_not_flooded_by_many_accounts(
    run_outbox: RunOutbox,
) -> None:
    victim = somebody().email
    for _ in range(5):
        claims = Somebody(somebody().username, victim)
        await joined(claims)
        await ask_reset(login=claims.username, address=ADDRESS)
    await run_outbox()
    assert len(await letterbox.letters(victim)) == 3


@pytest.mark.parametrize("login", [None, "", "  ", 5, ["a"], {"a": 1}])
async def test_nothing_typed_is_refused(login: object) -> None:
    with pytest.raises(BadInput) as refusal:
        await ask_reset(login=login, address=ADDRESS)
    assert refusal.value.field == "login"


@pytest.mark.parametrize("login", ["@", "\x00", "\ud800", "a@\ud800", "x" * 1_000_000, "' or 1=1"])
async def test_strange_names_are_nobodys(login: str, run_outbox: RunOutbox) -> None:
    await ask_reset(login=login, address=ADDRESS)
    await run_outbox()
