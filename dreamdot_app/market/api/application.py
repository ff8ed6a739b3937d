"""The API's application, mounted at ``/api``."""

from fastapi import APIRouter, FastAPI
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp

from dreamdot_app.core.web import body_limit
from dreamdot_app.core.web.documented import refusals
from dreamdot_app.market.api import people, reading, writing
from dreamdot_app.market.api.answers import answer_refusals
from dreamdot_app.market.api.documentation import documentation

# 400,000 characters of text, at up to four bytes each, and their tags.
_MAX_DRAFT_BYTES = 2_500_000


class _Api(FastAPI):
    """Without the framework's own answer to failures: it would hide them from the layers outside,
    which know what to say to a body that is too large or too slow.
    """

    def build_middleware_stack(self) -> ASGIApp:
        """All layers but the outermost."""
        outermost = super().build_middleware_stack()
        return outermost.app if isinstance(outermost, ServerErrorMiddleware) else outermost


def market_routes(*others: APIRouter, webhooks: APIRouter | None = None) -> list[BaseRoute]:
    """The API under ``/api``; put it behind the other slices' own routes there.

    ``others`` add their operations to it; ``webhooks`` are only described, for they lie elsewhere.

    Its documentation is at ``/api/docs``, for programs at ``/api/openapi.json``. Who asks is said
    by the session's cookie; the layers outside check origins and the size of bodies.
    """
    body_limit("/api/works", _MAX_DRAFT_BYTES)
    return [Mount("/api", app=application(*others, webhooks=webhooks))]


def application(*others: APIRouter, webhooks: APIRouter | None = None) -> FastAPI:
    """The application by itself."""
    app = _Api(
        title="DreamDot",
        description=__doc__ or "",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        webhooks=webhooks,
        # Else every route is said to answer 422 in the framework's own shape.
        responses=refusals(422),
    )
    answer_refusals(app)
    app.include_router(writing.router)
    app.include_router(reading.router)
    app.include_router(people.router)
    for other in others:
        app.include_router(other)
    app.add_route("/docs", documentation, include_in_schema=False)
    return app
