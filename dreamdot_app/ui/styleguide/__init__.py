"""A page that shows every piece, by day and by night. For development only."""

import reflex as rx

from dreamdot_app.ui.frame import landing_frame
from dreamdot_app.ui.styleguide import controls, fields, floating, people, waiting, words, works

_CHAPTERS = (
    ("Type and colour", words.chapter),
    ("Buttons", controls.chapter),
    ("Fields", fields.chapter),
    ("Works", works.chapter),
    ("People, figures, tables", people.chapter),
    ("What floats", floating.chapter),
    ("Waiting, nothing, failing", waiting.chapter),
)


def _panel(theme: str, label: str) -> rx.Component:
    chapters = [
        rx.el.section(
            rx.el.h3(title, class_name="mb-6 border-b border-hair pb-3 text-xl"),
            chapter(theme),
        )
        for title, chapter in _CHAPTERS
    ]
    return rx.el.section(
        rx.el.h2(label, class_name="text-[2rem]"),
        rx.el.div(*chapters, class_name="mt-8 space-y-16"),
        id=theme,
        custom_attrs={"data-theme": theme, "aria-label": label},
        class_name="min-w-0 bg-base-100 px-4 py-10 text-base-content md:px-8",
    )


def styleguide_page() -> rx.Component:
    """Let whoever builds a page see what there is to build it with."""
    return landing_frame(
        rx.el.h1("Style guide", class_name="sr-only"),
        rx.el.div(_panel("day", "Day"), _panel("night", "Night"), class_name="grid lg:grid-cols-2"),
    )
