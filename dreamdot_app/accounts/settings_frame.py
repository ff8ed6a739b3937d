"""The shell of the settings: what there is to be set, and the section that is open."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

from typing import Any

import reflex as rx

from dreamdot_app.accounts.confirming import banner
from dreamdot_app.accounts.leaving.banner import leaving_banner
from dreamdot_app.accounts.settings_paths import SETTINGS_PATH, section_path
from dreamdot_app.ui import frame, icon, link, pushed_row
from dreamdot_app.ui.kinds import Part, Text

__all__ = ["SECTIONS", "SETTINGS_PATH", "section_path", "settings_frame", "settings_part"]

SECTIONS = (
    ("profile", "Profile", "user"),
    ("account", "Account", "at-sign"),
    ("security", "Security", "lock"),
    ("sessions", "Sessions", "monitor"),
    ("privacy", "Privacy", "eye"),
    ("notifications", "Notifications", "bell"),
    ("spending", "Spending", "wallet"),
    ("appearance", "Appearance", "sun"),
    ("language", "Language and time", "globe"),
    ("people", "Blocked and muted", "ban"),
    ("data", "Your data", "archive"),
)
"""``(key, label, icon)``; each is a page of its own under `section_path`."""


def settings_frame(current: str, *children: Part, lead: Text = "", title: str = "") -> rx.Component:
    """A section of the settings under its heading, beside the list of all sections.

    ``current`` is its key in `SECTIONS`; ``lead`` says in a sentence what is set here. A page
    below the section has a ``title`` of its own, and a way back.
    """
    section = next(label for key, label, _ in SECTIONS if key == current)
    head = rx.el.header(
        *([_back(current, section)] if title else []),
        rx.el.h2(title or section, class_name="text-2xl"),
        *(
            [rx.el.p(lead, class_name="mt-1.5 max-w-[36rem] text-muted text-pretty")]
            if lead
            else []
        ),
        class_name="mb-7",
    )
    return frame.page_frame(
        # The account's own section says the same, in more words.
        *([] if current == "account" else [banner.confirm_banner()]),
        rx.el.div(
            _sections(current),
            rx.el.div(leaving_banner(), head, *children, class_name="min-w-0 max-w-[42rem]"),
            class_name="grid grid-cols-[minmax(0,1fr)] gap-x-12 gap-y-7"
            " lg:grid-cols-[13rem_minmax(0,1fr)]",
        ),
        title="Settings",
    )


def settings_part(title: str, *children: Part, lead: Part = "", id: str = "") -> rx.Component:
    """One thing to be set, under a heading of its own; a hairline divides it from the one above."""
    words = rx.el.p(lead, class_name="mt-1.5 max-w-[36rem] text-sm text-muted text-pretty")
    named: dict[str, Any] = {"id": id} if id else {}
    return rx.el.section(
        rx.el.h3(title, class_name="text-xl"),
        *([words] if isinstance(lead, rx.Var) or lead else []),
        rx.el.div(*children, class_name="mt-4"),
        **named,
        class_name="border-t border-hair py-7 first:border-t-0 first:pt-0",
    )


def _back(key: str, label: str) -> rx.Component:
    return link.link(
        icon.icon("chevron-left", 18),
        label,
        href=section_path(key),
        class_name="dd-tap mb-2 -ml-1 inline-flex items-center gap-1 text-sm text-muted"
        " hover:text-base-content",
    )


def _sections(current: str) -> rx.Component:
    """A column beside the section; on narrow screens a row to be pushed along."""
    return pushed_row.pushed_row(
        *[_section(key, label, glyph, is_current=key == current) for key, label, glyph in SECTIONS],
        label="Settings",
        class_name="-mx-4 gap-1 px-4 py-1 max-lg:-mt-3 md:-mx-10 md:px-10"
        " lg:mx-0 lg:-ml-3 lg:flex-col lg:overflow-visible lg:px-0",
    )


def _section(key: str, label: str, glyph: str, *, is_current: bool) -> rx.Component:
    return link.link(
        icon.icon(glyph, 18),
        rx.el.span(label, class_name="whitespace-nowrap"),
        href=section_path(key),
        class_name="flex min-h-11 flex-none items-center gap-2.5 rounded-field px-3 text-sm"
        " font-medium hover:bg-base-200" + (" bg-base-200" if is_current else " text-muted"),
        custom_attrs={"aria-current": "page"} if is_current else {},
    )
