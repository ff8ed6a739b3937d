"""Refusals of the API: JSON in the words of the domain, and never with what is inside.

Failures, and bodies that are too large or too slow, are answered by the layers outside
(`core.web`), for the API as for everything else.
"""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from dreamdot_app.core.errors import DomainError
from dreamdot_app.core.web.answers import domain_answer, refusal
from dreamdot_app.market.contract import DraftConflict, DraftView, PriceChanged

_NOT_KEPT = {"cache-control": "no-store"}
_IN_WORDS = {404: "There is nothing at this address.", 405: "This cannot be done here."}


def _of_domain(_request: Request, error: Exception) -> Response:
    assert isinstance(error, DomainError)  # noqa: S101 registered for it
    return domain_answer(error)


def draft_fields(draft: DraftView) -> dict[str, str]:
    """A draft's fields in the shape in which they are sent."""
    return {
        "title": draft.title,
        "summary": draft.summary,
        "html": draft.html,
        "price": draft.price,
        "tags": draft.tags,
        "language": draft.language,
        "cover": draft.cover_id,
    }


def _of_draft(_request: Request, error: Exception) -> Response:
    assert isinstance(error, DraftConflict)  # noqa: S101 registered for it
    draft = error.draft
    body: dict[str, Any] = {
        "error": error.message,
        "code": error.code,
        "revision": draft.revision,
        "saved_at": draft.saved_at.isoformat() if draft.saved_at else None,
        "words": draft.words,
        "fields": draft_fields(draft),
    }
    return JSONResponse(body, error.status, _NOT_KEPT)


def _of_price(_request: Request, error: Exception) -> Response:
    assert isinstance(error, PriceChanged)  # noqa: S101 registered for it
    body = {"error": error.message, "code": error.code, "price_minor": error.price_minor}
    return JSONResponse(body, error.status, _NOT_KEPT)


def _of_request(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 registered for it
    errors = {str(problem["loc"][-1]): str(problem["msg"]) for problem in error.errors()}
    return JSONResponse({"errors": errors, "code": "BadInput"}, 422, _NOT_KEPT)


def _of_routing(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 registered for it
    message = _IN_WORDS.get(error.status_code, str(error.detail))
    return refusal(error.status_code, message, headers=dict(error.headers or {}))


def answer_refusals(app: FastAPI) -> None:
    """Let an API answer every refusal in these words."""
    app.add_exception_handler(DraftConflict, _of_draft)
    app.add_exception_handler(PriceChanged, _of_price)
    app.add_exception_handler(DomainError, _of_domain)
    app.add_exception_handler(RequestValidationError, _of_request)
    app.add_exception_handler(HTTPException, _of_routing)
