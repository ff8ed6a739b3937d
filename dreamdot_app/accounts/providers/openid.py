"""OpenID Connect: a provider that describes itself and signs what it says of people.

OpenID Connect Core 1.0 §3.1.3.7 and Discovery 1.0. The algorithm is ours to say, not the token's:
"none" and an HMAC with a public key as its secret are no signatures.
"""

# Authlib has no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, cast

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from dreamdot_app.accounts.providers.oauth import Answer, Endpoints, OAuth, RoundTrip, fetched
from dreamdot_app.accounts.providers.person import Person, read_person

_SIGNED_WITH = ("RS256",)
_DESCRIBED_FOR_S, _KEYS_FOR_S = 3_600.0, 3_600.0
# An unknown key makes us look for new ones; so often and no oftener, for anybody can name one.
_LOOK_AGAIN_AFTER_S = 10.0
_CLOCKS_DIFFER_S = 60


class OpenId(OAuth):
    """A provider of that kind; its description and its keys are remembered for an hour."""

    def __init__(
        self,
        name: str,
        *,
        issuer: str,
        client_id: str,
        client_secret: Callable[[datetime], str],
        redirect_uri: str,
        scope: str,
        clock_s: Callable[[], float] = time.monotonic,
        **patience: float,
    ) -> None:
        super().__init__(
            name,
            client_id=client_id,
            client_secret=client_secret,
            redirect_uri=redirect_uri,
            scope=scope,
            **patience,
        )
        self._issuer = issuer
        self._clock_s = clock_s
        self._described: tuple[float, Endpoints] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def _asked(self, trip: RoundTrip, /) -> dict[str, str]:
        return {"nonce": trip.nonce}

    async def _endpoints(self, client: Any, /) -> Endpoints:
        now_s = self._clock_s()
        if self._described is None or now_s - self._described[0] >= _DESCRIBED_FOR_S:
            said = await fetched(client, f"{self._issuer}/.well-known/openid-configuration")
            self._described = now_s, self._read_description(said)
        return self._described[1]

    def _read_description(self, said: Any) -> Endpoints:
        if said["issuer"] != self._issuer:
            raise ValueError("it describes somebody else")
        found = [said[key] for key in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        is_plain = self._issuer.startswith("http://")  # which production refuses
        if not all(str(one).startswith(("https://", "http://")[: 1 + is_plain]) for one in found):
            raise ValueError("it would be asked without encryption")
        return Endpoints(*found)

    async def _person(self, client: Any, answer: Answer, /) -> Person:
        claims = await self._verified(client, answer)
        return read_person(
            self.name,
            subject=claims["sub"],
            email=claims.get("email"),
            is_verified=claims.get("email_verified"),
            name=claims.get("name") or answer.told.get("name"),
        )

    async def _verified(self, client: Any, answer: Answer) -> Mapping[str, Any]:
        """The claims of an ID token that this provider made for us, for this very round trip."""
        signed = await self._opened(client, str(answer.token["id_token"]))
        claims = CodeIDToken(
            signed.claims,
            signed.header,
            {
                "iss": {"essential": True, "value": self._issuer},
                "aud": {"essential": True, "value": self.client_id},
                "nonce": {"essential": True, "value": answer.trip.nonce},
            },
            {
                "nonce": answer.trip.nonce,
                "client_id": self.client_id,
                "access_token": answer.token.get("access_token"),
            },
        )
        claims.validate(now=int(answer.now.timestamp()), leeway=_CLOCKS_DIFFER_S)
        return cast("Mapping[str, Any]", claims)

    async def _opened(self, client: Any, id_token: str) -> jwt.Token:
        # Headers that nobody knows are none of our business (RFC 7515 §4).
        registry = JWSRegistry(algorithms=list(_SIGNED_WITH), strict_check_header=False)
        try:
            keys = await self._key_set(client, younger_than_s=_KEYS_FOR_S)
            return jwt.decode(id_token, keys, registry=registry)
        except InvalidKeyIdError:  # they may have changed their keys since
            keys = await self._key_set(client, younger_than_s=_LOOK_AGAIN_AFTER_S)
            return jwt.decode(id_token, keys, registry=registry)

    async def _key_set(self, client: Any, *, younger_than_s: float) -> KeySet:
        now_s = self._clock_s()
        if self._keys is None or now_s - self._keys[0] >= younger_than_s:
            said = await fetched(client, (await self._endpoints(client)).keys)
            self._keys = now_s, KeySet.import_key_set(said)
        return self._keys[1]
