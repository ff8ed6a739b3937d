"""The studio: a maker's works, what they sold, and what came of it."""

from typing import Any

import reflex as rx

from dreamdot_app.accounts.components import confirm_banner
from dreamdot_app.market.components import picture
from dreamdot_app.market.owning.state import StudioState
from dreamdot_app.ui import (
    buttons,
    cards,
    cover,
    errors,
    frame,
    layout,
    link,
    lists,
    money,
    skeleton,
    table,
)

_WORKS: Any = StudioState.works
_COLUMNS = [
    table.Column("Work"),
    table.Column("State", hide_below="md"),
    table.Column("Readers", numeric=True, hide_below="lg"),
    table.Column("Sold", numeric=True, hide_below="md"),
    table.Column("Earned", numeric=True),
    table.Column("Actions", hidden_label=True),
]
_FIGURES: Any = StudioState.figures


def _state_dot(work: Any) -> rx.Component:
    return rx.cond(
        work.status == "published",
        rx.cond(
            work.has_changes,
            cards.status_dot("Live, with changes", tone="review"),
            cards.status_dot("Live", tone="live"),
        ),
        cards.status_dot("Draft", tone="draft"),
    )


def _what(work: Any) -> rx.Component:
    """Its form, and on phones what the column says that is not there."""
    return rx.fragment(
        work.card.form,
        rx.el.span(_state_dot(work), class_name="mt-1 block md:hidden"),
    )


def _row(work: Any) -> rx.Component:
    title = rx.cond(work.card.title != "", work.card.title, "Untitled")
    return table.row(
        _COLUMNS,
        table.title_cell(
            link.link(
                title,
                href=rx.cond(work.status == "published", work.card.url, work.edit_url),
                class_name="dd-tap hover:underline",
            ),
            _what(work),
            leading=cover.small_cover(picture(work.card.cover)),
        ),
        _state_dot(work),
        work.readers,
        work.sales,
        money.amount(work.earned_minor),
        rx.cond(
            work.card.kind == "writing",
            buttons.icon_link("pencil", "Edit " + title, href=work.edit_url),
        ),
    )


def _figures() -> rx.Component:
    """The month in short; by day and by work it is told in the wallet."""
    told = link.text_link("Earnings by day and work", href="/wallet/earnings")
    return rx.fragment(_stats(), rx.el.p(told, class_name="mt-4 text-[.9375rem]"))


def _stats() -> rx.Component:
    return cards.stats(
        cards.stat(
            "Earned in the last 30 days",
            money.figure(_FIGURES.earned_minor, size="md"),
            detail=StudioState.earned_as,
        ),
        cards.stat(
            "Sold in the last 30 days",
            _FIGURES.sales,
            detail=rx.cond(_FIGURES.sales_ever > 0, _FIGURES.sales_ever.to_string() + " ever", ""),
        ),
        cards.stat("Times begun", _FIGURES.readers_ever, detail="ever, by anybody"),
    )


def _works() -> rx.Component:
    return rx.fragment(
        table.table(rx.foreach(_WORKS, _row), caption="Your works", columns=_COLUMNS),
        lists.rest_of_list(StudioState, _WORKS),
    )


def _empty() -> rx.Component:
    return cards.empty_state(
        "Put up your first dot",
        "Write a story, give it a cover and a price, or give it away.",
        buttons.link_button("Write a story", href="/write", tone="primary", icon="feather"),
    )


def _loaded() -> rx.Component:
    return rx.fragment(
        rx.cond(StudioState.is_loading, skeleton.stats(3), _figures()),
        layout.section(
            "Your works",
            rx.cond(
                StudioState.is_loading,
                skeleton.rows(5),
                rx.cond(_WORKS.length() > 0, _works(), _empty()),
            ),
        ),
    )


def studio_page() -> rx.Component:
    """Show a maker their works with states and figures."""
    return frame.page_frame(
        confirm_banner(),
        rx.cond(StudioState.has_failed, errors.did_not_load(StudioState.load), _loaded()),
        current="studio",
        title="Studio",
        actions=buttons.link_button("New story", href="/write", tone="primary", icon="plus"),
    )
