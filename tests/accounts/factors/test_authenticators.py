"""Authenticator apps: set up, used once a step, turned off."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.contract import SignedIn
from dreamdot_app.accounts.errors import EmailNotConfirmed, ProofNeeded
from dreamdot_app.accounts.factors import service
from dreamdot_app.accounts.factors.errors import AuthenticatorOn, CodeRefused
from dreamdot_app.accounts.factors.models import Authenticator
from dreamdot_app.accounts.factors.sealing import AUTHENTICATOR, SealBroken, unseal
from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.settings import Settings
from tests.accounts.factors.members import Member, member, member_with_app
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.factories.accounts import joined
from tests.mail import letters_to, text_in

STEP = timedelta(seconds=30)


async def row_of(owner: Member) -> Authenticator | None:
    async with reading(Database.USER) as session:
        wanted = col(Authenticator.account_id) == owner.viewer.id
        return await session.scalar(select(Authenticator).where(wanted))


async def test_an_app_is_on_after_its_first_code_and_not_before() -> None:
    ana = await member()
    setup = await service.authenticators.begin(viewer=ana.viewer, now=NOON)
    assert setup.secret in setup.uri
    assert isinstance(await ana.type_password(), SignedIn)
    held = await service.factors_of(account_id=ana.viewer.id)
    assert not held.is_on
    ana.secret = setup.secret
    with pytest.raises(CodeRefused):
        await service.authenticators.confirm(
            viewer=ana.viewer, code=ana.code(NOON + 5 * STEP), now=NOON
        )
    before = ana.token
    await ana.follow(
        await service.authenticators.confirm(viewer=ana.viewer, code=ana.code(NOON), now=NOON)
    )
    assert len(set(ana.codes)) == 10
    assert await accounts.viewer_of_token(before, now=NOON) is None
    held = await service.factors_of(account_id=ana.viewer.id)
    assert held.is_on
    assert (held.authenticator_since, held.codes_left) == (NOON, 10)
    with pytest.raises(AuthenticatorOn):
        await service.authenticators.begin(viewer=ana.viewer, now=NOON)
    with pytest.raises(AuthenticatorOn):
        await service.authenticators.confirm(viewer=ana.viewer, code=ana.code(NOON), now=NOON)


async def test_the_secret_lies_encrypted_and_bound_to_its_owner() -> None:
    ana = await member_with_app()
    kept = await row_of(ana)
    assert kept is not None
    assert ana.secret.encode() not in kept.secret
    assert unseal(kept.secret, label=AUTHENTICATOR, owner=ana.viewer.id) == ana.secret
    for label, owner in ((AUTHENTICATOR, ids.new()), ("something else", ana.viewer.id)):
        with pytest.raises(SealBroken):
            unseal(kept.secret, label=label, owner=owner)
    with pytest.raises(SealBroken):
        unseal(b"", label=AUTHENTICATOR, owner=ana.viewer.id)


async def test_a_secret_that_cannot_be_read_lets_nobody_in() -> None:
    ana = await member_with_app()
    async with transaction(Database.USER, actor=None) as session:
        (await session.get_one(Authenticator, ana.viewer.id)).secret = b"x" * 60
    with pytest.raises(CodeRefused):
        await service.proving.check_code(
            viewer=ana.viewer, code=ana.code(NOON + STEP), now=NOON + STEP
        )


async def test_a_reload_keeps_what_was_scanned_and_later_there_is_a_new_one() -> None:
    ana = await member()
    first = await service.authenticators.begin(viewer=ana.viewer, now=NOON)
    again = await service.authenticators.begin(viewer=ana.viewer, now=NOON + timedelta(minutes=4))
    assert again == first
    # The session has been proved anew meanwhile.
    later = NOON + timedelta(minutes=31)
    other = await member(now=later)
    async with transaction(Database.USER, actor=None) as session:
        kept = await session.get_one(Authenticator, ana.viewer.id)
        kept.created_at = NOON - timedelta(hours=1)
    assert await service.authenticators.begin(viewer=ana.viewer, now=NOON) != first
    assert await service.authenticators.begin(viewer=other.viewer, now=later) != first


async def test_a_step_is_used_once_also_at_once() -> None:
    ana = await member_with_app()
    later = NOON + 2 * STEP
    code = ana.code(later)
    tries = [service.proving.check_code(viewer=ana.viewer, code=code, now=later) for _ in range(5)]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert ended.count(None) == 1
    assert sum(isinstance(one, CodeRefused) for one in ended) == 4
    # Nor the steps before it, which are still within the window.
    with pytest.raises(CodeRefused):
        await service.proving.check_code(viewer=ana.viewer, code=ana.code(NOON + STEP), now=later)
    await service.proving.check_code(viewer=ana.viewer, code=ana.code(later + STEP), now=later)


async def test_the_code_of_setting_up_is_used_up() -> None:
    ana = await member_with_app()
    with pytest.raises(CodeRefused):
        await service.proving.check_code(viewer=ana.viewer, code=ana.code(NOON), now=NOON)


async def test_whoever_has_not_proved_themselves_or_their_address_sets_up_nothing() -> None:
    stranger = await member(is_confirmed=False)
    late = NOON + timedelta(minutes=6)
    ana = await member()
    for call, viewer, now, refusal in (
        (service.authenticators.begin, stranger.viewer, NOON, EmailNotConfirmed),
        (service.authenticators.begin, ana.viewer, late, ProofNeeded),
        (service.authenticators.remove, ana.viewer, late, ProofNeeded),
    ):
        with pytest.raises(refusal):
            await call(viewer=viewer, now=now)
    with pytest.raises(ProofNeeded):
        await service.authenticators.confirm(viewer=ana.viewer, code="000000", now=late)


async def test_turning_it_off_ends_the_other_sessions_and_takes_the_codes_along(
    settings: Settings, run_outbox: RunOutbox
) -> None:
    ana = await member()
    elsewhere = await ana.type_password()
    assert isinstance(elsewhere, SignedIn)
    await ana.turn_on_app()
    assert await accounts.viewer_of_token(elsewhere.token, now=NOON)
    await ana.follow(await service.authenticators.remove(viewer=ana.viewer, now=NOON))
    assert await accounts.viewer_of_token(elsewhere.token, now=NOON) is None
    held = await service.factors_of(account_id=ana.viewer.id)
    assert (held.is_on, held.codes_left) == (False, 0)
    assert isinstance(await ana.type_password(), SignedIn)
    assert await service.authenticators.remove(viewer=ana.viewer, now=NOON) is None
    await run_outbox()
    letters = await letters_to(settings.data_dir, ana.person.email)
    subjects = [letter["Subject"] for letter in letters]
    assert "An authenticator app was added to your account" in subjects
    assert "An authenticator app was removed from your account" in subjects
    assert all(ana.secret not in text_in(letter) for letter in letters)


async def test_two_apps_at_once_are_one() -> None:
    ana = await member()
    ana.secret = (await service.authenticators.begin(viewer=ana.viewer, now=NOON)).secret
    tries = [
        service.authenticators.confirm(viewer=ana.viewer, code=ana.code(NOON), now=NOON)
        for _ in range(3)
    ]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, AuthenticatorOn) for one in ended) == 2


async def test_other_people_are_not_touched() -> None:
    ana, eve = await member_with_app(), await member_with_app()
    with pytest.raises(CodeRefused):
        await service.proving.check_code(
            viewer=eve.viewer, code=ana.code(NOON + STEP), now=NOON + STEP
        )
    bob = await joined()
    assert not (await service.factors_of(account_id=bob.viewer.id)).is_on
