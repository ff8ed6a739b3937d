"""Pictures that nobody needs, asked for in numbers, do not keep others waiting."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette

from dreamdot_app.ui.drawings import cover_url, drawn_routes, person_url, queue, route

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
    async with somebody_at("127.0.0.1") as client:
        seen = person_url("seen")
        for _ in range(2):
            await client.get(seen)
        for number in range(2 * route._MOST_KEPT + 20):
            assert (await client.get(person_url(f"many{number}"))).status_code == 200
    assert len(route._kept) <= 2 * route._MOST_KEPT
    assert ("person", seen.split("/")[-1].removesuffix(".svg")) in route._kept._again


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


async def test_one_address_has_so_many_drawn_in_a_minute():
    async with somebody_at("198.51.100.50") as client:
        kept, answers = person_url("kept"), []
        for _ in range(2):
            await client.get(kept)
        while not answers or answers[-1].status_code == 200:
            answers.append(await client.get(person_url(f"slowly{len(answers)}")))
        assert (await client.get(kept)).status_code == 200
    assert len(answers) >= 1_200
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) <= 60
    async with somebody_at("198.51.100.51") as other:
        assert (await other.get(person_url("slowly and elsewhere"))).status_code == 200


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
