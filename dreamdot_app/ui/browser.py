"""Telling a component in the browser something, from a handler's return or from a click.

Reflex evaluates scripts that a server sends; under our policy nothing is evaluated. `tell` uses
the one message that needs no evaluation, setting the value of a named reference, and our
JavaScript registers such references as channels (``signals.js``).
"""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from dreamdot_app.ui.script import script

SIGNALS = script("signals.js")
BACKEND = script("backend.js")
SERVER_WATCH = script("server_watch.js")
LINKS = script("links.js")


def tell(channel: str, detail: Any) -> EventSpec:
    """An event that hands ``detail`` to whoever listens on ``channel`` in this browser tab."""
    return rx.set_value(f"dd_{channel}", detail)
