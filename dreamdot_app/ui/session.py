"""Tells the browser who is signed in, for the first paint of the next page."""

import reflex as rx

from dreamdot_app.ui import browser
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script
from dreamdot_app.ui.shell.slots import filled

NEEDED = (browser.SIGNALS, browser.BACKEND)


class _SessionMark(Piece):
    library = script("session.jsx").importable_path
    tag = "SessionMark"

    ready: rx.Var[bool]
    person: rx.Var[str]


def session_mark() -> rx.Component:
    """Draws nothing; once in the app, after the shell's slots were filled."""
    known = filled()
    return _SessionMark.create(ready=known.ready, person=known.person)
