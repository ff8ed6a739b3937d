"""Short messages at the edge of the screen, from a handler's return or from a click."""

from typing import Any, Literal

import reflex as rx
from reflex.event import EventHandler, EventSpec
from reflex.utils.format import format_event_handler

from dreamdot_app.ui import browser, icon
from dreamdot_app.ui.kinds import Text
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script

ToastTone = Literal["info", "good", "saved", "bad", "offline"]
Action = tuple[str, Any]
"""A label, and an address or an event of a state whose arguments are known."""
NEEDED = (browser.SIGNALS, icon.GLYPH_MODULE)


def say(
    text: str,
    *,
    tone: ToastTone = "info",
    action: Action | None = None,
    seconds: int = 8,
) -> EventSpec:
    """An event that shows ``text``; ``seconds=0`` leaves it until it is dismissed."""
    detail: dict[str, Any] = {"text": text, "tone": tone, "seconds": seconds}
    if action is not None:
        detail["action"] = _action(*action)
    return browser.tell("toast", detail)


def good(text: str, *, action: Action | None = None) -> EventSpec:
    """Something went well."""
    return say(text, tone="good", action=action)


def bad(text: str, *, action: Action | None = None) -> EventSpec:
    """Something was refused or broke."""
    return say(text, tone="bad", action=action)


def _action(label: str, target: Any) -> dict[str, Any]:
    if isinstance(target, str):
        return {"label": label, "href": target}
    spec = target() if isinstance(target, EventHandler) else target
    # The browser sends this event back as if its button stood in the page.
    payload = {name._js_expr: value._decode() for name, value in spec.args}
    return {"label": label, "event": format_event_handler(spec.handler), "payload": payload}


class _Toaster(Piece):
    library = script("toast.jsx").importable_path
    tag = "Toaster"


def toaster() -> rx.Component:
    """Where the messages appear; once in the app."""
    return _Toaster.create()


class _Message(Piece):
    library = script("toast.jsx").importable_path
    tag = "Message"

    text: rx.Var[str]
    tone: rx.Var[str]
    action: rx.Var[str]


def message(text: Text, *, tone: ToastTone = "info", action: str = "") -> rx.Component:
    """A message as it looks, standing in the page."""
    return _Message.create(text=text, tone=tone, action=action)
