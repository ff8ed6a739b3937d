"""Sign in with Apple: OpenID Connect with a client secret that one signs oneself.

Apple sends its answer back with a POST as soon as a name or an address is asked for, tells the name
only the first time and beside the token (so it is a suggestion, and not believed), and asks for a
secret that is a token of its own: https://developer.apple.com/documentation/signinwithapplerestapi
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from joserfc import jwt
from joserfc.jwk import ECKey

from dreamdot_app.accounts.providers.oauth import RoundTrip
from dreamdot_app.accounts.providers.openid import OpenId

_SECRET_LASTS = timedelta(minutes=5)
_LONGEST_TOLD = 2_000


def client_secret(
    *, client_id: str, team_id: str, key_id: str, private_key: str, audience: str, now: datetime
) -> str:
    """A secret for the next minutes, signed with the key that Apple knows (ES256)."""
    claims = {
        "iss": team_id,
        "iat": now,
        "exp": now + _SECRET_LASTS,
        "aud": audience,
        "sub": client_id,
    }
    header = {"alg": "ES256", "kid": key_id}
    return jwt.encode(header, claims, ECKey.import_key(private_key), algorithms=["ES256"])


class Apple(OpenId):
    """Apple, which posts back."""

    posts_back = True

    def _asked(self, trip: RoundTrip, /) -> dict[str, str]:
        return {**super()._asked(trip), "response_mode": "form_post"}


def told_name(user: object) -> Mapping[str, str]:
    """The name in what Apple sends beside its answer (JSON), as `OAuth.person` takes it."""
    if not isinstance(user, str) or not 0 < len(user) <= _LONGEST_TOLD:
        return {}
    try:
        said = json.loads(user)
        name = cast("dict[str, Any]", said["name"])
        parts = [name.get("firstName"), name.get("lastName")]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}
    whole = " ".join(part.strip() for part in parts if isinstance(part, str)).strip()
    return {"name": whole[:200]} if whole else {}
