"""Pictures that nobody needs, asked for in numbers, do not keep others waiting."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette

from dreamdot_app.core.allowances import DRAWING
from dreamdot_app.core.errors import TooManyTries
from dreamdot_app.core.rates import spend
from dreamdot_app.ui.drawings import build_key, cover_url, drawn_routes, person_url, queue, route

pytestmark = pytest.mark.pure


async def test_a_flood_is_drawn_two_at_a_time_and_what_is_kept_does_not_wait():
    transport = httpx.ASGITransport(app=Starlette(routes=drawn_routes()))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        known = person_url("flooded")
        expected = (await client.get(known)).content
        flood = [
            asyncio.create_task(client.get(cover_url("salt", f"flood{n}", f"Flood {n}", "Nobody")))
            for n in range(100)
        ]
        await flood[0]
        assert queue.AT_ONCE.borrowed_tokens == 2
        assert (await client.get(known)).content == expected
        assert sum(one.done() for one in flood) < 50
        assert {one.status_code for one in await asyncio.gather(*flood)} == {200}


def somebody_at(address: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=Starlette(routes=drawn_routes()), client=(address, 5000))
    return httpx.AsyncClient(transport=transport, base_url="http://test", timeout=60)


async def test_keys_that_somebody_invents_push_out_each_other():
    seen = person_url("seen")
    for address in ("198.51.100.30", "198.51.100.31"):
        async with somebody_at(address) as client:
            await client.get(seen)
    async with somebody_at("198.51.100.32") as client:
        for number in range(2 * route._MOST_KEPT + 20):
            for _ in range(2):  # asking again makes nobody else want it
                assert (await client.get(person_url(f"many{number}"))).status_code == 200
    assert len(route._kept) <= 2 * route._MOST_KEPT
    assert ("person", seen.split("/")[-1].removesuffix(".svg")) in route._kept._again


async def test_what_many_ask_for_at_once_is_drawn_and_counted_once():
    async with somebody_at("198.51.100.33") as school:
        home = [person_url(f"home{number}") for number in range(40)]
        answers = await asyncio.gather(*(school.get(url) for url in home * 30))
    assert {answer.status_code for answer in answers} == {200}
    await assert_counted("198.51.100.33", len(home))


async def assert_counted(address: str, drawings: int) -> None:
    """So many have been drawn for an address, no more and no fewer; the rest is used up."""
    await spend([(DRAWING, address)] * (DRAWING.spending("").item.amount - drawings))
    with pytest.raises(TooManyTries):
        await spend([(DRAWING, address)])


async def test_who_asks_for_the_same_as_somebody_who_is_refused_is_not():
    await assert_counted("198.51.100.34", 0)
    async with somebody_at("198.51.100.34") as refused, somebody_at("198.51.100.35") as other:
        wanted = [client.get(person_url("both")) for client in (refused, other)]
        assert [one.status_code for one in await asyncio.gather(*wanted)] == [429, 200]


async def test_who_asks_as_a_refusal_ends_is_answered_too():
    """However the loop orders them: before the refused one, with it, just after it."""
    group, let_go = "198.51.100.35", asyncio.Event()
    key = person_url("just then").split("/")[-1].removesuffix(".svg")

    async def wait_before() -> None:
        async with queue.turn(group):
            await let_go.wait()

    async def ask(ticks: int) -> bytes:
        for _ in range(ticks):
            await asyncio.sleep(0)
        return await route._drawn("person", key, group)

    before = [asyncio.create_task(wait_before()) for _ in range(queue.MOST_OF_ADDRESS)]
    while queue._waiting[group] < queue.MOST_OF_ADDRESS:  # noqa: ASYNC110 nothing tells when
        await asyncio.sleep(0)
    answers = await asyncio.gather(*(ask(ticks) for ticks in range(6)), return_exceptions=True)
    assert {type(answer) for answer in answers} == {queue.DrawingQueueFull}
    let_go.set()
    await asyncio.gather(*before)
    assert await ask(0)
    assert not route._being_drawn


async def test_what_cannot_be_drawn_is_so_for_all_who_ask():
    url = f"/drawn/page/{build_key('paper-moths', 99)}.svg"
    async with somebody_at("198.51.100.36") as client:
        answers = await asyncio.gather(*(client.get(url) for _ in range(30)))
    assert {answer.status_code for answer in answers} == {404}
    await assert_counted("198.51.100.36", 1)
    assert not route._being_drawn


async def test_pages_full_of_covers_are_drawn_and_a_flood_of_one_address_is_not():
    async with somebody_at("198.51.100.40") as school, somebody_at("198.51.100.41") as other:
        covers = [cover_url("salt", f"school{n}", f"Work {n}", "Somebody") for n in range(120)]
        pages = [school.get(url) for url in covers * 2]
        assert {one.status_code for one in await asyncio.gather(*pages)} == {200}

        flood = [school.get(person_url(f"invented{n}")) for n in range(queue.MOST_OF_ADDRESS + 50)]
        answers = await asyncio.gather(*flood, other.get(person_url("of another")))
    assert answers.pop().status_code == 200
    refused = [answer for answer in answers if answer.status_code == 503]
    assert len(refused) == 50
    assert refused[0].headers["retry-after"] == "5"
    assert refused[0].headers["cache-control"] == "no-store"
    await assert_counted("198.51.100.40", len(covers) + queue.MOST_OF_ADDRESS)


async def test_one_address_has_so_many_drawn_in_a_minute():
    async with somebody_at("198.51.100.50") as client:
        kept = person_url("kept")
        assert (await client.get(kept)).status_code == 200
        await assert_counted("198.51.100.50", 1)
        refused = await client.get(person_url("one too many"))
        assert (await client.get(kept)).status_code == 200
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) <= 60
    async with somebody_at("198.51.100.51") as other:
        assert (await other.get(person_url("one elsewhere"))).status_code == 200


async def test_not_everybody_waits_at_once():
    addresses = [f"198.51.100.{60 + n}" for n in range(queue.MOST_WAITING // queue.MOST_OF_ADDRESS)]
    asking = [
        client.get(person_url(f"all{address}{number}"))
        for address in [*addresses, "198.51.100.90"]
        for client in [somebody_at(address)]
        for number in range(queue.MOST_OF_ADDRESS)
    ]
    answers = [answer.status_code for answer in await asyncio.gather(*asking)]
    assert set(answers) == {200, 503}
    assert not queue._waiting
