"""Tells screen readers that another page has opened."""

import reflex as rx

from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script


class _Announcer(Piece):
    library = script("announcer.jsx").importable_path
    tag = "Announcer"


def announcer() -> rx.Component:
    """Shows nothing; once in the app."""
    return _Announcer.create()
