"""How often routes may be asked, by their class: the API's reads and writes, and ``/auth``.

This bounds what nobody thought of. What is dear, or may be guessed, is counted by itself where it
is done; pages and files are not counted, and websockets are by `sockets`.
"""

from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from dreamdot_app.core.allowances import API_READS, API_WRITES, AUTH, Allowance
from dreamdot_app.core.errors import TooManyTries
from dreamdot_app.core.rates import address_group, is_shared, spend
from dreamdot_app.core.web.addresses import client_address
from dreamdot_app.core.web.answers import domain_answer

type_asking = Callable[[Scope], Awaitable[object | None]]
_READING = frozenset(("GET", "HEAD", "OPTIONS"))


async def nobody(_scope: Scope) -> None:
    """Stands for whom a request comes from where no accounts are known."""


def allowance_of(method: str, path: str) -> Allowance | None:
    """What a request of the API uses up; ``None`` for what is none."""
    if path != "/api" and not path.startswith("/api/"):
        return None
    return API_READS if method in _READING else API_WRITES


class RouteRates:
    """Answers 429 to more requests of a class than its account, or else its address, may send.

    ``asking`` tells the account (its id) that sends a request, or ``None``.
    """

    def __init__(self, app: ASGIApp, asking: type_asking) -> None:
        self._app = app
        self._asking = asking

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count a request and pass it on, or refuse it unread."""
        if scope["type"] == "http":
            try:
                await self._count(scope)
            except TooManyTries as refusal:
                await domain_answer(refusal)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _count(self, scope: Scope) -> None:
        address, path = client_address(scope), scope["path"]
        if allowance := allowance_of(scope["method"], path):
            await allowance.spend(account=await self._asking(scope), address=address)
        elif path.startswith("/auth/") and not is_shared(address):
            await spend([(AUTH, address_group(address))])
