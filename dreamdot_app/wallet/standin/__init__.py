"""Stripe's place where there is no key: a checkout of our own that moves test money alone."""
