"""The line that tells of a lost connection."""

import reflex as rx

from dreamdot_app.ui import browser, icon
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script

NEEDED = (icon.GLYPH_MODULE, browser.BACKEND, browser.LINKS, browser.SERVER_WATCH)


class _ConnectionBar(Piece):
    library = script("connection.jsx").importable_path
    tag = "ConnectionBar"


def connection_bar() -> rx.Component:
    """Appears when the page has lost its server and goes when it is back; once in the app."""
    return _ConnectionBar.create()
