"""Codes that bring extra initial credit: administrators make them, people redeem them."""
