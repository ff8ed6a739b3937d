"""Tabs, and chips that filter what is below them."""

from collections.abc import Sequence
from typing import Any

import reflex as rx
from reflex.event import passthrough_event_spec

from dreamdot_app.ui.classes import with_classes
from dreamdot_app.ui.kinds import Flag, Handler, Part, Text
from dreamdot_app.ui.link import link
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script

_CHIP_ROW = "-mx-4 flex max-w-[100vw] gap-2 overflow-x-auto px-4 py-1 [scrollbar-width:none]"


class _Tabs(Piece):
    library = script("tabs.jsx").importable_path
    tag = "Tabs"

    labels: rx.Var[list[tuple[str, str]]]
    value: rx.Var[str]
    label: rx.Var[str]
    on_change: rx.EventHandler[passthrough_event_spec(str)]


def tabs(
    *entries: tuple[str, str, Part],
    label: str,
    value: str = "",
    **props: Any,
) -> rx.Component:
    """Tabs of ``(key, label, content)``; all contents are in the page, one is in sight."""
    labels = [(key, words) for key, words, _ in entries]
    panels = [rx.el.div(content) for _, _, content in entries]
    return _Tabs.create(*panels, labels=labels, label=label, value=value, **props)


def chip(label: Text, *, pressed: Flag, on_click: Handler, **props: Any) -> rx.Component:
    """A pill that is pressed or not."""
    says = (
        rx.cond(pressed, "true", "false")
        if isinstance(pressed, rx.Var)
        else str(bool(pressed)).lower()
    )
    props["custom_attrs"] = {"aria-pressed": says, **props.get("custom_attrs", {})}
    return rx.el.button(label, type="button", on_click=on_click, **with_classes(props, "dd-chip"))


def chips(
    options: Sequence[tuple[str, str]], value: Text, on_change: Any, *, label: str, **props: Any
) -> rx.Component:
    """One of several filters: ``options`` are ``(value, label)``; ``on_change`` gets the value."""
    return rx.el.div(
        *[
            chip(words, pressed=value == key, on_click=on_change(key), class_name="flex-none")
            for key, words in options
        ],
        role="group",
        custom_attrs={"aria-label": label},
        **with_classes(props, _CHIP_ROW),
    )


def chip_link(label: Text, href: Text, *, current: Flag = False, **props: Any) -> rx.Component:
    """A filter with an address of its own."""
    says = rx.cond(current, "page", "false") if isinstance(current, rx.Var) else "page"
    attributes = props.pop("custom_attrs", {})
    if isinstance(current, rx.Var) or current:
        attributes = {"aria-current": says, **attributes}
    dressed = with_classes(props, "dd-chip flex-none")
    return link(label, href=href, custom_attrs=attributes, **dressed)


def chip_row(*links: Part, label: str, **props: Any) -> rx.Component:
    """A row of `chip_link`; it scrolls sideways where it does not fit."""
    return rx.el.nav(*links, custom_attrs={"aria-label": label}, **with_classes(props, _CHIP_ROW))
