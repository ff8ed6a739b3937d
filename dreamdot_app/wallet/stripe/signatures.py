"""Whether a webhook's body was signed by who we think, and just now (docs.stripe.com/webhooks)."""

import re
import time
from collections.abc import Sequence

from stripe import SignatureVerificationError, WebhookSignature

TOLERANCE_S = 300
_SIGNED_AT = re.compile(r"(?:^|,)\s*t=(\d{1,12})(?:,|$)")


class NotSigned(Exception):
    """The signature is missing, wrong, too old or from the future; the message tells which."""


def require_signature(raw: bytes, header: str, secrets: Sequence[str]) -> None:
    """Check a body against its ``Stripe-Signature`` header; any of ``secrets`` may have signed.

    Signed more than five minutes ago or ahead is refused: what was overheard may not be sent again
    later, nor be prepared.

    Raises:
        NotSigned: it is not to be believed.
    """
    signed_at = _SIGNED_AT.search(header)
    if signed_at is None:
        raise NotSigned("no time")
    # The SDK bounds the past alone.
    if int(signed_at[1]) > time.time() + TOLERANCE_S:
        raise NotSigned("from the future")
    refusals = [_refusal(raw, header, secret) for secret in secrets]
    if None not in refusals:
        raise NotSigned(refusals[0] or "no secret")


def _refusal(raw: bytes, header: str, secret: str) -> str | None:
    try:
        WebhookSignature.verify_header(raw, header, secret, TOLERANCE_S)  # pyright: ignore[reportUnknownMemberType] the SDK leaves a type open
    except SignatureVerificationError as error:
        is_old = "outside the tolerance" in str(error)
        return "too old" if is_old else "no signature of ours"
    except (UnicodeDecodeError, ValueError):
        return "no text"
    return None
