"""Stripe's API as DreamDot asks it: one version, short patience, no write without a key.

A write that was sent twice under one key happens once, so every write carries the key of the
operation that wants it, and is repeated under it until the outcome is known. Stripe remembers a
key for at least 24 hours; who repeats later looks first whether it has happened.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

import httpx
import stripe
from pydantic import SecretStr

from dreamdot_app.core.stripe_settings import STRIPE_API
from dreamdot_app.wallet.stripe.outcomes import UnkeyedWrite, outcomes

API_VERSION = "2026-10-28.endive"
"""What we write and what the webhook's events are read as; the SDK's own types are of it."""

_OURS = "dreamdot:"
_LONGEST_KEY = 255
_TIMEOUT = httpx.Timeout(20.0, connect=5.0)
_RETRIES = 2

Answer = TypeVar("Answer")


class _OnlyKeyed(stripe.HTTPClient):
    """Sends nothing that writes without a key of ours; the SDK would make one up for each call."""

    name = "httpx"

    def __init__(self, timeout: httpx.Timeout) -> None:
        super().__init__()  # pyright: ignore[reportUnknownMemberType] the SDK leaves a type open
        self._asking = httpx.AsyncClient(timeout=timeout)

    async def request_async(
        self, method: str, url: str, headers: Mapping[str, str], post_data: str | None = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        """Send one request.

        Raises:
            UnkeyedWrite: it writes, and did not come through `Stripe.write`.
            stripe.APIConnectionError: no answer.
        """
        key = headers.get("Idempotency-Key", "")
        if method.lower() != "get" and not key.startswith(_OURS):
            raise UnkeyedWrite(f"{method} {url}")
        try:
            answer = await self._asking.request(method, url, headers=headers, content=post_data)
        except httpx.HTTPError as error:
            raise stripe.APIConnectionError(type(error).__name__, should_retry=True) from error
        return answer.content, answer.status_code, answer.headers

    async def sleep_async(self, secs: float) -> None:
        """Wait before another try."""
        await asyncio.sleep(secs)

    async def close_async(self) -> None:
        """Close the connections."""
        await self._asking.aclose()


class Stripe:
    """An account at Stripe: ``await s.write(s.v1.transfers.create_async, {…}, key="payout:1")``.

    ``account`` is the id of a connected account that a call is about.
    """

    def __init__(
        self, key: SecretStr, *, base: str = STRIPE_API, timeout: httpx.Timeout = _TIMEOUT
    ) -> None:
        self._http = _OnlyKeyed(timeout)
        self._client = stripe.StripeClient(
            key.get_secret_value(),
            stripe_version=API_VERSION,
            base_addresses={"api": base},
            max_network_retries=_RETRIES,
            http_client=self._http,
        )

    @property
    def v1(self) -> stripe.V1Services:
        """The operations, to be handed to `read` and `write`; those named ``…_async``."""
        return self._client.v1

    async def read(
        self,
        call: Callable[..., Awaitable[Answer]],
        *arguments: object,
        account: str | None = None,
    ) -> Answer:
        """Ask for something.

        Raises:
            StripeUnclear: no answer now, perhaps later.
            StripeRefused: it is not there, or not ours.
        """
        with outcomes():
            return await call(*arguments, options={"stripe_account": account} if account else {})

    async def write(
        self,
        call: Callable[..., Awaitable[Answer]],
        *arguments: object,
        key: str,
        account: str | None = None,
    ) -> Answer:
        """Have something done once for ``key``, however often it is asked for.

        Raises:
            StripeUnclear: nobody knows whether it was done: ask again, under the same key.
            StripeRefused: it was not done and will not be.
            ValueError: no key, or one that is longer than Stripe takes.
        """
        full = f"{_OURS}{key}"
        if not key or len(full) > _LONGEST_KEY:
            raise ValueError("a key of 1 to 246 letters")
        options = {"idempotency_key": full}
        if account:
            options["stripe_account"] = account
        with outcomes():
            return await call(*arguments, options=options)

    async def close(self) -> None:
        """Close its connections."""
        await self._http.close_async()
