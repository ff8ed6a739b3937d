"""The layers between the server and Reflex, in their order."""

import os
from collections.abc import Callable, Sequence

from starlette.routing import BaseRoute, Router
from starlette.types import ASGIApp

from dreamdot_app.core.settings import Settings
from dreamdot_app.core.settings import settings as read_settings
from dreamdot_app.core.web.binding import TokenBinding
from dreamdot_app.core.web.compression import Compress
from dreamdot_app.core.web.documents import Documents
from dreamdot_app.core.web.headers import ClosedPaths, SecurityHeaders
from dreamdot_app.core.web.limits import BodyLimit
from dreamdot_app.core.web.origins import HostCheck, OriginCheck, allowed_origins
from dreamdot_app.core.web.policy import PagePolicy
from dreamdot_app.core.web.requests import RequestLog

type_layer = Callable[[ASGIApp], ASGIApp]


def transformers(
    routes: Sequence[BaseRoute], *, settings: Settings | None = None
) -> list[type_layer]:
    """For ``rx.App(api_transformer=…)``: every layer, the one nearest to Reflex first.

    ``routes`` are the slices' own routes; they are asked before Reflex's pages.
    """
    chosen = settings or read_settings()
    backend_port = int(os.environ.get("DREAMDOT_BACKEND_PORT") or 8000)
    origins = allowed_origins(chosen, ports=(backend_port,))
    policy = PagePolicy(chosen, origins)
    secret = chosen.secret_key.get_secret_value().encode()
    return [
        lambda app: Documents(app, policy, chosen.public_origin),
        lambda app: TokenBinding(app, secret),
        lambda app: Router(routes=list(routes), redirect_slashes=False, default=app),
        Compress,
        ClosedPaths,
        BodyLimit,
        lambda app: OriginCheck(app, origins),
        lambda app: HostCheck(app, chosen),
        RequestLog,
        lambda app: SecurityHeaders(app, chosen),
    ]
