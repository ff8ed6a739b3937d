"""What may come of asking Stripe, seen by who wonders whether money has moved."""

from collections.abc import Generator
from contextlib import contextmanager

import stripe

# Only with these has Stripe decided. Above all not with 409, when the key is in use by a request
# that has not ended and may still be done (the SDK loses the code that says so); nor with 401 and
# 403: that our own key is wrong, or may not do this, says nothing of what was asked.
_DECIDED = frozenset((400, 402, 404))
_LATER = frozenset(("idempotency_key_in_use", "lock_timeout"))


class StripeUnclear(Exception):
    """Whether it was done is not known, or not decided: ask again under the same key.

    The message holds no secret and nobody's details: it is logged.
    """


class StripeRefused(Exception):
    """It was not done and will not be; ``code`` is Stripe's word for why, perhaps empty.

    ``said`` is Stripe's sentence, for administrators: it may name accounts.
    """

    def __init__(self, *, code: str, said: str) -> None:
        super().__init__(f"Stripe refused: {code or 'no code'}")
        self.code = code
        self.said = said


class UnkeyedWrite(Exception):
    """Something tried to write to Stripe without a key: a mistake to be mended; it was not sent."""


@contextmanager
def looking_up() -> Generator[None]:
    """For asking what became of a write: a refused look-up does not say that nothing was done."""
    try:
        yield
    except StripeRefused as refusal:
        raise StripeUnclear(f"a look-up was refused, code {refusal.code or 'none'}") from refusal


@contextmanager
def outcomes() -> Generator[None]:
    """Turn the SDK's errors into the two that matter."""
    try:
        yield
    except stripe.StripeError as error:
        raise _read(error) from error


def _read(error: stripe.StripeError) -> StripeUnclear | StripeRefused:
    status, code = error.http_status or 0, error.code or ""
    is_later = status not in _DECIDED or code in _LATER
    # A key that came with other details: something was done under it, though perhaps not this.
    is_mixed_up = isinstance(error, stripe.IdempotencyError)
    if is_later or is_mixed_up:
        request = error.request_id or "none"
        kind = type(error).__name__
        return StripeUnclear(f"{kind}, status {status}, code {code or 'none'}, request {request}")
    return StripeRefused(code=code, said=error.user_message or "")
