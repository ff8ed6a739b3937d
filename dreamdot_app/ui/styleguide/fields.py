"""Fields of forms, in every state."""

import reflex as rx

from dreamdot_app.ui import forms, layout
from dreamdot_app.ui.styleguide.sample import LONG_TITLE, cover, stacked
from dreamdot_app.ui.theme_switch import theme_choice

_KINDS = [("story", "Story"), ("essay", "Essay"), ("poems", "Poems")]
_READERS = [("all", "Everyone"), ("followers", "Followers"), ("me", "Only me")]


def _join() -> rx.Component:
    return layout.leaf(
        rx.el.h4("Make yourself a name", class_name="text-[1.75rem]"),
        forms.post_form(
            forms.form_error("The card was refused. Nothing was charged."),
            forms.text_field(
                "username",
                "Name",
                value="lucia",
                error="lucia is taken. lucia.draws is free.",
                autocomplete="off",
            ),
            forms.text_field("email", "Email", kind="email", required=True, autocomplete="off"),
            forms.password_field(new=True, help="Twelve characters or more.", min_length=12),
            forms.check_row("rules", "I am 13 or older and accept the rules", required=True),
            action="/styleguide/nowhere",
            submit="Create account",
            class_name="mt-6",
        ),
        class_name="p-6",
    )


def _texts() -> list[rx.Component]:
    return [
        forms.text_field("title", "Title", value=LONG_TITLE, max_length=120, count=True),
        forms.text_area(
            "text", "Summary", placeholder="One line that makes one want to read it", count=True,
            max_length=500, help="Shown under the title.", serif=True,
        ),
        forms.text_field("off", "Not to be changed", value="lucia", disabled=True),
        rx.el.div(
            forms.price_field(value="1.50", help="You receive $1.35 of each $1.50."),
            forms.select_field("kind", "Kind", _KINDS, value="essay"),
            class_name="grid grid-cols-2 gap-3",
        ),
        forms.price_field(
            "price2", "Price", value="0.001", error="At most two digits after the point."
        ),
    ]  # fmt: skip


def _choices() -> list[rx.Component]:
    return [
        forms.choice("readers", "Who can read it", _READERS, value="all"),
        theme_choice(),
        rx.el.div(
            forms.toggle_row("comments", "Comments", checked=True),
            forms.toggle_row("adults", "For adults only", help="Hidden from readers under 18"),
            forms.toggle_row("later", "Publish later", help="Needs a cover first", disabled=True),
            class_name="divide-y divide-hair border-y border-hair",
        ),
    ]


def _pictures() -> rx.Component:
    held = {"id": "x", "url": cover("held").url}
    return rx.el.div(
        forms.file_drop("cover", "Cover", help="At least 800 pixels wide."),
        forms.file_drop("cover2", "Cover, there", picture=held),
        forms.file_drop("face", "Your picture", shape="round", error="This picture is too small."),
        class_name="flex flex-wrap gap-6",
    )


def chapter(theme: str) -> rx.Component:
    """Fields of forms, in every state."""
    return stacked(
        forms.search_field(label=f"Search, {theme}"), _join(), *_texts(), *_choices(), _pictures()
    )
