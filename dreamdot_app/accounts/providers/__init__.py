"""Signing in with Google, GitHub or Apple."""
