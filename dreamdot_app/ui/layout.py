"""How a page is divided: heads, sections, panels, the bar to buy from."""

from typing import Any

import reflex as rx

from dreamdot_app.ui.buttons import button
from dreamdot_app.ui.classes import with_classes
from dreamdot_app.ui.kinds import Flag, Handler, Part, Text, when
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script


def section(
    title: Text, *children: Part, action: Part | None = None, id: str = "", **props: Any
) -> rx.Component:
    """A part of a page under a heading of its own; it keeps its distance from what is above."""
    head = rx.el.div(
        rx.el.h2(title, class_name="text-2xl"),
        *([action] if action is not None else []),
        class_name="mb-6 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2",
    )
    named = {"id": id} if id else {}
    return rx.el.section(
        head, *children, **named, **with_classes(props, "mt-14 min-w-0 first:mt-0")
    )


def show_more(following: Text, on_click: Handler, *, busy: Flag = False) -> Part:
    """The button under a list that is longer; nothing when ``following``, its next page, is empty.

    ``busy`` while that page is on its way.
    """
    more = rx.el.div(
        button("Show more", on_click=on_click, busy=busy), class_name="mt-10 flex justify-center"
    )
    return when(following != "", more)


def hero(title: Text, text: Text, *actions: Part, **props: Any) -> rx.Component:
    """The first words of a landing page. On phones they stay short enough for the shelf below."""
    heading = rx.el.h1(
        title,
        class_name="max-w-[19ch] text-[2.125rem] leading-[1.05] font-[440] tracking-[-.03em]"
        " max-md:max-w-[17ch] md:text-[4.25rem] md:leading-[1.03]",
    )
    aside = rx.el.div(
        rx.el.p(
            text,
            class_name="text-[1.0625rem] leading-relaxed text-muted text-pretty max-md:sr-only",
        ),
        rx.el.div(*actions, class_name="flex gap-2 md:mt-5"),
        class_name="max-w-[22rem] md:pb-3",
    )
    return rx.el.section(
        rx.el.div(
            heading,
            aside,
            class_name="flex flex-wrap items-end justify-between gap-x-12 gap-y-5 md:gap-y-7",
        ),
        **with_classes(props, "mx-auto max-w-[80rem] px-4 pt-6 pb-6 md:px-8 md:pt-14 md:pb-12"),
    )


def leaf(*children: Part, **props: Any) -> rx.Component:
    """A raised sheet with a hairline around it: a box to buy from, a form."""
    return rx.el.div(*children, **with_classes(props, "dd-leaf p-5"))


def divider(label: str = "", **props: Any) -> rx.Component:
    """A hairline, or a word between two."""
    if not label:
        return rx.el.hr(**with_classes(props, "border-hair"))
    return rx.el.div(
        rx.el.span(class_name="h-px flex-1 bg-hair"),
        label,
        rx.el.span(class_name="h-px flex-1 bg-hair"),
        **with_classes(props, "my-5 flex items-center gap-4 text-[.8125rem] text-muted"),
    )


def split_panel(
    *children: Part, quote: Text = "", by: Text = "", sky: str = "/skies/sign-in.svg", **props: Any
) -> rx.Component:
    """A constellation with a saying at the left, from 1024 pixels; the form at the right."""
    saying = rx.el.figure(
        rx.el.blockquote(quote),
        rx.el.figcaption(by, class_name="mt-4 font-sans text-sm tracking-normal text-[#d9d2ea]"),
        class_name="absolute right-10 bottom-10 left-10 font-serif text-[2rem] leading-[1.15]"
        " tracking-[-.015em] text-balance text-[#fbf2e4]",
    )
    picture = rx.el.div(
        rx.el.img(src=sky, alt="", class_name="absolute inset-0 size-full object-cover"),
        rx.el.span(
            class_name="absolute inset-x-0 bottom-0 h-1/2 bg-gradient-to-t from-black/60"
            " to-transparent"
        ),
        when(quote != "", saying),
        class_name="relative hidden min-h-[38rem] bg-[#1c1533] lg:block",
    )
    return rx.el.div(
        picture,
        rx.el.div(
            *children,
            class_name="mx-auto w-full max-w-[27rem] self-center py-2 sm:px-6 lg:py-14",
        ),
        **with_classes(
            props,
            # On phones there is no frame, and the focus ring of a field reaches over its edge.
            "rounded-box lg:grid lg:overflow-hidden lg:grid-cols-2 lg:border lg:border-hair"
            " lg:bg-leaf",
        ),
    )


class _BuyBar(Piece):
    library = script("buy_bar.jsx").importable_path
    tag = "BuyBar"

    watch: rx.Var[str]


def buy_bar(*children: Part, watch: str = "", **props: Any) -> rx.Component:
    """On phones, above the tab bar: what it costs and the button, while the element with the id
    ``watch`` (the button in the page) is out of sight.
    """
    return _BuyBar.create(*children, watch=watch, **props)
