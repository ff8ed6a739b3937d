"""Passkeys named, removed, and as the only way in; whom they are for."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.contract import FactorNeeded, SignedIn
from dreamdot_app.accounts.errors import (
    EmailNotConfirmed,
    ProofNeeded,
    SignInRefused,
)
from dreamdot_app.accounts.factors import service
from dreamdot_app.accounts.factors.errors import (
    LastWayIn,
    PasskeysImpossible,
    PasskeyUnknown,
    RecoveryCodesNeeded,
)
from dreamdot_app.accounts.factors.models import RecoveryCode
from dreamdot_app.accounts.factors.relying_party import RelyingParty, relying_party
from dreamdot_app.accounts.providers.models import Identity
from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.errors import BadInput, NotFound
from dreamdot_app.core.settings import Settings
from tests.accounts.factors.asking import LATER, add, audited, enter, row_of
from tests.accounts.factors.device import Device
from tests.accounts.factors.members import member, member_with_passkey
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.factories.accounts import PASSWORD


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
    async with transaction(Database.USER, actor=ana.viewer.id) as session:  # offered no more
        session.add(
            Identity(provider="google", subject="1", account_id=ana.viewer.id, linked_at=NOON)
        )
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
