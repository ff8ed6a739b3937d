"""Puts into effect how a person wants DreamDot to look, in this browser and from now on."""

import reflex as rx
from reflex.event import passthrough_event_spec

from dreamdot_app.ui import money, time
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script
from dreamdot_app.ui.shell.slots import filled

NEEDED = (time.FORMS, money.FORMS)


class _Looks(Piece):
    library = script("looks.jsx").importable_path
    tag = "Looks"

    chosen: rx.Var[dict[str, str]]
    on_theme: rx.EventHandler[passthrough_event_spec(str)]


def looks() -> rx.Component:
    """Draws nothing; once in the app, after the shell's slots were filled.

    The slot ``looks`` holds ``theme`` (system, light, dark), ``motion`` (system, reduced), ``text``
    (small, normal, large, larger), ``language``, ``zone`` (an IANA name) and ``amounts`` (a
    language tag; both empty for the device's); ``on_theme`` gets the theme that was chosen by a
    switch anywhere.
    """
    known = filled()
    if known.looks is None:
        return rx.fragment()
    heard = {} if known.on_theme is None else {"on_theme": known.on_theme}
    return _Looks.create(chosen=known.looks, **heard)
