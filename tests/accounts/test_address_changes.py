"""Another address: the old one stays until a link from the new one came back."""

import asyncio
from datetime import timedelta

import pytest

from dreamdot_app.accounts import service
from dreamdot_app.accounts.account_settings.addresses import (
    AddressView,
    address_of,
    ask_for_address,
    keep_address,
)
from dreamdot_app.accounts.confirming import asking
from dreamdot_app.accounts.confirming.service import confirm
from dreamdot_app.accounts.contract import SignedIn
from dreamdot_app.accounts.errors import AddressConfirmedElsewhere, LinkRefused, ProofNeeded
from dreamdot_app.accounts.links import Purpose
from dreamdot_app.accounts.new_password.forgotten import reset
from dreamdot_app.admin.service import trail
from dreamdot_app.core.errors import BadInput, TooManyTries
from tests.accounts import letterbox
from tests.accounts.letterbox import CHANGE, CHANGED, CONFIRM, LEAVING, LEFT, WANTED
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.factories.accounts import ADDRESS, PASSWORD, confirmed, joined, link, somebody
from tests.mail import html_in, text_in


async def test_the_old_one_stays_until_the_new_one_is_confirmed(run_outbox: RunOutbox) -> None:
    person, new = somebody(), somebody().email
    member = (await confirmed(person)).viewer
    await ask_for_address(viewer=member, email=f" {new} ", now=NOON)
    assert await address_of(member, now=NOON) == AddressView(person.email, True, new)
    await run_outbox()
    assert await letterbox.subjects(person.email) == [CONFIRM, LEAVING]
    assert new not in text_in(await letterbox.newest(person.email, LEAVING))
    token = await letterbox.token(new, CHANGE)

    assert await confirm(token=token, now=NOON) == member.id
    assert await address_of(member, now=NOON) == AddressView(new, True, "")
    await run_outbox()
    assert await letterbox.subjects(person.email) == [CONFIRM, LEAVING, LEFT]
    kinds = [one.kind for one in await trail(account_id=member.id) if "email" in one.kind]
    assert kinds == ["accounts.email_changed", "accounts.email_confirmed"]
    assert all(new not in str(one.details) for one in await trail(account_id=member.id))
    with pytest.raises(LinkRefused):
        await confirm(token=token, now=NOON)
    signed_in = await service.sign_in(
        login=new, password=PASSWORD, address=ADDRESS, user_agent="", now=NOON
    )
    assert isinstance(signed_in, SignedIn)
    assert signed_in.viewer.id == member.id


async def test_it_needs_a_fresh_proof() -> None:
    member = (await confirmed()).viewer
    later = NOON + timedelta(minutes=5)
    with pytest.raises(ProofNeeded):
        await ask_for_address(viewer=member, email=somebody().email, now=later)
    assert (await address_of(member, now=later)).pending == ""


@pytest.mark.parametrize(
    "email", ["", "x", None, 5, ["a@example.com"], "a@x.com\nBcc: b@x.com", "x" * 1_000_000,
              "a\x00@example.com", "\ud800@example.com"]
)  # fmt: skip
async def test_what_is_no_address_is_refused(email: object) -> None:
    member = (await confirmed()).viewer
    with pytest.raises(BadInput) as refusal:
        await ask_for_address(viewer=member, email=email, now=NOON)
    assert refusal.value.field == "email"


async def test_ones_own_address_is_no_other_one() -> None:
    person = somebody()
    member = (await confirmed(person)).viewer
    with pytest.raises(BadInput, match="already"):
        await ask_for_address(viewer=member, email=person.email.upper(), now=NOON)


async def test_an_address_of_somebody_else_is_asked_for_in_silence(run_outbox: RunOutbox) -> None:
    owner = somebody()
    await confirmed(owner)
    person = somebody()
    member = (await confirmed(person)).viewer
    assert await ask_for_address(viewer=member, email=owner.email, now=NOON) == owner.email
    assert (await address_of(member, now=NOON)).pending == owner.email
    await run_outbox()
    assert await letterbox.subjects(owner.email) == [CONFIRM, WANTED]
    told = await letterbox.newest(owner.email, WANTED)
    assert "token" not in text_in(told) + html_in(told)
    assert person.username not in text_in(told) + html_in(told)


async def test_of_two_who_take_an_address_at_once_one_has_it(run_outbox: RunOutbox) -> None:
    new = somebody().email
    members = [(await confirmed()).viewer for _ in range(3)]
    tokens = [await link(one.id, new, Purpose.CHANGE_EMAIL) for one in members]
    ended = await asyncio.gather(
        *[confirm(token=token, now=NOON) for token in tokens], return_exceptions=True
    )
    [winner] = [one for one in ended if not isinstance(one, BaseException)]
    assert sum(isinstance(one, AddressConfirmedElsewhere) for one in ended) == 2
    views = [await address_of(one, now=NOON) for one in members]
    assert [one.id for one, view in zip(members, views, strict=True) if view.email == new] == [
        winner
    ]
    assert all(view.is_confirmed for view in views)


async def test_who_thinks_better_of_it_keeps_the_address(run_outbox: RunOutbox) -> None:
    person, new = somebody(), somebody().email
    member = (await confirmed(person)).viewer
    await ask_for_address(viewer=member, email=new, now=NOON)
    await run_outbox()
    await keep_address(viewer=member)
    assert await address_of(member, now=NOON) == AddressView(person.email, True, "")
    with pytest.raises(LinkRefused):
        await confirm(token=await letterbox.token(new, CHANGE), now=NOON)


async def test_the_link_is_sent_again(run_outbox: RunOutbox) -> None:
    new = somebody().email
    member = (await confirmed()).viewer
    await ask_for_address(viewer=member, email=new, now=NOON)
    await run_outbox()
    first = await letterbox.token(new, CHANGE)
    assert await asking.ask_again(viewer=member, now=NOON) == new
    await run_outbox()
    with pytest.raises(LinkRefused):
        await confirm(token=first, now=NOON)
    assert await confirm(token=await letterbox.token(new, CHANGE), now=NOON) == member.id


async def test_a_later_wish_replaces_the_one_before(run_outbox: RunOutbox) -> None:
    first, second = somebody().email, somebody().email
    member = (await confirmed()).viewer
    for one in (first, second):
        await ask_for_address(viewer=member, email=one, now=NOON)
    await run_outbox()
    assert (await address_of(member, now=NOON)).pending == second
    with pytest.raises(LinkRefused):
        await confirm(token=await letterbox.token(first, CHANGE), now=NOON)


async def test_who_mistyped_when_joining_confirms_another_one(run_outbox: RunOutbox) -> None:
    wrong, right = somebody(), somebody().email
    member = (await joined(wrong)).viewer
    await ask_for_address(viewer=member, email=right, now=NOON)
    await run_outbox()
    # Whoever has the mistyped address is none of it told.
    assert await letterbox.subjects(wrong.email) == [CONFIRM]
    await confirm(token=await letterbox.token(right, CHANGE), now=NOON)
    assert await address_of(member, now=NOON) == AddressView(right, True, "")
    with pytest.raises(LinkRefused):
        await confirm(token=await letterbox.token(wrong.email, CONFIRM), now=NOON)


async def test_links_to_the_old_address_open_the_account_no_more(run_outbox: RunOutbox) -> None:
    person, new = somebody(), somebody().email
    member = (await confirmed(person)).viewer
    old = await link(member.id, person.email, Purpose.RESET_PASSWORD)
    await ask_for_address(viewer=member, email=new, now=NOON)
    await run_outbox()
    await confirm(token=await letterbox.token(new, CHANGE), now=NOON)
    with pytest.raises(LinkRefused):
        await reset(token=old, password="another long phrase 8", address=ADDRESS, now=NOON)
    await run_outbox()
    assert CHANGED not in await letterbox.subjects(new)


async def test_nobody_asks_for_many(run_outbox: RunOutbox) -> None:
    member = (await confirmed()).viewer
    for _ in range(5):
        await ask_for_address(viewer=member, email=somebody().email, now=NOON)
    with pytest.raises(TooManyTries):
        await ask_for_address(viewer=member, email=somebody().email, now=NOON)
