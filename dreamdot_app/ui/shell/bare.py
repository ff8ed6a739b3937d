"""The shells in which one reads and writes: almost nothing but the text."""

from typing import Any

import reflex as rx

from dreamdot_app.ui.buttons import icon_link, look
from dreamdot_app.ui.icon import icon
from dreamdot_app.ui.kinds import Part, Text
from dreamdot_app.ui.shell.mark import skip_link

_SETTINGS = "editor-settings"


def _foot(left: Part | None, right: Part | None) -> list[Part]:
    if left is None and right is None:
        return []
    figures = [rx.el.span() if figure is None else figure for figure in (left, right)]
    return [
        rx.el.footer(
            *figures,
            class_name="pointer-events-none fixed inset-x-0 bottom-0 flex justify-between"
            " bg-gradient-to-t from-base-100 from-55% to-transparent px-5 pt-10 pb-4"
            " text-[.8125rem] text-muted md:px-8",
        )
    ]


def _opener(title: str) -> rx.Component:
    """On phones: the button that brings up the settings."""
    return rx.el.button(
        icon("sliders-horizontal"),
        type="button",
        title=title,
        custom_attrs={"popoverTarget": _SETTINGS, "aria-label": title},
        class_name=f"{look('ghost', 'md', square=True)} lg:hidden",
    )


def _settings(title: str, content: Part) -> rx.Component:
    """A column beside the text; before 1024 pixels it slides over it."""
    close: dict[str, Any] = {
        "popoverTarget": _SETTINGS,
        "popoverTargetAction": "hide",
        "aria-label": "Close settings",
    }
    return rx.el.aside(
        rx.el.div(
            rx.el.h2(title, class_name="text-xl"),
            rx.el.button(
                icon("x"),
                type="button",
                custom_attrs=close,
                class_name=f"{look('ghost', 'sm', square=True)} lg:hidden",
            ),
            class_name="flex h-15 flex-none items-center justify-between",
        ),
        rx.el.div(content, class_name="pt-3 pb-8"),
        id=_SETTINGS,
        custom_attrs={"popover": "auto", "aria-label": title},
        class_name="dd-settings",
    )


def editor_frame(
    *children: Part,
    close_href: Text,
    status: Part | None = None,
    actions: Part | None = None,
    toolbar: Part | None = None,
    settings: Part | None = None,
    settings_title: str = "Before it goes out",
) -> rx.Component:
    """Close, state and actions at the top; the toolbar under them, on phones at the bottom."""
    bar = rx.el.div(
        icon_link("x", "Close the editor", close_href),
        rx.el.div(
            *([status] if status is not None else []),
            class_name="flex min-w-0 flex-1 items-center gap-1.5 text-sm text-muted",
        ),
        *([_opener(settings_title)] if settings is not None else []),
        *([actions] if actions is not None else []),
        class_name="flex h-15 items-center gap-1 pr-4 pl-1.5 md:pl-4",
    )
    tools = rx.el.div(
        *([toolbar] if toolbar is not None else []),
        class_name="flex items-center gap-0.5 overflow-x-auto border-t border-hair px-2.5 py-1.5"
        " [scrollbar-width:none] empty:hidden max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0"
        " max-lg:z-20 max-lg:bg-leaf max-lg:py-2 lg:justify-center",
    )
    desk = rx.el.div(
        rx.el.header(bar, tools, class_name="sticky top-0 z-20 border-b border-hair bg-base-100"),
        rx.el.main(*children, id="main", tab_index=-1, class_name="outline-none"),
        class_name="min-w-0",
    )
    if settings is None:
        return rx.el.div(skip_link("main"), desk)
    return rx.el.div(
        skip_link("main"),
        desk,
        _settings(settings_title, settings),
        class_name="lg:grid lg:grid-cols-[minmax(0,1fr)_22.5rem]",
    )
