"""Passkeys: added, asked, refused; with a device in software that can lie."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from dreamdot_app.accounts.contract import SignedIn
from dreamdot_app.accounts.errors import (
    CeremonyOver,
)
from dreamdot_app.accounts.factors import service
from dreamdot_app.accounts.factors.contract import Way
from dreamdot_app.accounts.factors.errors import (
    PasskeyKnown,
    PasskeyRefused,
    PasskeyUnknown,
)
from dreamdot_app.accounts.factors.models import Passkey
from dreamdot_app.admin.activity.words import said
from dreamdot_app.admin.models import AuditEntry
from dreamdot_app.core import ids
from dreamdot_app.core.allowances import SIGN_IN_NOTED
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.rates import forgive
from dreamdot_app.core.settings import Settings
from tests.accounts.factors.asking import LATER, add, audited, enter, row_of, step
from tests.accounts.factors.device import Device, decoded, encoded
from tests.accounts.factors.members import member, member_with_app, member_with_passkey
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.factories.accounts import ADDRESS
from tests.mail import letters_to


async def test_a_passkey_is_added_and_signs_in_alone() -> None:
    ana = await member_with_passkey()
    assert len(ana.codes) == 10
    signed_in = await enter(ana.device)
    assert signed_in.viewer.id == ana.viewer.id
    assert signed_in.viewer.proven_at == LATER
    kept = await row_of(ana.device)
    assert kept is not None
    assert (kept.name, kept.transports) == ("Passkey 1", "internal,hybrid")
    assert (kept.sign_count, kept.last_used_at) == (ana.device.count, LATER)


async def test_the_question_for_a_new_one_wants_an_owner_and_no_twin() -> None:
    ana = await member_with_passkey()
    options = (await service.passkeys.begin(viewer=ana.viewer, now=NOON)).options
    assert options["rp"] == {"id": "localhost", "name": "DreamDot"}
    assert decoded(options["user"]["id"]) == ana.viewer.id.bytes
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert [one["id"] for one in options["excludeCredentials"]] == [
        encoded(ana.device.credential_id)
    ]
    assert options["attestation"] == "none"


async def test_it_is_two_factors_where_an_app_is_on_too() -> None:
    ana = await member_with_app()
    await add(ana, ana.device)
    assert (await enter(ana.device)).viewer.id == ana.viewer.id


async def test_it_is_a_second_factor_after_a_password() -> None:
    ana = await member_with_passkey()
    token = await ana.begin_step(now=LATER)
    assert await service.second_step.ways(token=token, now=LATER) == (Way.PASSKEY, Way.RECOVERY)
    ana.device.verifies = False  # the password came before: a touch is enough
    assert (await step(ana, ana.device, token=token)).viewer.id == ana.viewer.id


LIES = {
    "origin": "https://evil.example",
    "rp_id": "evil.example",
    "verifies": False,
    "private": Device().private,
    "handle": ids.new().bytes,
}


@pytest.mark.parametrize("lie", LIES)
async def test_an_answer_for_elsewhere_or_without_its_owner_is_refused(lie: str) -> None:
    ana = await member_with_passkey()
    truth = getattr(ana.device, lie)
    setattr(ana.device, lie, LIES[lie])
    with pytest.raises(PasskeyRefused):
        await enter(ana.device)
    if lie != "verifies":
        with pytest.raises(PasskeyRefused):
            await step(ana, ana.device)
    setattr(ana.device, lie, truth)
    assert await enter(ana.device)


@pytest.mark.parametrize("lie", ["origin", "rp_id", "verifies"])
async def test_no_passkey_is_added_for_elsewhere_or_without_its_owner(lie: str) -> None:
    ana = await member()
    with pytest.raises(PasskeyRefused):
        await add(ana, Device(**{lie: LIES[lie]}))
    assert not (await service.factors_of(account_id=ana.viewer.id)).is_on


async def test_an_answer_counts_once() -> None:
    ana = await member_with_passkey()
    ana.device.counts, ana.device.count = False, 0
    async with transaction(Database.USER, actor=None) as session:
        wanted = col(Passkey.credential_id) == ana.device.credential_id
        kept = await session.scalar(select(Passkey).where(wanted))
        assert kept is not None
        kept.sign_count = 0  # so that only the question itself stands against a replay
    question = await service.passkey_sign_in.ask(address=ADDRESS, now=LATER)
    answer = ana.device.answer(question.options)
    tries = [enter(ana.device, ceremony=question.ceremony, answer=answer) for _ in range(4)]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, SignedIn) for one in ended) == 1
    assert sum(isinstance(one, CeremonyOver) for one in ended) == 3
    with pytest.raises(PasskeyRefused):  # to another question
        await enter(ana.device, answer=answer)


async def test_a_question_is_answered_once_also_wrongly_and_in_time() -> None:
    ana = await member_with_passkey()
    question = await service.passkey_sign_in.ask(address=ADDRESS, now=LATER)
    with pytest.raises(PasskeyUnknown):
        await enter(ana.device, ceremony=question.ceremony, answer={"id": "x"})
    with pytest.raises(CeremonyOver):
        await enter(
            ana.device, ceremony=question.ceremony, answer=ana.device.answer(question.options)
        )
    question = await service.passkey_sign_in.ask(address=ADDRESS, now=NOON - timedelta(minutes=3))
    with pytest.raises(CeremonyOver):
        await enter(
            ana.device, ceremony=question.ceremony, answer=ana.device.answer(question.options)
        )
    for forged in ("", "forged", 5, ["x"], {}):
        with pytest.raises(CeremonyOver):
            await enter(ana.device, ceremony=forged)


async def test_questions_of_one_kind_are_not_answered_as_another() -> None:
    ana = await member_with_passkey()
    asked = await service.proving.ask_passkey(viewer=ana.viewer, now=LATER)
    with pytest.raises(CeremonyOver):
        await enter(ana.device, ceremony=asked.ceremony, answer=ana.device.answer(asked.options))
    alone = await service.passkey_sign_in.ask(address=ADDRESS, now=LATER)
    with pytest.raises(CeremonyOver):
        await service.proving.check_passkey(
            viewer=ana.viewer,
            ceremony=alone.ceremony,
            credential=ana.device.answer(alone.options),
            now=LATER,
        )


async def test_somebody_elses_passkey_or_question_does_not_help() -> None:
    ana, eve = await member_with_passkey(), await member_with_passkey()
    with pytest.raises(PasskeyRefused):
        await step(ana, eve.device)
    for_eve = await service.proving.ask_passkey(viewer=eve.viewer, now=LATER)
    for device in (ana.device, eve.device):
        with pytest.raises((PasskeyRefused, CeremonyOver)):
            await service.proving.check_passkey(
                viewer=ana.viewer,
                ceremony=for_eve.ceremony,
                credential=device.answer(for_eve.options),
                now=LATER,
            )
    question = await service.passkeys.begin(viewer=ana.viewer, now=NOON)
    with pytest.raises(PasskeyRefused):
        await service.passkeys.add(
            viewer=eve.viewer,
            ceremony=question.ceremony,
            credential=Device().make(question.options),
            name="",
            now=NOON,
        )


async def test_a_proof_wants_the_owner_of_the_device() -> None:
    ana = await member_with_passkey()
    for verifies in (False, True):
        ana.device.verifies = verifies
        asked = await service.proving.ask_passkey(viewer=ana.viewer, now=LATER)
        call = service.proving.check_passkey(
            viewer=ana.viewer,
            ceremony=asked.ceremony,
            credential=ana.device.answer(asked.options),
            now=LATER,
        )
        if verifies:
            await call
        else:
            with pytest.raises(PasskeyRefused):
                await call


async def test_a_count_that_goes_back_is_a_copy(settings: Settings, run_outbox: RunOutbox) -> None:
    ana = await member_with_passkey()
    ana.device.count = 40
    await enter(ana.device)
    for behind in (10, 40):
        ana.device.count = behind
        with pytest.raises(PasskeyRefused):
            await enter(ana.device) if behind == 10 else await step(ana, ana.device)
        ana.device.count = 60 + behind
        await enter(ana.device)
    await run_outbox()
    assert (await audited(ana)).count("accounts.passkey_copied") == 2
    letters = await letters_to(settings.data_dir, ana.person.email)
    assert [one["Subject"] for one in letters].count("One of your passkeys was refused") == 2


async def test_one_that_is_kept_in_several_places_counts_nothing_and_says_so() -> None:
    ana = await member()
    ana.device = Device(counts=False, is_kept=True)
    await add(ana, ana.device)
    for _ in range(2):
        assert await enter(ana.device)
    (shown,) = (await service.factors_of(account_id=ana.viewer.id)).passkeys
    assert shown.is_backed_up
    ana.device.is_kept = False
    await enter(ana.device)
    (shown,) = (await service.factors_of(account_id=ana.viewer.id)).passkeys
    assert not shown.is_backed_up


async def test_one_passkey_is_on_one_account() -> None:
    ana, eve = await member_with_passkey(), await member()
    stolen = Device(credential_id=ana.device.credential_id)
    for owner in (eve, ana):
        with pytest.raises(PasskeyKnown):
            await add(owner, stolen)
    assert (await enter(ana.device)).viewer.id == ana.viewer.id


async def test_an_unknown_passkey() -> None:
    with pytest.raises(PasskeyUnknown):
        await enter(Device())


# Each from an address of its own: only so many tries an hour are written down for one.
async def test_what_is_refused_at_signing_in_stands_in_the_trail(run_outbox: RunOutbox) -> None:
    ana = await member_with_passkey()
    ana.device.verifies = False
    for _ in range(12):
        with pytest.raises(PasskeyRefused):
            await enter(ana.device, address="198.51.100.71")
    await run_outbox()
    assert (await audited(ana)).count("accounts.factor_refused") == 10  # nobody floods it
    assert said("accounts.factor_refused", {"way": "passkey"}) == "A passkey was refused"


async def test_an_unknown_one_stands_there_about_nobody(run_outbox: RunOutbox) -> None:
    await forgive([(SIGN_IN_NOTED, "passkey\0")])  # what other tests have tried of these
    before = await _about_nobody()
    with pytest.raises(PasskeyUnknown):
        await enter(Device(), address="198.51.100.72")
    await run_outbox()
    assert await _about_nobody() == before + 1


async def _about_nobody() -> int:
    async with reading(Database.AUDIT) as session:
        wanted = col(AuditEntry.account_id).is_(None)
        failed = col(AuditEntry.kind) == "accounts.sign_in_failed"
        return len((await session.scalars(select(AuditEntry).where(wanted, failed))).all())
