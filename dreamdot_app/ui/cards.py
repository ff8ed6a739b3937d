"""Works and rows: how what people make stands in a list, on a shelf, in a post."""

from typing import Any

import reflex as rx

from dreamdot_app.ui import cover, money
from dreamdot_app.ui.avatar import avatar
from dreamdot_app.ui.classes import with_classes
from dreamdot_app.ui.kinds import Flag, Part, Text, Whole, when
from dreamdot_app.ui.labels import badge, count, progress, status_dot, tag, verified
from dreamdot_app.ui.link import link
from dreamdot_app.ui.nothing import empty_state
from dreamdot_app.ui.stats import stat, stats

__all__ = [
    "badge",
    "count",
    "empty_state",
    "list_row",
    "person_row",
    "progress",
    "shelf",
    "shelf_item",
    "stat",
    "stats",
    "status_dot",
    "tag",
    "verified",
    "work_card",
    "work_embed",
    "works_grid",
]

_GRID_COLUMNS = {
    3: "sm:grid-cols-3",
    4: "sm:grid-cols-3 lg:grid-cols-4",
    5: "sm:grid-cols-3 lg:grid-cols-5",
    6: "sm:grid-cols-4 lg:grid-cols-6",
}


def _price_or_note(price_minor: Whole | None, note: Text, owned: Flag) -> Part:
    if price_minor is None:
        return rx.el.span(note, class_name="whitespace-nowrap text-muted")
    mine = rx.el.span("Owned", class_name="whitespace-nowrap text-muted")
    return when(owned, mine, money.price(price_minor))


def work_card(
    href: Text,
    title: Text,
    author: Text,
    picture: Any,
    *,
    price_minor: Whole | None = None,
    note: Text = "",
    owned: Flag = False,
    eager: bool = False,
    **props: Any,
) -> rx.Component:
    """One work: its cover, below it the title, who made it, what it costs."""
    words = rx.el.span(
        rx.el.span(
            title,
            class_name="mt-3 line-clamp-3 font-serif text-[1.0625rem] leading-snug"
            " text-balance wrap-anywhere decoration-1 underline-offset-4 group-hover:underline",
        ),
        rx.el.span(
            rx.el.span(author, class_name="truncate text-muted"),
            _price_or_note(price_minor, note, owned),
            class_name="mt-1 flex items-baseline justify-between gap-2 text-[.8125rem]",
        ),
        class_name="block min-w-0",
    )
    return link(
        cover.cover(picture, eager=eager, alt=""),
        words,
        href=href,
        **with_classes(props, "dd-work dd-work-card group w-full min-w-0"),
    )


def works_grid(*cards: Part, columns: int = 5, **props: Any) -> rx.Component:
    """Works side by side; their covers stand on one line, their titles hang below it."""
    return rx.el.div(
        *cards,
        **with_classes(
            props, "grid grid-cols-2 gap-x-5 gap-y-9 md:gap-x-8", _GRID_COLUMNS[columns]
        ),
    )


def shelf_item(
    href: Text,
    title: Text,
    author: Text,
    picture: Any,
    price_text: Text,
    *,
    height: Whole = 318,
    eager: bool = True,
) -> rx.Component:
    """A cover on the shelf; ``height`` in CSS pixels on a wide screen, less than half on phones."""
    tall = rx.Var.create(height).to_string() if isinstance(height, rx.Var) else str(height)
    standing = {"style": rx.Var.create({"height": "calc(" + tall + "px * var(--k, 1))"})}
    return link(
        rx.el.span(
            cover.picture(picture, sizes="340px", eager=eager, alt="", class_name="h-full w-auto"),
            class_name="dd-cover !rounded-t-[.3rem] !rounded-b-none",
            custom_attrs=standing,
        ),
        href=href,
        class_name="dd-work group block",
        custom_attrs={"aria-label": f"{title} by {author}, {price_text}"},
    )


def shelf(*items: Part, label: str = "Shelf", **props: Any) -> rx.Component:
    """Covers of every height on one ground line, from edge to edge of the screen."""
    row = rx.el.div(
        *items,
        role="group",
        tab_index=0,
        custom_attrs={"aria-label": label},
        class_name="dd-shelf gap-3.5 pt-2 [--k:.46] max-md:px-4 md:gap-6 md:[--k:.84]",
    )
    return rx.el.div(row, rx.el.div(class_name="dd-plank"), **props)


def work_embed(
    href: Text, title: Text, kind: Text, text: Text, picture: Any, *actions: Part, **props: Any
) -> rx.Component:
    """A work inside something else: a post, a search result."""
    words = rx.el.div(
        rx.el.p(kind, class_name="text-[.8125rem] text-muted"),
        link(
            title,
            href=href,
            class_name="mt-1 font-serif text-[1.375rem] leading-tight break-words after:absolute"
            " after:inset-0 after:content-['']",
        ),
        rx.el.p(text, class_name="mt-1.5 line-clamp-2 text-sm leading-snug text-muted"),
        rx.el.div(
            *actions, class_name="relative z-[1] mt-auto flex flex-wrap items-center gap-3 pt-3"
        ),
        class_name="flex min-w-0 flex-1 flex-col items-start",
    )
    return rx.el.article(
        cover.cover(picture, sizes="104px", alt="", class_name="w-[5.5rem] self-start sm:w-26"),
        words,
        **with_classes(
            props,
            "dd-leaf relative flex gap-4 p-4 transition-colors hover:border-base-content/30",
        ),
    )


def list_row(
    *main: Part,
    leading: Part | None = None,
    trailing: Part | None = None,
    href: Text = "",
    detail: Text = "",
    **props: Any,
) -> rx.Component:
    """A line of a list between hairlines; with ``href`` its words open that page."""
    words = rx.el.span(*main, class_name="line-clamp-2 font-semibold wrap-anywhere")
    if isinstance(href, rx.Var) or href:
        words = link(words, href=href, class_name="hover:underline after:absolute after:inset-0")
    second = rx.el.span(detail, class_name="mt-0.5 block truncate text-[.8125rem] text-muted")
    return rx.el.div(
        *([leading] if leading is not None else []),
        rx.el.div(words, when(detail != "", second), class_name="min-w-0 flex-1 py-2.5"),
        *([rx.el.div(trailing, class_name="relative z-[1]")] if trailing is not None else []),
        **with_classes(
            props, "relative flex min-h-[4.25rem] items-center gap-4 border-b border-hair"
        ),
    )


def person_row(
    name: Text,
    username: Text,
    avatar_url: Text,
    *,
    detail: Text = "",
    trailing: Part | None = None,
    href: Text = "",
    **props: Any,
) -> rx.Component:
    """A person in a list: picture, name, and a word about them (or their username)."""
    at = f"@{username}"
    second = rx.cond(detail != "", detail, at) if isinstance(detail, rx.Var) else detail or at
    return list_row(
        name,
        leading=avatar(avatar_url, name, size="lg"),
        trailing=trailing,
        href=href,
        detail=second,
        **props,
    )
