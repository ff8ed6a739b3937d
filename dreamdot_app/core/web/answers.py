"""What our own routes answer: JSON, and refusals in the words of the domain."""

import json
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, cast

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from dreamdot_app.core.errors import BadInput, DomainError, TooManyTries

_UNAUTHORISED = 401
type_endpoint = Callable[[Request], Awaitable[Response]]


def refusal(status: int, message: str, *, headers: dict[str, str] | None = None) -> Response:
    """``{"error": message}``: a refusal of the whole request."""
    return JSONResponse(
        {"error": message}, status, {"cache-control": "no-store", **(headers or {})}
    )


def domain_answer(error: DomainError) -> Response:
    """A domain refusal as forms and clients read it.

    ``{"errors": {field: message}}`` where fields are to blame, ``{"error": message}`` otherwise,
    both with ``code`` (the fact's name); 429 says in ``Retry-After`` how many seconds to wait.
    """
    headers = {"cache-control": "no-store"}
    if isinstance(error, TooManyTries):
        headers["retry-after"] = str(error.retry_after_s)
    if error.status == _UNAUTHORISED:
        headers["www-authenticate"] = "Bearer"  # RFC 9110: what else would be taken
    fields = {field: message for field, message in error.as_errors().items() if field}
    body = {"errors": fields} if fields else {"error": error.message}
    return JSONResponse({**body, "code": error.code}, error.status, headers)


def domain_errors(endpoint: type_endpoint) -> type_endpoint:
    """Decorate a Starlette endpoint: a `DomainError` becomes its JSON answer."""

    @wraps(endpoint)
    async def answered(request: Request) -> Response:
        try:
            return await endpoint(request)
        except DomainError as error:
            return domain_answer(error)

    return answered


async def json_body(request: Request) -> dict[str, Any]:
    """The request's body, a JSON object. Its size was bounded before (`limits.BodyLimit`).

    Raises:
        BadInput: not JSON, not an object, or told to be of another type. Insisting on the type
            makes browsers ask first before another site's page may send it.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise BadInput("Send JSON.")
    try:
        body: object = json.loads(await request.body())
    except (ValueError, RecursionError, ClientDisconnect):
        raise BadInput("This is not JSON.") from None
    if not isinstance(body, dict):
        raise BadInput("Send a JSON object.")
    return cast("dict[str, Any]", body)
