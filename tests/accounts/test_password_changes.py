"""Another password for who is signed in: proven, strong, and everybody else is out."""

import asyncio
from datetime import timedelta

import pytest

from dreamdot_app.accounts import service
from dreamdot_app.accounts.account_settings.addresses import address_of, ask_for_address
from dreamdot_app.accounts.contract import SignedIn
from dreamdot_app.accounts.errors import LinkRefused, ProofNeeded, SignInRefused, WeakPassword
from dreamdot_app.accounts.links import Purpose
from dreamdot_app.accounts.models import Account
from dreamdot_app.accounts.new_password.changing import change_password
from dreamdot_app.accounts.new_password.forgotten import reset
from dreamdot_app.admin.service import trail
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.errors import SignInRequired
from tests.accounts import letterbox
from tests.accounts.letterbox import CHANGED, CONFIRM
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.factories.accounts import ADDRESS, PASSWORD, confirmed, joined, link, somebody

FRESH = "another phrase that is long 8"


async def sign_in(login: str, password: str) -> SignedIn:
    entered = await service.sign_in(
        login=login, password=password, address=ADDRESS, user_agent="", now=NOON
    )
    assert isinstance(entered, SignedIn)
    return entered


async def test_all_other_sessions_end_and_this_one_has_another_token(
    run_outbox: RunOutbox,
) -> None:
    person = somebody()
    here = await confirmed(person)
    elsewhere = await sign_in(person.username, PASSWORD)
    token = await change_password(viewer=here.viewer, password=FRESH, now=NOON)
    assert token not in (here.token, elsewhere.token)
    for old in (here.token, elsewhere.token):
        assert await service.viewer_of_token(old, now=NOON) is None
    goes_on = await service.viewer_of_token(token, now=NOON)
    assert goes_on is not None
    assert (goes_on.id, goes_on.session_id) == (here.viewer.id, here.viewer.session_id)
    with pytest.raises(SignInRefused):
        await sign_in(person.username, PASSWORD)
    assert await sign_in(person.username, FRESH)
    await run_outbox()
    assert await letterbox.subjects(person.email) == [CONFIRM, CHANGED]
    told = [one for one in await trail(account_id=here.viewer.id) if "password" in one.kind]
    assert [one.details for one in told] == [{"how": "changed"}]


async def test_of_two_tabs_at_once_one_changes_it() -> None:
    """The browser keeps the cookie that comes last: it must not be one that is dead already."""
    person = somebody()
    here = await confirmed(person)
    phrases = [f"another phrase that is long {n}" for n in (8, 9)]
    ended = await asyncio.gather(
        *(change_password(viewer=here.viewer, password=one, now=NOON) for one in phrases),
        return_exceptions=True,
    )
    [token] = [one for one in ended if isinstance(one, str)]
    assert sum(isinstance(one, SignInRequired) for one in ended) == 1
    assert await service.viewer_of_token(token, now=NOON)
    assert await sign_in(person.username, phrases[ended.index(token)])


async def test_it_needs_a_fresh_proof() -> None:
    person = somebody()
    viewer = (await confirmed(person)).viewer
    with pytest.raises(ProofNeeded):
        await change_password(viewer=viewer, password=FRESH, now=NOON + timedelta(minutes=5))
    assert await sign_in(person.username, PASSWORD)


@pytest.mark.parametrize(
    "password",
    ["short", "password123", "{username}", "{email}", "dreamdotdream", None, 5, "x" * 1_000_000],
)
async def test_weak_ones_change_nothing(password: object) -> None:
    person = somebody("orchid")
    viewer = (await confirmed(person)).viewer
    if isinstance(password, str):
        password = password.format(username=person.username, email=person.email)
    with pytest.raises(WeakPassword):
        await change_password(viewer=viewer, password=password, now=NOON)
    assert await sign_in(person.username, PASSWORD)


async def test_a_session_that_has_ended_changes_nothing() -> None:
    person = somebody()
    signed_in = await confirmed(person)
    await service.sign_out(token=signed_in.token, now=NOON)
    with pytest.raises(SignInRequired):
        await change_password(viewer=signed_in.viewer, password=FRESH, now=NOON)
    assert await sign_in(person.username, PASSWORD)


async def test_who_has_none_sets_a_first_one(run_outbox: RunOutbox) -> None:
    person = somebody()
    viewer = (await confirmed(person)).viewer
    async with transaction(Database.USER, actor=None) as session:
        (await session.get_one(Account, viewer.id)).password_hash = None
    await change_password(viewer=viewer, password=FRESH, now=NOON)
    assert await sign_in(person.username, FRESH)
    await run_outbox()
    told = [one for one in await trail(account_id=viewer.id) if "password" in one.kind]
    assert [one.details for one in told] == [{"how": "set"}]


async def test_what_was_asked_for_under_the_old_one_is_over() -> None:
    person, loot = somebody(), somebody().email
    viewer = (await confirmed(person)).viewer
    lost = await link(viewer.id, person.email, Purpose.RESET_PASSWORD)
    await ask_for_address(viewer=viewer, email=loot, now=NOON)
    await change_password(viewer=viewer, password=FRESH, now=NOON)
    assert (await address_of(viewer, now=NOON)).pending == ""
    with pytest.raises(LinkRefused):
        await reset(token=lost, password="a third phrase 9 long", address=ADDRESS, now=NOON)


async def test_an_unconfirmed_address_is_not_written_to(run_outbox: RunOutbox) -> None:
    person = somebody()
    viewer = (await joined(person)).viewer
    await change_password(viewer=viewer, password=FRESH, now=NOON)
    await run_outbox()
    assert await letterbox.subjects(person.email) == [CONFIRM]
