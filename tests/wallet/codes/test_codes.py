"""Promo codes: who makes them, what they bring, once a person and never more than they may."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dreamdot_app.accounts.contract import Role
from dreamdot_app.accounts.errors import ProofNeeded
from dreamdot_app.admin import service as admin
from dreamdot_app.core import ids
from dreamdot_app.core.errors import BadInput, NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet import service as wallet
from dreamdot_app.wallet.codes import parsing, service
from dreamdot_app.wallet.codes.errors import CodeRedeemed, CodeRefused, CodeTaken
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.factories.wallet import CREDIT, held, person
from tests.wallet.codes.people import ADMINISTRATOR, MEMBER, made, proven, wanted


def fresh_name() -> str:
    return parsing.fresh_code()


@pytest.mark.pure
@pytest.mark.parametrize("typed", ["wel-come 26", " WELCOME26 ", "ｗｅｌｃｏｍｅ26", "Wel–come26"])
def test_case_spaces_and_dashes_do_not_matter(typed: str) -> None:
    assert parsing.code_key(typed) == "WELCOME26"


@pytest.mark.pure
@pytest.mark.parametrize("typed", ["", "short", "a" * 33, "wel_come", "wélcome", None, 123456, []])
def test_what_is_no_code(typed: object) -> None:
    assert parsing.code_key(typed) is None


@pytest.mark.pure
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "short"), ("code", 5), ("amount", "0"), ("amount", "1000.01"), ("amount", "-1"),
        ("amount", None), ("max_uses", "0"), ("max_uses", "1.5"), ("max_uses", "1000001"),
        ("max_uses", None), ("last_day", "2026-11-19"), ("last_day", "soon"), ("last_day", 5),
        ("last_day", "9999-12-31"), ("note", "x" * 201), ("note", None),
    ],
)  # fmt: skip
def test_a_field_that_does_not_fit_is_named(field: str, value: object) -> None:
    with pytest.raises(BadInput) as refused:
        parsing.parse_new(wanted(**{field: value}), zone="", now=NOON)
    assert refused.value.field == field


@pytest.mark.pure
def test_the_last_day_ends_on_the_clock_of_who_said_it() -> None:
    read = parsing.parse_new(wanted(last_day="2026-12-31"), zone="Asia/Tokyo", now=NOON)
    assert read.expires_at == datetime(2026, 12, 31, 15, tzinfo=UTC)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.CREATOR, Role.MODERATOR])
async def test_for_everybody_but_administrators_there_is_nothing(role: Role) -> None:
    code, viewer = await made(), replace(MEMBER, role=role)
    with pytest.raises(NotFound):
        await service.make(viewer=viewer, sent=wanted(), zone="", now=NOON)
    with pytest.raises(NotFound):
        await service.end(viewer=viewer, code_id=code.id, now=NOON)
    with pytest.raises(NotFound):
        await service.codes(viewer=viewer, before=None, now=NOON)
    assert await service.redeem(owner=person(), typed=code.code, now=NOON) == 500


async def test_a_code_brings_credit_on_top_of_the_initial_one() -> None:
    code, user = await made(code=fresh_name().lower()), person()
    await wallet.open_wallet(user_id=user, now=NOON)
    later = NOON + timedelta(seconds=1)
    assert await service.redeem(owner=user, typed=code.code.lower(), now=later) == 500
    assert await held(user) == {"promo": CREDIT + 500, "deposited": 0, "pending": 0, "earned": 0}
    told = (await wallet.history(user_id=user)).rows[0]
    assert (told.kind, told.amount_minor) == ("promo_code", 500)


async def test_once_to_each_person_however_many_tabs() -> None:
    code, user = await made(), person()
    tries = [service.redeem(owner=user, typed=code.code, now=NOON) for _ in range(6)]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(type(one).__name__ for one in ended) == ["CodeRedeemed"] * 5 + ["int"]
    assert (await held(user))["promo"] == CREDIT + 500
    with pytest.raises(CodeRedeemed):
        await service.redeem(owner=user, typed=code.code, now=NOON)


async def test_of_the_last_use_there_is_one() -> None:
    code, people = await made(max_uses="3"), [person() for _ in range(8)]
    tries = [service.redeem(owner=user, typed=code.code, now=NOON) for user in people]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(type(one).__name__ for one in ended) == ["CodeRefused"] * 5 + ["int"] * 3
    rich = [user for user in people if (await held(user)).get("promo") == CREDIT + 500]
    assert len(rich) == 3


async def test_unknown_over_and_used_up_are_answered_alike() -> None:
    late, ended, used = await made(last_day="2026-11-20"), await made(), await made(max_uses="1")
    await service.end(viewer=ADMINISTRATOR, code_id=ended.id, now=NOON)
    await service.redeem(owner=person(), typed=used.code, now=NOON)
    answers = set()
    for typed in (late.code, ended.code, used.code, fresh_name(), "no code", None):
        with pytest.raises(CodeRefused) as refused:
            await service.redeem(owner=person(), typed=typed, now=NOON + timedelta(days=1))
        answers.add(str(refused.value.as_errors()))
    assert len(answers) == 1


async def test_names_are_given_once_whatever_their_case() -> None:
    name = fresh_name()
    await made(code=name)
    with pytest.raises(CodeTaken):
        await made(code=f"{name[:4].lower()}-{name[4:]}")


async def test_the_list_is_the_newest_first_with_uses_and_what_is_over() -> None:
    first, second = await made(), await made(note="For the fair")
    await service.redeem(owner=person(), typed=first.code, now=NOON)
    await service.end(viewer=ADMINISTRATOR, code_id=first.id, now=NOON)
    seen, _ = await service.codes(viewer=ADMINISTRATOR, before=None, now=NOON)
    mine = [one for one in seen if one.id in (first.id, second.id)]
    assert [(one.id, one.uses, one.is_over) for one in mine] == [
        (second.id, 0, False),
        (first.id, 1, True),
    ]
    older, _ = await service.codes(viewer=ADMINISTRATOR, before=second.id, now=NOON)
    assert older[0].id == first.id


async def test_making_one_takes_a_fresh_proof() -> None:
    for viewer in (ADMINISTRATOR, proven(now=NOON - timedelta(minutes=6))):
        with pytest.raises(ProofNeeded):
            await service.make(viewer=viewer, sent=wanted(), zone="", now=NOON)


async def test_a_code_that_is_none_cannot_be_ended() -> None:
    with pytest.raises(NotFound):
        await service.end(viewer=ADMINISTRATOR, code_id=ids.new(), now=NOON)


async def test_making_redeeming_and_ending_is_written_down(run_outbox: RunOutbox) -> None:
    boss = proven(replace(ADMINISTRATOR, id=UserId(ids.new())))
    code = await service.make(viewer=boss, sent=wanted(), zone="", now=NOON)
    user = person()
    await service.redeem(owner=user, typed=code.code, now=NOON)
    await service.end(viewer=boss, code_id=code.id, now=NOON)
    await run_outbox()
    trail = await admin.trail(account_id=boss.id)
    assert [one.kind for one in trail] == ["wallet.promo_code_ended", "wallet.promo_code_made"]
    assert trail[0].details == {"code": str(code.id), "uses": 1}
    had = (await admin.trail(account_id=user))[0]
    assert (had.kind, had.details["amount_minor"]) == ("wallet.promo_code_redeemed", 500)
    assert code.code not in str(trail) + str(had)
