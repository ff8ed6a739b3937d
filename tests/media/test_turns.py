"""Whose picture is made next, and how many somebody may have on their way."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import ExitStack, asynccontextmanager

import httpx
import pytest
from granian.server.embed import Server
from starlette.applications import Starlette

from dreamdot_app.core import clock, ids
from dreamdot_app.core.errors import TooManyTries
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.web import SESSION_COOKIE
from dreamdot_app.core.web.limits import BodyLimit
from dreamdot_app.media import api, service, turns
from tests.clock import NOON
from tests.e2e.running import free_port, is_free
from tests.factories.accounts import joined
from tests.pictures import chunks_of, drawn


async def test_who_sends_one_does_not_wait_for_all_that_another_sent() -> None:
    ana, bo = UserId(ids.new()), UserId(ids.new())
    done: list[str] = []

    async def store(owner: UserId, name: str, data: bytes) -> None:
        await service.store_picture(owner_id=owner, chunks=chunks_of(data), now=NOON)
        done.append(name)

    large, small = drawn(2_000, 2_000), drawn(50, 50)
    async with asyncio.TaskGroup() as sending:
        for _ in range(6):
            sending.create_task(store(ana, "ana", large))
        while not turns.turn(ana).locked():  # noqa: ASYNC110 nothing is told when a turn begins
            await asyncio.sleep(0)
        sending.create_task(store(bo, "bo", small))
    assert sorted(done) == ["ana"] * 6 + ["bo"]
    assert done.index("bo") <= 3


def test_a_place_is_given_back() -> None:
    ana, bo = UserId(ids.new()), UserId(ids.new())
    with ExitStack() as sending:
        for _ in range(turns.MOST_AT_ONCE):
            sending.enter_context(turns.place(ana))
        with pytest.raises(TooManyTries), turns.place(ana):
            pass
        with turns.place(bo):
            pass
    with turns.place(ana):
        pass
    assert ana not in turns._sent
    assert bo not in turns._sent


async def test_one_picture_too_many_is_refused_in_words() -> None:
    signed_in = await joined(now=clock.now())
    app = httpx.ASGITransport(Starlette(routes=api.media_routes()))
    cookies = {SESSION_COOKIE: signed_in.token}
    sent = {"picture": ("tide.png", drawn(50, 50), "image/png")}
    async with httpx.AsyncClient(
        transport=app, base_url="http://localhost", cookies=cookies
    ) as client:
        with ExitStack() as others:
            for _ in range(turns.MOST_AT_ONCE):
                others.enter_context(turns.place(signed_in.viewer.id))
            refused = await client.post("/api/media/pictures", files=sent)
        taken = await client.post("/api/media/pictures", files=sent)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "10")
    assert "20 of your pictures are on their way" in refused.json()["error"]
    assert taken.status_code == 201


@asynccontextmanager
async def listening() -> AsyncGenerator[int]:
    """The routes of pictures on a real port, with bodies bounded as the app does."""
    port = free_port()
    app = BodyLimit(Starlette(routes=api.media_routes()))
    server = Server(app, port=port, interface="asginl", log_enabled=False)  # pyright: ignore[reportArgumentType] an application itself will do
    serving = asyncio.create_task(server.serve())
    async with asyncio.timeout(20):
        while is_free(port):  # noqa: ASYNC110 nothing tells that it listens
            await asyncio.sleep(0.02)
    try:
        yield port
    finally:
        server.stop()
        await serving


async def answer_to_upload(port: int, token: str, body: bytes) -> bytes:
    """The first line of what a client reads that sends all of its body before it reads."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        f"POST /api/media/pictures HTTP/1.1\r\nHost: localhost:{port}\r\n"
        f"Cookie: {SESSION_COOKIE}={token}\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    try:
        writer.write(head.encode() + body)
        await writer.drain()
        return await reader.readline()
    finally:
        writer.close()


async def test_who_sends_one_too_many_reads_why_and_sees_no_broken_network() -> None:
    signed_in = await joined(now=clock.now())
    async with listening() as port, asyncio.timeout(20):
        with ExitStack() as others:
            for _ in range(turns.MOST_AT_ONCE):
                others.enter_context(turns.place(signed_in.viewer.id))
            told = await answer_to_upload(port, signed_in.token, bytes(8_000_000))
    assert told.startswith(b"HTTP/1.1 429")


async def test_a_picture_for_one_account_does_not_go_to_another() -> None:
    ana, bo = await joined(now=clock.now()), await joined(now=clock.now())
    app = httpx.ASGITransport(Starlette(routes=api.media_routes()))
    sent = {"picture": ("tide.png", drawn(50, 50), "image/png")}
    async with httpx.AsyncClient(
        transport=app, base_url="http://localhost", cookies={SESSION_COOKIE: bo.token}
    ) as client:
        answers = [
            await client.post(
                "/api/media/pictures",
                files=sent,
                headers={"x-dreamdot-for": ids.short(one.viewer.id)},
            )
            for one in (ana, bo)
        ]
    assert [answer.status_code for answer in answers] == [409, 201]
    assert answers[0].json()["code"] == "SomebodyElse"
