"""The cookie that a round trip leaves in the browser: its token, for as long as it lasts.

It is `SameSite=Lax`, also for Apple, which answers with a POST from its own site: such a POST
carries no cookie of ours, and needs none, for all that is done with it is to be sent on as a GET of
our own (`routes`), which carries them.
"""

from datetime import timedelta

from starlette.requests import cookie_parser
from starlette.responses import Response

COOKIE = "__Host-dreamdot-with"
_LONGEST_TOKEN = 100


def trip_token(cookie_header: str) -> str | None:
    """The token in a Cookie header, or ``None``."""
    token = cookie_parser(cookie_header).get(COOKIE, "")
    return token if 0 < len(token) <= _LONGEST_TOKEN else None


def keep_trip(response: Response, token: str, *, lifetime: timedelta) -> None:
    """Give the browser a token, which scripts cannot read."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(lifetime.total_seconds()),
        path="/",
        secure=True,
        httponly=True,
        samesite="lax",
    )


def drop_trip(response: Response) -> None:
    """Tell the browser to forget it."""
    response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
