"""DreamDot in processes that are there to be killed: its worker, its webhook and its verbs.

``python -m tests.wallet.faults.app`` has everything imported and forks such a process for each
line on its input; each says its number and its port, and ends with it.
"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from dreamdot_app import consumers as _consumers  # noqa: F401 registers who listens to events
from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.core import clock, ids
from dreamdot_app.core.children import ending_with
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.platform import platform
from dreamdot_app.core.settings import settings
from dreamdot_app.core.worker import Pace, run_worker
from dreamdot_app.market import service as market
from dreamdot_app.market.contract import WorkId
from dreamdot_app.wallet import policy, service
from dreamdot_app.wallet.adding import service as adding
from dreamdot_app.wallet.ledger import post
from dreamdot_app.wallet.stripe.in_use import stripe_open
from dreamdot_app.wallet.stripe.routes import routes
from dreamdot_app.wallet.withdrawing import batch, onboarding
from dreamdot_app.wallet.withdrawing import service as withdrawing
from tests.factories.market import make_person, make_work
from tests.factories.wallet import buy, person

# All that a test stops at once is at work at once.
PACE = Pace(look_every_s=0.1, lease_s=1, stop_within_s=2, jobs_at_once=16)
LATER = timedelta(days=30)
"""When everything that was sold now is mature."""

Verb = Callable[..., Awaitable[object]]


def viewer(user: str) -> Viewer:
    """Somebody who has just proved who they are."""
    return Viewer(
        id=UserId(UUID(user)),
        username="ana",
        display_name="Ana",
        avatar_url="",
        session_id=ids.new(),
        token_hash=b"",
        is_confirmed=True,
        proven_at=clock.now(),
    )


async def open_wallet(promo: int) -> str:
    """Somebody with so much initial credit."""
    user = person()
    currency = policy.currency(settings())
    async with transaction(Database.ITEMS, actor=user) as session:
        await post.welcome(
            session, owner=user, currency=currency, amount_minor=promo, at=clock.now()
        )
    return str(user)


async def offer(price: int) -> dict[str, str]:
    """A work for sale, by somebody with a wallet."""
    creator = await make_person()
    await service.open_wallet(user_id=creator, now=clock.now())
    return {"work": str(await make_work(creator, price_minor=price)), "creator": str(creator)}


async def earn(patron: str, price: int) -> str:
    """Somebody who sold something long ago, and may be paid out."""
    creator = UserId(UUID(await open_wallet(0)))
    await buy(UserId(UUID(patron)), creator, price, now=clock.now())
    async with transaction(Database.ITEMS, actor=None) as session:
        await service.mature(session, now=clock.now() + LATER)
    return str(creator)


async def open_account(user: str) -> str:
    """Their account at Stripe."""
    return await onboarding.open_account(viewer=viewer(user), now=clock.now())


async def look(user: str) -> None:
    """Ask Stripe how their account stands."""
    currency = policy.currency(settings())
    await onboarding.look(user_id=UserId(UUID(user)), currency=currency, now=clock.now())


async def top_up(user: str, amount: str, click: str) -> str:
    """Ask for a payment page; the top-up's id."""
    asked = await adding.begin(
        user_id=UserId(UUID(user)), email="ana@example.org", amount=amount, request_id=click,
        now=clock.now(),
    )  # fmt: skip
    return str(asked.id)


async def purchase(user: str, work: str, price: int, click: str) -> str:
    """Buy a work; the purchase's id."""
    bought = await market.purchase(
        work_id=WorkId(UUID(work)),
        buyer_id=UserId(UUID(user)),
        expected_price_minor=price,
        now=clock.now(),
        request_id=click,
    )
    return bought.purchase_id


async def redeem(user: str, amount: str, click: str) -> str:
    """Withdraw; the payout's id."""
    return str(
        await withdrawing.redeem(
            viewer=viewer(user), amount=amount, request_id=click, now=clock.now()
        )
    )


async def let_leave(now: str) -> bool:
    """The batch of a day."""
    return await batch.run(now=datetime.fromisoformat(now))


async def prove() -> list[str]:
    """What of the ledger's invariants does not hold."""
    return list((await service.proof()).violations)


VERBS: dict[str, Verb] = {
    verb.__name__: verb
    for verb in (
        open_wallet, offer, earn, open_account, look, top_up, purchase, redeem, let_leave, prove,
    )
}  # fmt: skip


async def _do(request: Request) -> JSONResponse:
    wanted: dict[str, Any] = await request.json()
    try:
        return JSONResponse(await VERBS[request.path_params["verb"]](**wanted))
    except Exception as error:  # told to the test, which knows whether to expect it
        return JSONResponse(repr(error), status_code=500)


async def _answer(
    app: httpx.AsyncClient, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """One request of a connection, as HTTP has it."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    body = await reader.readexactly(int(headers["content-length"]))
    answer = await app.request(method, path, headers=headers, content=body)
    size = len(answer.content)
    head = f"HTTP/1.1 {answer.status_code} -\r\nconnection: close\r\ncontent-length: {size}"
    writer.write(head.encode() + b"\r\n\r\n" + answer.content)
    writer.close()


async def _serve(line: int) -> None:
    app = Starlette(routes=[*routes(), Route("/do/{verb}", _do, methods=["POST"])])
    inside = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        platform(settings(), migrate=False),
        stripe_open(settings()),
        httpx.AsyncClient(transport=inside, base_url="http://app", timeout=None) as client,
    ):
        server = await asyncio.start_server(partial(_answer, client), "127.0.0.1")
        told = f"{os.getpid()} {server.sockets[0].getsockname()[1]}\n"
        os.write(line, told.encode())
        await run_worker(asyncio.Event(), pace=PACE)


def main() -> None:
    """Fork one for each line."""
    keeper = os.getpid()
    for _line in sys.stdin:
        if os.fork() == 0:
            ending_with(keeper)()
            line = os.dup(sys.stdout.fileno())
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what is logged is not told
            asyncio.run(_serve(line))
            os._exit(0)


if __name__ == "__main__":
    main()
