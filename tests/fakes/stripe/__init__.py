"""Stripe, played on this machine: a real HTTP server that takes what Stripe would take, remembers
what it did, and signs its events as Stripe does.

Every request is checked against the SDK's own types. What people and banks do (paying, disputing,
a bank that refuses a payout) are methods of `StripeFake`; what goes wrong is said to `faults`.
"""

from tests.fakes.stripe.faults import Fault
from tests.fakes.stripe.playing import SECRET, StripeFake, in_use, stripe_fake
from tests.fakes.stripe.server import Call
from tests.fakes.stripe.state import PLATFORM, Signed, type_object

__all__ = [
    "PLATFORM",
    "SECRET",
    "Call",
    "Fault",
    "Signed",
    "StripeFake",
    "in_use",
    "stripe_fake",
    "type_object",
]
