"""Pictures that nobody needs, asked for in numbers, do not keep others waiting."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette

from dreamdot_app.ui.drawings import cover_url, drawn_routes, person_url, route

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
        assert route._AT_ONCE.borrowed_tokens == 2
        assert (await client.get(known)).content == expected
        assert sum(one.done() for one in flood) < 50
        assert {one.status_code for one in await asyncio.gather(*flood)} == {200}


async def test_what_is_kept_is_bounded():
    transport = httpx.ASGITransport(app=Starlette(routes=drawn_routes()))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        for number in range(route._MOST_KEPT + 20):
            assert (await client.get(person_url(f"many{number}"))).status_code == 200
    assert len(route._kept) == route._MOST_KEPT
