"""The session's cookie: its name, how it is read, set and taken back."""

from starlette.requests import cookie_parser
from starlette.responses import Response

# __Host- makes browsers insist on Secure, Path=/ and no Domain: no other host can plant it.
SESSION_COOKIE = "__Host-dreamdot"
_LONGEST_TOKEN = 100


def session_token(cookie_header: str) -> str | None:
    """The session's token in a Cookie header, or ``None``."""
    token = cookie_parser(cookie_header).get(SESSION_COOKIE, "")
    return token if 0 < len(token) <= _LONGEST_TOKEN else None


def set_session_cookie(response: Response, token: str, *, lifetime_s: int) -> None:
    """Give the browser a session: not readable by scripts, not sent along from other sites."""
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=lifetime_s,
        path="/",
        secure=True,
        httponly=True,
        samesite="lax",
    )


def drop_session_cookie(response: Response) -> None:
    """Tell the browser to forget its session."""
    response.delete_cookie(SESSION_COOKIE, path="/", secure=True, httponly=True, samesite="lax")
