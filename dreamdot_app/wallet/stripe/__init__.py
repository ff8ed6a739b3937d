"""Stripe: its API, and what it tells us. Money enters and leaves through here alone."""
