"""The discover page: search and filters over everything that is published."""

from typing import Any

import reflex as rx

from dreamdot_app.market.components import works_grid
from dreamdot_app.market.finding.state import DiscoverState
from dreamdot_app.ui import buttons, cards, errors, forms, frame, lists, skeleton, tabs

_WORKS: Any = DiscoverState.works


def _filters_of(links: Any, group: str, *, lifts: bool = False) -> rx.Component:
    def chip(choice: Any) -> rx.Component:
        label, address, is_chosen = choice[0], choice[1], choice[2]
        return tabs.chip_link(label, address, current=is_chosen, group=group, lifts=lifts)

    return rx.foreach(links, chip)


def _filters() -> rx.Component:
    return rx.el.div(
        forms.search_field(
            value=DiscoverState.q, class_name="lg:hidden", placeholder="Search works"
        ),
        tabs.chip_row(
            _filters_of(DiscoverState.kind_links, "kind"),
            _filters_of(DiscoverState.price_links, "price", lifts=True),
            label="Filters",
        ),
        class_name="mb-8 space-y-4",
    )


def _found() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            works_grid(_WORKS, columns=4),
            # What was found before stays, faintly, until the new search has been answered.
            class_name=rx.cond(
                DiscoverState.is_loading,
                "pointer-events-none opacity-40",
                "opacity-100 transition-opacity",
            ),
        ),
        lists.rest_of_list(
            DiscoverState, _WORKS, narrowing="Add a word or a filter to see others."
        ),
    )


def _nothing() -> rx.Component:
    return cards.empty_state(
        "Nothing by that name",
        "Try fewer letters, another spelling, or look at everything.",
        buttons.link_button("See everything", href="/discover"),
    )


def discover_page() -> rx.Component:
    """Let anybody look through all works, by words, kind and price."""
    return frame.page_frame(
        _filters(),
        rx.cond(
            DiscoverState.has_failed,
            errors.did_not_load(DiscoverState.load),
            rx.cond(
                _WORKS.length() > 0,
                _found(),
                rx.cond(DiscoverState.is_loading, skeleton.works(8), _nothing()),
            ),
        ),
        current="discover",
        title=DiscoverState.heading,
    )
