"""Dialogs: over everything, with one question or one thing to do."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec, no_args_event_spec

from dreamdot_app.ui import browser, icon
from dreamdot_app.ui.buttons import button
from dreamdot_app.ui.kinds import Flag, Handler, Part, Text, when
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script

NEEDED = (browser.SIGNALS, icon.GLYPH_MODULE)
DIALOG = script("dialog.jsx")
"""For components written in JavaScript, which import this file."""


class _Dialog(Piece):
    library = DIALOG.importable_path
    tag = "Dialog"

    name: rx.Var[str]
    open: rx.Var[bool]
    title: rx.Var[str]
    detail: rx.Var[str]
    width: rx.Var[str]
    drawer: rx.Var[bool]
    on_close: rx.EventHandler[no_args_event_spec]


def dialog(
    *children: Part,
    id: str,
    title: Text,
    detail: Text = "",
    open: Flag | None = None,
    on_close: Handler = None,
    width: str = "26rem",
    footer: Part | None = None,
    drawer: bool = False,
    **props: Any,
) -> rx.Component:
    """A dialog; a sheet from below on phones, from the side as a ``drawer``.

    Opened by `open_dialog` with the same ``id``, or by ``open``; then ``on_close`` has to lower
    that flag, for Escape, the backdrop and the cross close it too.
    """
    body = rx.el.div(*children, class_name="min-h-0 flex-1 overflow-y-auto px-6 pt-4 pb-6")
    foot = (
        []
        if footer is None
        else [rx.el.footer(footer, class_name="flex justify-end gap-2 px-6 pb-6")]
    )
    given = {"open": open, "on_close": on_close}
    return _Dialog.create(
        body,
        *foot,
        name=id,
        id=id,
        title=title,
        detail=detail,
        width=width,
        drawer=drawer,
        **{name: value for name, value in given.items() if value is not None},
        **props,
    )


def open_dialog(id: str) -> EventSpec:
    """Open the dialog of that id, from a click or from a handler's return."""
    return browser.tell(f"dialog_{id}", "open")


def close_dialog(id: str) -> EventSpec:
    """Close the dialog of that id."""
    return browser.tell(f"dialog_{id}", "close")


def confirm(
    id: str,
    title: Text,
    text: Text,
    confirm: Text,
    on_confirm: Handler,
    *children: Part,
    cancel: str = "Cancel",
    danger: bool = False,
    busy: Flag = False,
    disabled: Flag = False,
    error: Text = "",
    open: Flag | None = None,
    on_close: Handler = None,
) -> rx.Component:
    """One question with two answers. It stays open until it is told to close, so that a refusal
    can be read where the question was asked.
    """
    dismiss = close_dialog(id) if on_close is None else on_close
    refusal = rx.el.p(error, role="alert", class_name="mt-4 text-sm font-medium text-error")
    return dialog(
        rx.el.p(text, class_name="leading-relaxed text-muted"),
        *children,
        when(error != "", refusal),
        rx.el.div(
            button(cancel, tone="ghost", on_click=dismiss),
            button(
                confirm,
                tone="danger" if danger else "primary",
                busy=busy,
                disabled=disabled,
                on_click=on_confirm,
                # Refused while the server is away: it must not happen after it was cancelled.
                custom_attrs={"data-now-or-never": ""},
            ),
            class_name="mt-6 flex flex-wrap justify-end gap-2",
        ),
        id=id,
        title=title,
        width="24rem",
        open=open,
        on_close=on_close,
    )
