"""Codes of authenticator apps (TOTP, RFC 6238): six digits, SHA-1, steps of 30 seconds."""

import hmac
import re
from datetime import datetime

import segno
from pyotp import random_base32
from pyotp.totp import TOTP

STEP_S = 30
_ISSUER = "DreamDot"
# Clocks of phones go wrong by seconds; RFC 6238 (5.2) advises one step at most.
_DRIFT = (0, -1, 1)
_SIX_DIGITS = re.compile(r"[0-9]{6}")
_GAPS = re.compile(r"[\s-]")
_PAPER, _INK = "#fff", "#1b1830"


def new_secret() -> str:
    """A fresh secret of 160 bits in base32, as RFC 4226 (4) wants it."""
    return random_base32()


def uri_of(secret: str, *, username: str) -> str:
    """The ``otpauth:`` address that apps read from a QR code."""
    return TOTP(secret, interval=STEP_S).provisioning_uri(name=username, issuer_name=_ISSUER)


def step_of(secret: str, typed: object, *, now: datetime) -> int | None:
    """The time step that a code belongs to: this one, or the one before or after.

    All three are compared, whatever the first says, each in constant time.
    """
    code = _read(typed)
    if code is None:
        return None
    codes = TOTP(secret, interval=STEP_S)
    this = int(now.timestamp()) // STEP_S
    fitting = [
        this + drift
        for drift in _DRIFT
        if hmac.compare_digest(codes.generate_otp(this + drift), code)
    ]
    return fitting[0] if fitting else None


def _read(typed: object) -> str | None:
    if not isinstance(typed, str) or len(typed) > 20:
        return None
    code = _GAPS.sub("", typed)
    return code if _SIX_DIGITS.fullmatch(code) else None


def grouped(secret: str) -> str:
    """A secret in groups of four, to be typed."""
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))


def picture_of(uri: str) -> str:
    """A QR code as a ``data:`` address of an SVG; its quiet border is part of it (ISO 18004)."""
    code = segno.make(uri, error="m", micro=False)
    return code.svg_data_uri(
        border=4, dark=_INK, light=_PAPER, omitsize=True, xmldecl=False, svgclass=None
    )
