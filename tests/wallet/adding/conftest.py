"""Somebody who adds money, with Stripe played on this machine or without a key."""

from tests.wallet.stripe.conftest import api, fake, own_ledger

__all__ = ["api", "fake", "own_ledger"]
