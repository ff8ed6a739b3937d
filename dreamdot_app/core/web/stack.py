"""The layers between the server and Reflex, in their order."""

from collections.abc import Callable, Sequence
from typing import cast

from starlette.exceptions import HTTPException
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Router
from starlette.types import ASGIApp

from dreamdot_app.core.secret_keys import key_for
from dreamdot_app.core.settings import Settings
from dreamdot_app.core.settings import settings as read_settings
from dreamdot_app.core.web.answers import refusal
from dreamdot_app.core.web.binding import TokenBinding
from dreamdot_app.core.web.classes import RouteRates, nobody, type_asking
from dreamdot_app.core.web.compression import Compress
from dreamdot_app.core.web.documents import Documents
from dreamdot_app.core.web.headers import ClosedPaths, SecurityHeaders
from dreamdot_app.core.web.limits import BodyLimit
from dreamdot_app.core.web.origins import HostCheck, OriginCheck, allowed_origins
from dreamdot_app.core.web.policy import PagePolicy
from dreamdot_app.core.web.requests import RequestLog
from dreamdot_app.core.web.sockets import Limits, SocketLimit, most_open_of

type_layer = Callable[[ASGIApp], ASGIApp]


async def _in_json(_request: Request, error: Exception) -> Response:
    """A route's own refusal (another method than it knows), in the form of all refusals."""
    found = cast("HTTPException", error)
    return refusal(found.status_code, found.detail + ".", headers=dict(found.headers or {}))


def _routed(routes: Sequence[BaseRoute], app: ASGIApp) -> ASGIApp:
    router = Router(routes=list(routes), redirect_slashes=False, default=app)
    return ExceptionMiddleware(router, handlers={HTTPException: _in_json})


def transformers(
    routes: Sequence[BaseRoute],
    *,
    settings: Settings | None = None,
    asking: type_asking = nobody,
) -> list[type_layer]:
    """For ``rx.App(api_transformer=…)``: every layer, the one nearest to Reflex first.

    ``routes`` are the slices' own routes; they are asked before Reflex's pages. ``asking`` tells
    the account that sends a request.
    """
    chosen = settings or read_settings()
    origins = allowed_origins(chosen, ports=(chosen.backend_port,))
    policy = PagePolicy(chosen, origins)
    limits = Limits(most_open=most_open_of(chosen.process_count))
    return [
        lambda app: Documents(app, policy, chosen.public_origin),
        lambda app: TokenBinding(app, key_for("dreamdot tokens of tabs")),
        lambda app: _routed(routes, app),
        lambda app: RouteRates(app, asking),
        Compress,
        ClosedPaths,
        BodyLimit,
        lambda app: SocketLimit(app, limits=limits),
        lambda app: OriginCheck(app, origins),
        lambda app: HostCheck(app, chosen),
        RequestLog,
        lambda app: SecurityHeaders(app, chosen),
    ]
