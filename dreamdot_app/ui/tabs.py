"""Tabs, and chips that filter what is below them."""

from collections.abc import Sequence
from typing import Any

import reflex as rx
from reflex.event import passthrough_event_spec

from dreamdot_app.ui import form_pieces
from dreamdot_app.ui.classes import with_classes
from dreamdot_app.ui.kinds import Flag, Part, Text
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script

NEEDED = (form_pieces.NEEDED,)
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


class _Chips(Piece):
    library = script("tabs.jsx").importable_path
    tag = "Chips"

    options: rx.Var[list[tuple[str, str]]]
    value: rx.Var[str]
    label: rx.Var[str]
    on_change: rx.EventHandler[passthrough_event_spec(str)]


def chips(
    options: Sequence[tuple[str, str]], value: Text, on_change: Any, *, label: str, **props: Any
) -> rx.Component:
    """One of several filters: ``options`` are ``(value, label)``; ``on_change`` gets the value.

    The one that is pressed looks so at once, whatever the server takes to answer.
    """
    return _Chips.create(
        options=list(options),
        value=value,
        label=label,
        on_change=on_change,
        **with_classes(props, _CHIP_ROW),
    )


class _ChipRow(Piece):
    library = script("tabs.jsx").importable_path
    tag = "ChipRow"

    label: rx.Var[str]


class _ChipLink(Piece):
    library = script("tabs.jsx").importable_path
    tag = "ChipLink"

    href: rx.Var[str]
    current: rx.Var[bool]
    group: rx.Var[str]
    lifts: rx.Var[bool]


def chip_link(
    label: Text,
    href: Text,
    *,
    current: Flag = False,
    group: str = "",
    lifts: bool = False,
    **props: Any,
) -> rx.Component:
    """A filter with an address of its own; at most one of a ``group`` is the current one.

    ``lifts``: pressed again, it is not current any more.
    """
    dressed = with_classes(props, "dd-chip flex-none")
    return _ChipLink.create(label, href=href, current=current, group=group, lifts=lifts, **dressed)


def chip_row(*links: Part, label: str, **props: Any) -> rx.Component:
    """A row of `chip_link`; it scrolls sideways where it does not fit."""
    return _ChipRow.create(*links, label=label, **with_classes(props, _CHIP_ROW))
