"""The cookies of a session and of a known browser: how they are read, set and taken back."""

from starlette.requests import cookie_parser
from starlette.responses import Response

# __Host- makes browsers insist on Secure, Path=/ and no Domain: no other host can plant it.
SESSION_COOKIE = "__Host-dreamdot"
DEVICE_COOKIE = "__Host-dreamdot-device"
_LONGEST_TOKEN = 100
_DEVICE_LIFETIME_S = 400 * 86_400  # browsers keep no cookie for longer (RFC 6265bis)


def session_token(cookie_header: str) -> str | None:
    """The session's token in a Cookie header, or ``None``."""
    return _token(cookie_header, SESSION_COOKIE)


def device_token(cookie_header: str) -> str | None:
    """The token by which accounts know a browser, or ``None``."""
    return _token(cookie_header, DEVICE_COOKIE)


def _token(cookie_header: str, name: str) -> str | None:
    token = cookie_parser(cookie_header).get(name, "")
    return token if 0 < len(token) <= _LONGEST_TOKEN else None


def set_session_cookie(response: Response, token: str, *, lifetime_s: int) -> None:
    """Give the browser a session: not readable by scripts, not sent along from other sites."""
    _set(response, SESSION_COOKIE, token, lifetime_s=lifetime_s)


def set_device_cookie(response: Response, token: str) -> None:
    """Let the browser be known again; it stays when the session ends."""
    _set(response, DEVICE_COOKIE, token, lifetime_s=_DEVICE_LIFETIME_S)


def _set(response: Response, name: str, token: str, *, lifetime_s: int) -> None:
    response.set_cookie(
        name, token, max_age=lifetime_s, path="/", secure=True, httponly=True, samesite="lax"
    )


def drop_session_cookie(response: Response) -> None:
    """Tell the browser to forget its session."""
    response.delete_cookie(SESSION_COOKIE, path="/", secure=True, httponly=True, samesite="lax")
