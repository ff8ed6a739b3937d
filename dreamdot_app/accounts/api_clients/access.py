"""Access tokens: signed, for a quarter of an hour (JWS of RFC 7515 with the claims of RFC 9068).

They carry no more than whose session they are of; the session is looked up as a cookie's is, so
one that has ended takes its access tokens along within five seconds.
"""

from datetime import datetime, timedelta
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from dreamdot_app.accounts.api_clients.errors import AccessTokenRefused
from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.core import ids
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.secret_keys import key_for
from dreamdot_app.core.settings import settings

LASTS = timedelta(minutes=15)
# One algorithm, whatever a token's header says: "none" and all others are refused.
_ALGORITHM = "HS256"
_TYPE = "at+jwt"
_PURPOSE = "dreamdot access tokens 1"
_LONGEST = 1_000


def sign(viewer: Viewer, *, now: datetime) -> str:
    """An access token for a session."""
    claims = {
        "iss": settings().public_origin,
        "aud": _audience(),
        "sub": ids.short(viewer.id),
        "sid": ids.short(viewer.session_id),
        "iat": int(now.timestamp()),
        "exp": int((now + LASTS).timestamp()),
        "jti": ids.short(ids.new()),
    }
    header = {"alg": _ALGORITHM, "typ": _TYPE}
    return jwt.encode(header, claims, _key(), algorithms=[_ALGORITHM])


def session_in(token: str, *, now: datetime) -> UUID:
    """The id of the session that a token is of.

    Raises:
        AccessTokenRefused: it is none of ours, was changed, is for something else, or too old.
    """
    if len(token) > _LONGEST:
        raise AccessTokenRefused
    try:
        found = jwt.decode(token, _key(), algorithms=[_ALGORITHM])
        wanted = jwt.JWTClaimsRegistry(
            now=lambda: int(now.timestamp()),
            leeway=0,
            iss={"essential": True, "value": settings().public_origin},
            aud={"essential": True, "value": _audience()},
            exp={"essential": True},
            iat={"essential": True},
            sid={"essential": True},
        )
        wanted.validate(found.claims)
        if found.header.get("typ") != _TYPE:
            raise AccessTokenRefused
        return ids.parse(found.claims["sid"])
    except (JoseError, ValueError, NotFound):
        raise AccessTokenRefused from None


def _audience() -> str:
    return f"{settings().public_origin}/api"


def _key() -> OctKey:
    return OctKey.import_key(key_for(_PURPOSE))
