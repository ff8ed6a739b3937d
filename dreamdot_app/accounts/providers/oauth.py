"""The way to a provider and back that all of them share: an address to go to, a code to redeem.

Authorization code with PKCE (S256), RFC 6749, 7636 and 9700.
"""

# Authlib has no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

import asyncio
import secrets
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc.errors import JoseError

from dreamdot_app.accounts.providers.errors import ProviderAway, ProviderMistrusted
from dreamdot_app.accounts.providers.person import Person
from dreamdot_app.core import log

_PATIENCE_S = 5.0
_LONGEST_CODE = 2_000
_log = log.logger(part="providers")


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """What is made up for one way there and back, and compared when it comes back."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> "RoundTrip":
        """Fresh ones that nobody can guess."""
        return cls(*(secrets.token_urlsafe(48) for _ in range(3)))


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where a provider is asked."""

    authorization: str
    token: str
    keys: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for a code, and what it is held against."""

    token: dict[str, Any]
    trip: RoundTrip
    told: Mapping[str, str]
    now: datetime


class OAuth(ABC):
    """A provider that is configured. ``posts_back``: its answer is posted across sites."""

    posts_back = False

    def __init__(
        self,
        name: str,
        *,
        client_id: str,
        client_secret: Callable[[datetime], str],
        redirect_uri: str,
        scope: str,
        patience_s: float = _PATIENCE_S,
    ) -> None:
        """``redirect_uri`` is where people are sent back to, as it is registered there.

        ``client_secret`` is asked for at each use, for some are made anew each time. For one answer
        we wait ``patience_s`` seconds, for all that one page needs three times as long.
        """
        self.name = name
        self.client_id = client_id
        self._client_secret = client_secret
        self._redirect_uri = redirect_uri
        self._scope = scope
        self._patience_s = patience_s

    async def address(self, trip: RoundTrip, *, is_proof: bool) -> str:
        """Where to send the browser. ``is_proof`` asks that they choose their account anew.

        Raises:
            ProviderAway, ProviderMistrusted: its own description could not be read.
        """
        extra = {"prompt": "select_account"} if is_proof else {}
        async with self._asking() as client:
            endpoints = await self._endpoints(client)
            found = client.create_authorization_url(
                endpoints.authorization,
                state=trip.state,
                code_verifier=trip.verifier,
                **self._asked(trip),
                **extra,
            )
            return str(found[0])

    async def person(
        self, code: object, trip: RoundTrip, *, told: Mapping[str, str], now: datetime
    ) -> Person:
        """Redeem a code: who it stands for. ``told`` is what came with it through the browser.

        Raises:
            ProviderAway: no answer in time, or its own failure.
            ProviderMistrusted: the code is not good, or the answer is not to be believed.
        """
        if not isinstance(code, str) or not 0 < len(code) <= _LONGEST_CODE:
            raise ProviderMistrusted(self.name)
        async with self._asking() as client:
            client.client_secret = self._client_secret(now)
            endpoints = await self._endpoints(client)
            token = await client.fetch_token(
                endpoints.token,
                grant_type="authorization_code",
                code=code,
                code_verifier=trip.verifier,
            )
            answer = Answer(cast("dict[str, Any]", token), trip, told, now)
            return await self._person(client, answer)

    @asynccontextmanager
    async def _asking(self) -> AsyncGenerator[Any]:
        """A client to ask with; whatever goes wrong there becomes one of two facts."""
        client: Any = AsyncOAuth2Client(
            client_id=self.client_id,
            token_endpoint_auth_method="client_secret_post",  # noqa: S106 the method's name
            scope=self._scope,
            redirect_uri=self._redirect_uri,
            code_challenge_method="S256",
            timeout=self._patience_s,
        )
        try:
            async with asyncio.timeout(3 * self._patience_s), client:
                yield client
        except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError) as failure:
            self._tell("provider_away", failure)
            raise ProviderAway(self.name) from None
        except (AuthlibBaseError, JoseError, LookupError, TypeError, ValueError) as failure:
            self._tell("provider_mistrusted", failure)
            raise ProviderMistrusted(self.name) from None

    def _tell(self, event: str, failure: BaseException) -> None:
        # The kind alone: what it says in full may repeat a code or an address.
        reason = str(getattr(failure, "error", ""))[:80]
        _log.warning(event, provider=self.name, kind=type(failure).__name__, reason=reason)

    def _asked(self, _trip: RoundTrip, /) -> dict[str, str]:
        """What is asked for besides."""
        return {}

    @abstractmethod
    async def _endpoints(self, client: Any, /) -> Endpoints:
        """Where it is asked."""

    @abstractmethod
    async def _person(self, client: Any, answer: Answer, /) -> Person:
        """Who a fresh token stands for."""


async def fetched(
    client: Any, url: str, *, headers: Mapping[str, str] | None = None, with_token: bool = False
) -> Any:
    """The JSON at an address; a token is shown only where it is asked for.

    Raises:
        httpx2.HTTPError: no answer, or a refusal.
        ValueError: it is no JSON.
    """
    answer = await client.request("GET", url, headers=headers, withhold_token=not with_token)
    answer.raise_for_status()
    return answer.json()
