"""Signing in with a second factor: what is told before it, what it takes, what is guessed."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.contract import FactorNeeded, SignedIn
from dreamdot_app.accounts.devices import repository as devices
from dreamdot_app.accounts.errors import CeremonyOver, SignInRefused
from dreamdot_app.accounts.factors import entering, service
from dreamdot_app.accounts.factors.contract import Way
from dreamdot_app.accounts.factors.errors import CodeRefused
from dreamdot_app.accounts.models import Account, AccountSession
from dreamdot_app.accounts.tokens import new_token, token_hash
from dreamdot_app.admin.models import AuditEntry
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import TooManyTries
from dreamdot_app.core.settings import Settings
from tests.accounts.factors.members import Member, member, member_with_app
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.factories.accounts import ADDRESS, PASSWORD, somebody
from tests.mail import letters_to

LATER = NOON + timedelta(minutes=2)


async def use(owner: Member, code: object, *, token: object = None, now=LATER) -> SignedIn:
    return await service.second_step.pass_with_code(
        token=token if token is not None else await owner.begin_step(now=now),
        code=code,
        address=ADDRESS,
        user_agent="another browser",
        now=now,
    )


async def sessions_of(owner: Member) -> int:
    async with reading(Database.USER) as session:
        wanted = col(AccountSession.account_id) == owner.viewer.id
        query = select(func.count()).select_from(AccountSession).where(wanted)
        return await session.scalar(query) or 0


async def test_a_password_alone_is_not_enough_and_a_code_goes_with_it(
    run_outbox: RunOutbox,
) -> None:
    ana = await member_with_app()
    before = await sessions_of(ana)
    token = await ana.begin_step()
    assert await sessions_of(ana) == before
    assert await accounts.viewer_of_token(token, now=NOON) is None
    assert await service.second_step.ways(token=token, now=NOON) == (Way.CODE, Way.RECOVERY)
    signed_in = await use(ana, ana.code(LATER), token=token)
    assert signed_in.viewer.id == ana.viewer.id
    assert signed_in.viewer.proven_at == LATER
    with pytest.raises(CeremonyOver):
        await use(ana, ana.code(LATER + timedelta(seconds=30)), token=token)
    await run_outbox()
    async with reading(Database.AUDIT) as session:
        entries = (
            await session.scalars(
                select(col(AuditEntry.kind)).where(col(AuditEntry.account_id) == ana.viewer.id)
            )
        ).all()
    assert {"accounts.factor_added", "accounts.recovery_codes_made"} <= set(entries)
    assert entries.count("accounts.signed_in") == 2


async def test_nobody_learns_of_a_factor_without_the_password() -> None:
    ana, bob = await member_with_app(), await member()
    said = set()
    for login in (ana.person.username, bob.person.username, somebody().username):
        with pytest.raises(SignInRefused) as refusal:
            await accounts.sign_in(
                login=login, password="wrong", address=ADDRESS, user_agent="", now=NOON
            )
        said.add((refusal.value.message, refusal.value.code, refusal.value.status))
    assert len(said) == 1


@pytest.mark.parametrize("token", ["", "forged", "x" * 1_000_000, "\x00", None, 5, ["a"]])
async def test_a_forged_token(token: object) -> None:
    for call in (
        service.second_step.ways(token=token, now=NOON),
        service.second_step.ask_passkey(token=token, now=NOON),
        use(await member(), "000000", token=token or "-"),
    ):
        with pytest.raises(CeremonyOver):
            await call


async def test_a_step_is_over_after_five_minutes_and_with_another_password() -> None:
    ana = await member_with_app()
    token = await ana.begin_step()
    end = NOON + timedelta(minutes=5)
    with pytest.raises(CeremonyOver):
        await use(ana, ana.code(end), token=token, now=end)
    token = await ana.begin_step()
    async with transaction(Database.USER, actor=None) as session:
        (await session.get_one(Account, ana.viewer.id)).password_hash = "$2b$04$another"
    with pytest.raises(CeremonyOver):
        await use(ana, ana.code(LATER), token=token)


async def test_the_step_of_another_account_does_not_take_ones_own_code() -> None:
    ana, eve = await member_with_app(), await member_with_app()
    token = await ana.begin_step()
    for attempt in (eve.code(LATER), ana.code(LATER + timedelta(hours=1))):
        with pytest.raises(CodeRefused):
            await use(eve, attempt, token=token)


async def test_five_tries_a_step_and_then_a_letter(
    settings: Settings, run_outbox: RunOutbox
) -> None:
    ana = await member_with_app()
    token = await ana.begin_step()
    tries = [use(ana, "000000", token=token) for _ in range(8)]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, CodeRefused) for one in ended) == entering.TRIES
    assert sum(isinstance(one, CeremonyOver) for one in ended) == 3
    with pytest.raises(CeremonyOver):
        await use(ana, ana.code(LATER), token=token)
    await run_outbox()
    letters = await letters_to(settings.data_dir, ana.person.email)
    assert [one["Subject"] for one in letters].count("Somebody knows your password") == 1


async def test_whoever_knows_the_password_cannot_guess_for_long() -> None:
    """Beginning anew does not forgive what was tried, neither passwords nor codes."""
    ana = await member_with_app()
    guessed, waits_s = 0, list[int]()
    for number in range(12):
        entered = await ana.type_password(address=f"203.0.113.{number}")
        assert isinstance(entered, FactorNeeded)
        for _ in range(5):
            try:
                await use(ana, "000000", token=entered.token)
            except CodeRefused:
                guessed += 1
            except TooManyTries as refusal:
                waits_s.append(refusal.retry_after_s)
                break
    assert guessed == 10
    assert min(waits_s) > 60
    # From one address the password itself is asked for five times a minute, known or not.
    tries = [ana.type_password(address="198.51.100.70") for _ in range(7)]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, FactorNeeded) for one in ended) == 5


async def test_nor_lock_the_owner_out_of_a_browser_that_is_known() -> None:
    ana, known = await member_with_app(), new_token()
    async with transaction(Database.USER, actor=None) as session:
        await devices.see(session, ana.viewer.id, token_hash(known), now=NOON)
    for number in range(3):
        token = await ana.begin_step(address=f"203.0.113.{number}")
        for _ in range(5):
            with pytest.raises((CodeRefused, TooManyTries)):
                await use(ana, "000000", token=token)
    with pytest.raises(TooManyTries):
        await use(ana, ana.code(LATER))
    entered = await ana.type_password(address="198.51.100.72", device=known, now=LATER)
    assert isinstance(entered, FactorNeeded)
    assert await use(ana, ana.code(LATER), token=entered.token)


async def test_a_right_code_forgives_passwords_and_codes() -> None:
    ana = await member_with_app()
    for minute in range(2, 8):
        now = NOON + timedelta(minutes=minute)
        token = await ana.begin_step(now=now, address="198.51.100.71")
        for _ in range(2):
            with pytest.raises(CodeRefused):
                await use(ana, "000000", token=token, now=now)
        await service.second_step.pass_with_code(
            token=token, code=ana.code(now), address="198.51.100.71", user_agent="", now=now
        )


async def test_one_code_does_not_open_two_steps_at_once() -> None:
    ana = await member_with_app()
    tokens = [await ana.begin_step() for _ in range(4)]
    tries = [use(ana, ana.code(LATER), token=token) for token in tokens]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, SignedIn) for one in ended) == 1
    assert sum(isinstance(one, CodeRefused) for one in ended) == 3


async def test_a_hash_that_is_replaced_meanwhile_does_not_end_the_step() -> None:
    ana = await member_with_app()
    entered = await accounts.sign_in(
        login=ana.person.username,
        password=PASSWORD,
        address=ADDRESS,
        user_agent="",
        now=NOON,
        bcrypt_cost=5,
    )
    assert isinstance(entered, FactorNeeded)
    assert await use(ana, ana.code(LATER), token=entered.token)


async def test_an_account_that_is_gone_is_not_entered() -> None:
    ana = await member_with_app()
    token = await ana.begin_step()
    async with transaction(Database.USER, actor=None) as session:
        (await session.get_one(Account, ana.viewer.id)).deleted_at = NOON
    with pytest.raises(CeremonyOver):
        await use(ana, ana.code(LATER), token=token)
