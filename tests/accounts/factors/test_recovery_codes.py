"""Recovery codes: shown once, used once, replaced together."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlmodel import col

from dreamdot_app.accounts.contract import SignedIn
from dreamdot_app.accounts.errors import ProofNeeded
from dreamdot_app.accounts.factors import service
from dreamdot_app.accounts.factors.errors import CodeRefused, CodesReadAlready, NothingToRecover
from dreamdot_app.accounts.factors.models import RecoveryCode
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.settings import Settings
from tests.accounts.factors.members import Member, member, member_with_app
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.factories.accounts import ADDRESS
from tests.mail import letters_to, text_in


async def use(owner: Member, code: object, *, token: str = "") -> SignedIn:
    return await service.second_step.pass_with_recovery_code(
        token=token or await owner.begin_step(),
        code=code,
        address=ADDRESS,
        user_agent="another browser",
        now=NOON,
    )


async def test_a_code_lets_in_once_however_it_is_typed() -> None:
    ana = await member_with_app()
    for code in (ana.codes[0], ana.codes[1].upper(), ana.codes[2].replace("-", " ")):
        assert (await use(ana, code)).viewer.id == ana.viewer.id
        with pytest.raises(CodeRefused):
            await use(ana, code)
    assert await service.recovery_codes.left(account_id=ana.viewer.id) == 7


async def test_of_two_at_once_one_is_let_in() -> None:
    ana = await member_with_app()
    tokens = [await ana.begin_step() for _ in range(4)]
    tries = [use(ana, ana.codes[0], token=token) for token in tokens]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, SignedIn) for one in ended) == 1
    assert sum(isinstance(one, CodeRefused) for one in ended) == 3


@pytest.mark.parametrize(
    "typed", ["", "123456", "x" * 1_000_000, "\x00", "\ud800", None, 5, [], {"$ne": ""}]
)
async def test_what_is_no_code(typed: object) -> None:
    ana = await member_with_app()
    with pytest.raises(CodeRefused):
        await use(ana, typed)


async def test_a_code_of_somebody_else_is_none() -> None:
    ana, eve = await member_with_app(), await member_with_app()
    with pytest.raises(CodeRefused):
        await use(eve, ana.codes[0])
    assert await service.recovery_codes.left(account_id=ana.viewer.id) == 10


async def test_the_database_has_nothing_to_try_codes_against() -> None:
    ana = await member_with_app()
    async with reading(Database.USER) as session:
        wanted = col(RecoveryCode.account_id) == ana.viewer.id
        kept = (await session.scalars(select(RecoveryCode).where(wanted))).all()
        waiting = str((await session.execute(text("select data from ceremony"))).all())
    assert {len(row.code_hash) for row in kept} == {32}
    for code in ana.codes:
        assert code not in waiting
        assert code.replace("-", "") not in waiting


async def test_codes_are_shown_until_they_are_kept_and_to_their_owner_alone() -> None:
    ana, eve = await member_with_app(), await member()
    token = await service.recovery_codes.make_new(viewer=ana.viewer, now=NOON)
    codes = await service.recovery_codes.read(viewer=ana.viewer, token=token, now=NOON)
    assert await service.recovery_codes.read(viewer=ana.viewer, token=token, now=NOON) == codes
    with pytest.raises(CodesReadAlready):
        await service.recovery_codes.read(viewer=eve.viewer, token=token, now=NOON)
    await service.recovery_codes.keep(viewer=eve.viewer, token=token, now=NOON)
    late = NOON + timedelta(minutes=15)
    for bad, now in (("forged", NOON), ("", NOON), (None, NOON), (5, NOON), (token, late)):
        with pytest.raises(CodesReadAlready):
            await service.recovery_codes.read(viewer=ana.viewer, token=bad, now=now)
    for _ in range(2):
        await service.recovery_codes.keep(viewer=ana.viewer, token=token, now=NOON)
    with pytest.raises(CodesReadAlready):
        await service.recovery_codes.read(viewer=ana.viewer, token=token, now=NOON)


async def test_a_new_set_replaces_the_old_one() -> None:
    ana = await member_with_app()
    former = ana.codes
    token = await service.recovery_codes.make_new(viewer=ana.viewer, now=NOON)
    codes = await service.recovery_codes.read(viewer=ana.viewer, token=token, now=NOON)
    assert not set(codes) & set(former)
    with pytest.raises(CodeRefused):
        await use(ana, former[0])
    assert await use(ana, codes[0])


async def test_new_codes_want_a_proof_and_a_factor() -> None:
    ana, bob = await member_with_app(), await member()
    with pytest.raises(ProofNeeded):
        await service.recovery_codes.make_new(viewer=ana.viewer, now=NOON + timedelta(minutes=5))
    with pytest.raises(NothingToRecover):
        await service.recovery_codes.make_new(viewer=bob.viewer, now=NOON)


async def test_letters_say_what_was_used_and_when_few_are_left(
    settings: Settings, run_outbox: RunOutbox
) -> None:
    ana = await member_with_app()
    for code in ana.codes:
        await use(ana, code)
    await run_outbox()
    letters = await letters_to(settings.data_dir, ana.person.email)
    told = [
        text_in(letter) for letter in letters if letter["Subject"] == "A recovery code was used"
    ]
    assert len(told) == 10
    assert sum("in good time" in words for words in told) == 3
    assert sum("It was the last one." in words for words in told) == 1
    assert not any(code in words for code in ana.codes for words in told)
