"""The library: what one owns, standing on one's own shelf."""

from typing import Any

import reflex as rx

from dreamdot_app.market.components import (
    COVER_OF_A_GRID,
    has_an_end,
    picture,
)
from dreamdot_app.market.contract import Progress
from dreamdot_app.market.finding.state import KIND_NAMES
from dreamdot_app.market.owning.state import LibraryState
from dreamdot_app.ui import buttons, cards, cover, errors, frame, link, lists, skeleton, tabs

_ENTRIES: Any = LibraryState.entries
_PROGRESS = [
    (Progress.ANY.value, "All"),
    (Progress.UNREAD.value, "Not begun"),
    (Progress.READING.value, "Reading"),
    (Progress.FINISHED.value, "Finished"),
]


def _state_of(entry: Any) -> rx.Component:
    """How far it was read; what has no end was opened, or not yet."""
    quiet, done = "text-[.8125rem] text-muted", "text-[.8125rem] text-success"
    read = rx.cond(
        entry.is_finished,
        rx.el.span("Finished", class_name=done),
        rx.cond(
            entry.is_begun,
            cards.progress(entry.permille / 10, label="Read so far"),
            rx.el.span("Not begun", class_name=quiet),
        ),
    )
    opened = rx.el.span(rx.cond(entry.is_begun, "Opened", "Not opened"), class_name=quiet)
    return rx.fragment(rx.cond(has_an_end(entry.card.kind), read, opened))


def _owned(entry: Any) -> rx.Component:
    return link.link(
        cover.cover(picture(entry.card.cover), sizes=COVER_OF_A_GRID),
        rx.el.span(
            rx.el.span(
                entry.card.title,
                class_name="mt-3 line-clamp-2 font-serif text-[1.0625rem] leading-snug",
            ),
            rx.el.span(
                entry.card.creator.display_name,
                class_name="mt-1 mb-2 block truncate text-[.8125rem] text-muted",
            ),
            _state_of(entry),
            class_name="block min-w-0",
        ),
        href=entry.card.read_url,
        class_name="dd-work dd-work-card",
    )


def _filters() -> rx.Component:
    kinds = [("", "Everything"), *KIND_NAMES.items()]
    return rx.el.div(
        tabs.chips(kinds, LibraryState.kind, LibraryState.show_kind, label="Kind"),
        tabs.chips(_PROGRESS, LibraryState.progress, LibraryState.show_progress, label="Progress"),
        class_name="mb-8 flex flex-wrap justify-between gap-x-8 gap-y-3",
    )


def _shelf() -> rx.Component:
    return rx.fragment(
        cards.works_grid(rx.foreach(_ENTRIES, _owned), columns=4),
        lists.rest_of_list(LibraryState, _ENTRIES),
    )


def _empty() -> rx.Component:
    return rx.cond(
        (LibraryState.kind != "") | (LibraryState.progress != Progress.ANY.value),
        cards.empty_state("Nothing here of that sort", "Choose another filter to see the rest."),
        cards.empty_state(
            "Your shelf is waiting",
            "What you buy or add stands here, with your place kept.",
            buttons.link_button("Find something to read", href="/discover", tone="primary"),
        ),
    )


def library_page() -> rx.Component:
    """Show a member everything they own."""
    return frame.page_frame(
        _filters(),
        rx.cond(
            LibraryState.has_failed,
            errors.did_not_load(LibraryState.load),
            rx.cond(
                LibraryState.is_loading,
                skeleton.works(8),
                rx.cond(_ENTRIES.length() > 0, _shelf(), _empty()),
            ),
        ),
        current="library",
        title="Library",
    )
