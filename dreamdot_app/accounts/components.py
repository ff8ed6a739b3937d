"""Pieces of screen that other slices' pages show."""

from dreamdot_app.accounts.confirming.banner import confirm_banner

__all__ = ["confirm_banner"]
