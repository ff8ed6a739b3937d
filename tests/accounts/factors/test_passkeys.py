"""Passkeys: added, asked, refused; with a device in software that can lie."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import col

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.contract import FactorNeeded, SignedIn
from dreamdot_app.accounts.errors import (
    CeremonyOver,
    EmailNotConfirmed,
    ProofNeeded,
    SignInRefused,
)
from dreamdot_app.accounts.factors import service
from dreamdot_app.accounts.factors.contract import Way
from dreamdot_app.accounts.factors.errors import (
    LastWayIn,
    PasskeyKnown,
    PasskeyRefused,
    PasskeysImpossible,
    PasskeyUnknown,
    RecoveryCodesNeeded,
)
from dreamdot_app.accounts.factors.models import Passkey, RecoveryCode
from dreamdot_app.accounts.factors.relying_party import RelyingParty, relying_party
from dreamdot_app.admin.models import AuditEntry
from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import BadInput, NotFound
from dreamdot_app.core.settings import Settings
from tests.accounts.factors.device import Device, decoded, encoded
from tests.accounts.factors.members import Member, member, member_with_app, member_with_passkey
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.factories.accounts import ADDRESS, PASSWORD
from tests.mail import letters_to

LATER = NOON + timedelta(minutes=2)


async def enter(device: Device, *, ceremony: object = None, answer: Any = None) -> SignedIn:
    """Sign in with a passkey alone."""
    question = await service.passkey_sign_in.ask(address=ADDRESS, now=LATER)
    return await service.passkey_sign_in.sign_in(
        ceremony=ceremony if ceremony is not None else question.ceremony,
        credential=device.answer(question.options) if answer is None else answer,
        address=ADDRESS,
        user_agent="another browser",
        now=LATER,
    )


async def step(owner: Member, device: Device, *, token: str = "") -> SignedIn:
    """Sign in with a passkey after a password."""
    waiting = token or await owner.begin_step(now=LATER)
    question = await service.second_step.ask_passkey(token=waiting, now=LATER)
    return await service.second_step.pass_with_passkey(
        token=waiting,
        ceremony=question.ceremony,
        credential=device.answer(question.options),
        address=ADDRESS,
        user_agent="another browser",
        now=LATER,
    )


async def add(owner: Member, device: Device, *, name: object = "") -> None:
    question = await service.passkeys.begin(viewer=owner.viewer, now=NOON)
    changed = await service.passkeys.add(
        viewer=owner.viewer,
        ceremony=question.ceremony,
        credential=device.make(question.options),
        name=name,
        now=NOON,
    )
    await owner.follow(changed)


async def row_of(device: Device) -> Passkey | None:
    async with reading(Database.USER) as session:
        wanted = col(Passkey.credential_id) == device.credential_id
        return await session.scalar(select(Passkey).where(wanted))


async def audited(owner: Member) -> list[str]:
    async with reading(Database.AUDIT) as session:
        wanted = col(AuditEntry.account_id) == owner.viewer.id
        return list((await session.scalars(select(col(AuditEntry.kind)).where(wanted))).all())


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


async def test_names() -> None:
    ana = await member()
    await add(ana, ana.device, name="  Work \u202e laptop ")
    (shown,) = (await service.factors_of(account_id=ana.viewer.id)).passkeys
    assert shown.name == "Work laptop"
    await service.passkeys.rename(viewer=ana.viewer, passkey=shown.id, name="<b>Home</b>", now=NOON)
    (shown,) = (await service.factors_of(account_id=ana.viewer.id)).passkeys
    assert shown.name == "<b>Home</b>"
    for bad in ("", " ", "x" * 61, None, 5):
        with pytest.raises(BadInput):
            await service.passkeys.rename(viewer=ana.viewer, passkey=shown.id, name=bad, now=NOON)
    with pytest.raises(BadInput):
        await add(ana, Device(), name="x" * 61)


async def test_only_ones_own_are_changed_and_only_with_a_proof() -> None:
    ana, eve = await member_with_passkey(), await member_with_passkey()
    kept = await row_of(ana.device)
    assert kept is not None
    for passkey in (kept.id, ids.new(), "x", None):
        with pytest.raises(NotFound):
            await service.passkeys.rename(viewer=eve.viewer, passkey=passkey, name="x", now=NOON)
        with pytest.raises(NotFound):
            await service.passkeys.remove(viewer=eve.viewer, passkey=passkey, now=NOON)
    late = NOON + timedelta(minutes=5)
    stranger = await member(is_confirmed=False)
    for call in (
        service.passkeys.begin(viewer=ana.viewer, now=late),
        service.passkeys.add(viewer=ana.viewer, ceremony="x", credential={}, name="", now=late),
        service.passkeys.rename(viewer=ana.viewer, passkey=kept.id, name="x", now=late),
        service.passkeys.remove(viewer=ana.viewer, passkey=kept.id, now=late),
        service.without_password.remove_password(viewer=ana.viewer, now=late),
    ):
        with pytest.raises(ProofNeeded):
            await call
    with pytest.raises(EmailNotConfirmed):
        await service.passkeys.begin(viewer=stranger.viewer, now=NOON)


async def test_removing_one_ends_the_other_sessions_and_it_opens_nothing() -> None:
    ana = await member_with_passkey()
    elsewhere = await enter(ana.device)
    kept = await row_of(ana.device)
    assert kept is not None
    await ana.follow(await service.passkeys.remove(viewer=ana.viewer, passkey=kept.id, now=NOON))
    assert await accounts.viewer_of_token(elsewhere.token, now=LATER) is None
    with pytest.raises(PasskeyUnknown):
        await enter(ana.device)
    assert isinstance(await ana.type_password(), SignedIn)
    assert not (await service.factors_of(account_id=ana.viewer.id)).codes_left


async def test_an_account_can_do_without_a_password(run_outbox: RunOutbox) -> None:
    ana = await member_with_passkey()
    elsewhere = await enter(ana.device)
    await ana.follow(await service.without_password.remove_password(viewer=ana.viewer, now=NOON))
    assert await accounts.viewer_of_token(elsewhere.token, now=LATER) is None
    assert await service.without_password.remove_password(viewer=ana.viewer, now=NOON) is None
    with pytest.raises(SignInRefused):
        await ana.type_password(password=PASSWORD)
    assert (await enter(ana.device)).viewer.id == ana.viewer.id
    kept = await row_of(ana.device)
    assert kept is not None
    with pytest.raises(LastWayIn):
        await service.passkeys.remove(viewer=ana.viewer, passkey=kept.id, now=NOON)
    second = Device()
    await add(ana, second)
    await ana.follow(await service.passkeys.remove(viewer=ana.viewer, passkey=kept.id, now=NOON))
    assert (await enter(second)).viewer.id == ana.viewer.id
    await run_outbox()
    assert "accounts.password_removed" in await audited(ana)


async def test_a_password_stays_where_nothing_else_lets_in() -> None:
    bob = await member()
    with pytest.raises(LastWayIn):
        await service.without_password.remove_password(viewer=bob.viewer, now=NOON)
    await bob.turn_on_app()
    with pytest.raises(LastWayIn):
        await service.without_password.remove_password(viewer=bob.viewer, now=NOON)
    ana = await member_with_passkey()
    async with transaction(Database.USER, actor=None) as session:
        wanted = col(RecoveryCode.account_id) == ana.viewer.id
        for code in (await session.scalars(select(RecoveryCode).where(wanted))).all():
            code.used_at = NOON
    with pytest.raises(RecoveryCodesNeeded):
        await service.without_password.remove_password(viewer=ana.viewer, now=NOON)
    assert isinstance(await ana.type_password(), FactorNeeded)


async def test_of_two_removals_at_once_one_way_in_is_left() -> None:
    ana = await member_with_passkey()
    kept = await row_of(ana.device)
    assert kept is not None
    ended = await asyncio.gather(
        service.without_password.remove_password(viewer=ana.viewer, now=NOON),
        service.passkeys.remove(viewer=ana.viewer, passkey=kept.id, now=NOON),
        return_exceptions=True,
    )
    assert sum(isinstance(one, LastWayIn | RecoveryCodesNeeded) for one in ended) == 1
    held = await service.factors_of(account_id=ana.viewer.id)
    assert held.has_password or held.passkeys


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ("http://127.0.0.1:3000", "Open DreamDot at http://localhost:3000 to use them."),
        ("http://[::1]:3000", "Open DreamDot at http://localhost:3000 to use them."),
        ("https://192.0.2.7", "the name of its host"),
    ],
)
@pytest.mark.pure
def test_a_number_is_no_relying_party(origin: str, words: str) -> None:
    with pytest.raises(PasskeysImpossible) as refusal:
        relying_party(Settings.model_validate({"origin": origin}))
    assert words in refusal.value.message


@pytest.mark.parametrize(
    ("origin", "known"),
    [
        ("", RelyingParty("localhost", "http://localhost:3000")),
        ("https://dreamdot.example", RelyingParty("dreamdot.example", "https://dreamdot.example")),
        (
            "https://Dream.Example:8443/",
            RelyingParty("dream.example", "https://dream.example:8443"),
        ),
    ],
)
@pytest.mark.pure
def test_a_relying_party_is_a_host(origin: str, known: RelyingParty) -> None:
    assert relying_party(Settings.model_validate({"origin": origin})) == known


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_whatever_is_sent_instead_of_an_answer_is_refused(data: st.DataObject) -> None:
    """Parts of a true answer replaced by anything, or its bytes cut and changed."""
    ana = await _one_member()
    question = await service.passkey_sign_in.ask(address=ADDRESS, now=LATER)
    answer: Any = ana.device.answer(question.options)
    part = data.draw(st.sampled_from(["", "id", "rawId", "type", "response", *answer["response"]]))
    if part == "":
        answer = data.draw(JSON)
    elif part in answer:
        answer[part] = data.draw(JSON)
    else:
        kept = decoded(answer["response"][part])
        cut = len(kept) * data.draw(st.integers(0, 99)) // 100
        answer["response"][part] = data.draw(
            st.sampled_from([b"", b"\xff" * 40]).map(lambda end: encoded(kept[:cut] + end)) | JSON
        )
    if part == "userHandle" and answer["response"][part] is None:
        return
    with pytest.raises(PasskeyRefused):
        await enter(ana.device, ceremony=question.ceremony, answer=answer)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_whatever_is_sent_instead_of_a_new_passkey_is_refused(data: st.DataObject) -> None:
    ana = await _one_member()
    token = await _adding(ana)
    answer: Any = Device().make({"user": {"id": encoded(b"x")}, "challenge": encoded(b"another")})
    part = data.draw(st.sampled_from(["", "response", "attestationObject", "clientDataJSON"]))
    if part == "":
        answer = data.draw(JSON)
    elif part == "response":
        answer[part] = data.draw(JSON)
    else:
        kept = decoded(answer["response"][part])
        cut = len(kept) * data.draw(st.integers(0, 99)) // 100
        answer["response"][part] = data.draw(st.none().map(lambda _: encoded(kept[:cut])) | JSON)
    with pytest.raises(PasskeyRefused):
        await service.passkeys.add(
            viewer=ana.viewer, ceremony=token, credential=answer, name="", now=NOON
        )


_members: list[Member] = []


async def _one_member() -> Member:
    if not _members:
        _members.append(await member_with_passkey())
    return _members[0]


async def _adding(owner: Member) -> str:
    """A question for a new passkey, past the rate of asking."""
    from dreamdot_app.accounts import ceremonies

    async with transaction(Database.USER, actor=None) as session:
        return ceremonies.begin(
            session,
            "passkey_add",
            account_id=owner.viewer.id,
            data={"challenge": encoded(b"a question")},
            lifetime=timedelta(minutes=5),
            now=NOON,
        )
