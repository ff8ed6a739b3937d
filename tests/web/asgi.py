"""A small ASGI application to put layers around, and ways to ask it."""

from collections.abc import Mapping
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers what it was asked; accepts every websocket."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        return
    request = Request(scope, receive)
    body = await request.body()
    answer = {"path": scope["path"], "query": scope["query_string"].decode(), "size": len(body)}
    await JSONResponse(answer)(scope, receive, send)


async def ask(app: ASGIApp, method: str, path: str, **options: Any) -> httpx.Response:
    """One request; relative to http://localhost:3000."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:3000") as client:
        return await client.request(method, path, **options)


async def knock(app: ASGIApp, headers: Mapping[str, str], query: str = "token=t") -> str:
    """Open a websocket; ``accept`` or ``close``."""
    said: list[str] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        said.append(message["type"].removeprefix("websocket."))

    scope: Scope = {
        "type": "websocket",
        "path": "/_event/",
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }
    await app(scope, receive, send)
    return said[0]
