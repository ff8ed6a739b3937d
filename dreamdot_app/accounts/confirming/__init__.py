"""Whose an address is: asking for its confirmation, and confirming it."""
