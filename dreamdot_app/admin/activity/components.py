"""The list of what happened, to stand in the security settings."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from typing import Any

import reflex as rx

from dreamdot_app.admin.activity.state import ActivityState
from dreamdot_app.ui import cards, errors, icon, lists, skeleton, table, time

_ROWS: Any = ActivityState.rows
_COLUMNS = [
    table.Column("What"),
    table.Column("When", hide_below="md"),
]


def security_activity() -> rx.Component:
    """What happened to the account: what, when, from which device. It loads itself."""
    return rx.el.div(
        rx.cond(
            ActivityState.has_failed,
            errors.did_not_load(ActivityState.load),
            rx.cond(
                ActivityState.is_loading,
                skeleton.rows(4),
                rx.cond(_ROWS.length() > 0, _entries(), _nothing()),
            ),
        ),
        on_mount=ActivityState.load,
    )


def _entries() -> rx.Component:
    return rx.fragment(
        table.table(
            rx.foreach(_ROWS, _row),
            caption="What happened to your account",
            columns=_COLUMNS,
            # On phones there is one column, which needs no name above it.
            class_name="max-sm:[&_td]:px-2 max-md:[&_thead]:sr-only",
        ),
        lists.rest_of_list(ActivityState, _ROWS),
    )


def _row(row: Any) -> rx.Component:
    detail = rx.fragment(
        row.device,
        rx.el.span(
            rx.cond(row.device != "", ", ", ""), time.moment(row.at), class_name="md:hidden"
        ),
    )
    sign = rx.cond(row.is_alarming, icon.icon("circle-alert", 18), icon.icon("shield", 18))
    return table.row(
        _COLUMNS,
        table.title_cell(row.what, detail, leading=table.sign(sign)),
        rx.el.span(time.moment(row.at), class_name="whitespace-nowrap text-muted"),
        key=row.id,
    )


def _nothing() -> rx.Component:
    return cards.empty_state(
        "Nothing has happened yet", "Sign-ins and changes to your account are written down here."
    )
