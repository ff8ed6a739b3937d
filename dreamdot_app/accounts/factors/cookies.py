"""Cookies of what waits in the browser for its second half: a second step, codes to be read."""

from starlette.requests import Request
from starlette.responses import Response

STEP = "__Host-dreamdot-step"
CODES = "__Host-dreamdot-codes"
# The ceremonies behind them end earlier by themselves.
_LASTS_S = 15 * 60


def give(response: Response, name: str, token: str) -> Response:
    """The answer, with a token that scripts cannot read and other sites' pages do not send."""
    response.set_cookie(
        name, token, max_age=_LASTS_S, path="/", secure=True, httponly=True, samesite="strict"
    )
    return response


def take_back(response: Response, name: str) -> Response:
    """The answer that tells the browser to forget a token."""
    response.delete_cookie(name, path="/", secure=True, httponly=True, samesite="strict")
    return response


def token_in(request: Request, name: str) -> str | None:
    """A token that the browser has, or ``None``; whoever uses it judges it."""
    return request.cookies.get(name)
