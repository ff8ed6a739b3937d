"""Somebody who adds money, with Stripe played on this machine or without a key."""

from tests.wallet.stripe.conftest import fake

__all__ = ["fake"]
