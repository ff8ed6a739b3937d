"""A button that POSTs to one of our routes, without a form around it."""

from typing import Any

import reflex as rx
from reflex.event import passthrough_event_spec

from dreamdot_app.ui import browser
from dreamdot_app.ui.kinds import Part, Text
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script

NEEDED = (browser.SIGNALS, browser.BACKEND)


class _PostButton(Piece):
    library = script("posting.jsx").importable_path
    tag = "PostButton"

    action: rx.Var[str]
    payload: rx.Var[dict[str, Any]]
    on_done: rx.EventHandler[passthrough_event_spec(dict)]


def post_action(
    *children: Part, action: Text, payload: dict[str, Any] | None = None, **props: Any
) -> rx.Component:
    """A bare button; ``{"next"}`` in the answer opens a page, ``{"message"}`` becomes a toast."""
    if payload is not None:
        props["payload"] = payload
    return _PostButton.create(*children, action=action, **props)
