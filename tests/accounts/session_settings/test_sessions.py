"""The list of one's sessions: one's own, this one first, and ended for good."""

from datetime import timedelta
from uuid import UUID

import pytest

from dreamdot_app.accounts import remembered, service
from dreamdot_app.accounts.api_clients import access
from dreamdot_app.accounts.api_clients import service as api_clients
from dreamdot_app.accounts.api_clients.errors import RefreshRefused
from dreamdot_app.accounts.contract import SignedIn
from dreamdot_app.accounts.session_settings import service as session_settings
from dreamdot_app.accounts.tokens import token_hash
from dreamdot_app.admin import service as admin
from dreamdot_app.core import bus, ids
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.settings import settings
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.factories.accounts import ADDRESS, PASSWORD, Somebody, joined, somebody

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


async def elsewhere(person: Somebody) -> SignedIn:
    found = await service.sign_in(
        login=person.username, password=PASSWORD, address=ADDRESS, user_agent=FIREFOX, now=NOON
    )
    assert isinstance(found, SignedIn)
    return found


async def listed(signed_in: SignedIn, before: UUID | None = None) -> list[UUID]:
    found, _ = await session_settings.sessions_of(viewer=signed_in.viewer, before=before, now=NOON)
    return [one.id for one in found]


async def test_this_one_first_then_the_latest() -> None:
    person = somebody()
    first, second = await joined(person), await elsewhere(person)
    third = await elsewhere(person)
    await joined()
    wanted = [first, third, second]
    assert await listed(first) == [one.viewer.session_id for one in wanted]
    found, following = await session_settings.sessions_of(
        viewer=first.viewer, before=None, now=NOON
    )
    assert [one.is_this for one in found] == [True, False, False]
    assert [one.device for one in found[1:]] == ["Firefox on Linux"] * 2
    assert following is None


async def test_a_client_is_listed_by_its_name() -> None:
    person = somebody()
    member = await joined(person)
    await api_clients.sign_in(
        login=person.username, password=PASSWORD, code=None, client="Reading list",
        time_zone="Europe/Lisbon", address=ADDRESS, now=NOON,
    )  # fmt: skip
    found, _ = await session_settings.sessions_of(viewer=member.viewer, before=None, now=NOON)
    client = found[1]
    assert (client.device, client.is_client, client.time_zone) == (
        "Reading list", True, "Europe/Lisbon",
    )  # fmt: skip


async def test_a_long_list_has_pages() -> None:
    person = somebody()
    member = await joined(person)
    others = [(await elsewhere(person)).viewer.session_id for _ in range(25)]
    first, following = await session_settings.sessions_of(
        viewer=member.viewer, before=None, now=NOON
    )
    second, end = await session_settings.sessions_of(
        viewer=member.viewer, before=following, now=NOON
    )
    assert [one.id for one in (*first, *second)] == [member.viewer.session_id, *others[::-1]]
    assert (len(first), end) == (21, None)


async def test_one_is_ended_for_good(run_outbox: RunOutbox) -> None:
    person = somebody()
    here, there = await joined(person), await elsewhere(person)
    assert await service.viewer_of_token(there.token, now=NOON)  # remembered from now on
    ending = {"viewer": here.viewer, "session_id": there.viewer.session_id, "now": NOON}
    await session_settings.end_session(**ending)
    assert await service.viewer_of_token(there.token, now=NOON) is None
    assert await listed(here) == [here.viewer.session_id]
    with pytest.raises(NotFound):
        await session_settings.end_session(**ending)
    await run_outbox()
    entry = (await admin.trail(account_id=here.viewer.id))[0]
    assert entry.kind == "accounts.signed_out"
    assert (entry.details["how"], entry.details["device"]) == ("elsewhere", "Firefox on Linux")


async def test_nobody_ends_somebody_elses() -> None:
    mine, theirs = await joined(), await joined()
    for session_id in (theirs.viewer.session_id, ids.new()):
        with pytest.raises(NotFound):
            await session_settings.end_session(viewer=mine.viewer, session_id=session_id, now=NOON)
    assert await service.viewer_of_token(theirs.token, now=NOON)


async def test_all_others_end_and_this_one_stays() -> None:
    person = somebody()
    here = await joined(person)
    others = [await elsewhere(person) for _ in range(3)]
    client = await api_clients.sign_in(
        login=person.username, password=PASSWORD, code=None, client="x", time_zone=None,
        address=ADDRESS, now=NOON,
    )  # fmt: skip
    stranger = await joined()
    assert await session_settings.end_others(viewer=here.viewer, now=NOON) == 4
    assert await session_settings.end_others(viewer=here.viewer, now=NOON) == 0
    for one in others:
        assert await service.viewer_of_token(one.token, now=NOON) is None
    with pytest.raises(RefreshRefused):
        await api_clients.refresh(refresh_token=client.refresh_token, now=NOON)
    for one in (here, stranger):
        assert await service.viewer_of_token(one.token, now=NOON)
    assert access.session_in(client.access_token, now=NOON)


async def test_what_has_expired_is_not_listed() -> None:
    person = somebody()
    old, young = await joined(person), await elsewhere(person)
    idle = timedelta(seconds=settings().session_idle_s)
    found, _ = await session_settings.sessions_of(viewer=old.viewer, before=None, now=NOON + idle)
    assert young.viewer.session_id not in [one.id for one in found]


async def test_what_has_expired_is_ended_in_silence(run_outbox: RunOutbox) -> None:
    """It was over before: nobody is told so many sessions that they have not seen in the list."""
    person = somebody()
    await joined(person)
    later = NOON + timedelta(seconds=settings().session_idle_s)
    here = await service.sign_in(
        login=person.username, password=PASSWORD, address=ADDRESS, user_agent="", now=later
    )
    assert isinstance(here, SignedIn)
    assert await session_settings.end_others(viewer=here.viewer, now=later) == 0
    await run_outbox()
    kinds = {entry.kind for entry in await admin.trail(account_id=here.viewer.id)}
    assert "accounts.signed_out" not in kinds


async def test_other_processes_hear_of_it_once_it_has_happened() -> None:
    person = somebody()
    here, there = await joined(person), await elsewhere(person)
    async with bus.subscribe("accounts.session_over") as told:
        await session_settings.end_session(
            viewer=here.viewer, session_id=there.viewer.session_id, now=NOON
        )
        heard = {await anext(told), await anext(told)}
    assert heard == {token_hash(there.token).hex(), there.viewer.session_id.bytes.hex()}


async def test_a_process_forgets_what_it_is_told_and_all_of_it_when_it_missed_something() -> None:
    import asyncio

    keys = {number: token_hash(f"a session {number}") for number in (1, 2)}
    viewer = (await joined()).viewer
    hearing = asyncio.create_task(remembered.hear())
    try:
        async with asyncio.timeout(20):
            for told, left in ((keys[1].hex(), {2}), ("no key", {1, 2}), (None, set[int]())):
                for key in keys.values():
                    remembered.keep(key, viewer, read_since=remembered.mark())
                while not bus.publish("accounts.session_over", told):  # noqa: ASYNC110
                    await asyncio.sleep(0)
                await asyncio.sleep(0)
                while {n for n, key in keys.items() if remembered.viewer(key)} != left:  # noqa: ASYNC110
                    await asyncio.sleep(0)
    finally:
        hearing.cancel()
