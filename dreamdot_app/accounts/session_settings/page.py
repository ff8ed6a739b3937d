"""Settings: the sessions of an account."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from typing import Any

import reflex as rx

from dreamdot_app.accounts.session_settings.state import END_OTHERS, SessionListState
from dreamdot_app.accounts.settings_frame import section_path, settings_frame
from dreamdot_app.accounts.state import guarded_page
from dreamdot_app.ui import buttons, dialog, errors, icon, labels, lists, skeleton, table, time

_ROWS: Any = SessionListState.rows
_COLUMNS = [
    table.Column("Where"),
    table.Column("Last use", hide_below="md"),
    table.Column("Begun", hide_below="md"),
    table.Column("End it", hidden_label=True),
]
_LEAD = "Everywhere you are signed in. End what you do not know, then change your password."


def add_pages(app: rx.App) -> None:
    """Add the section to the app."""
    app.add_page(
        sessions_page,
        route=section_path("sessions"),
        title="Sessions · DreamDot",
        on_load=guarded_page(SessionListState.load),
    )


def sessions_page() -> rx.Component:
    """See and end sessions."""
    return settings_frame(
        "sessions",
        rx.cond(
            SessionListState.has_failed,
            errors.did_not_load(SessionListState.load),
            rx.cond(SessionListState.is_loading, skeleton.rows(3), _sessions()),
        ),
        _confirm_all(),
        lead=_LEAD,
    )


def _sessions() -> rx.Component:
    end_all = buttons.button(
        "End all other sessions", on_click=dialog.open_dialog(END_OTHERS), icon="log-out"
    )
    return rx.fragment(
        table.table(
            rx.foreach(_ROWS, _row),
            caption="Where you are signed in",
            columns=_COLUMNS,
            # On phones there is one column, which needs no name above it.
            class_name="max-sm:[&_td]:px-2 max-md:[&_thead]:sr-only",
        ),
        lists.rest_of_list(SessionListState, _ROWS),
        rx.cond(SessionListState.has_others, rx.el.div(end_all, class_name="mt-8")),
        rx.el.p(SessionListState.lifetimes, class_name="mt-8 text-sm text-muted text-pretty"),
    )


def _row(row: Any) -> rx.Component:
    return table.row(
        _COLUMNS,
        table.title_cell(_name(row), _detail(row), leading=_sign(row)),
        rx.el.span(time.ago(row.used), class_name="whitespace-nowrap text-muted"),
        rx.el.span(time.day(row.began), class_name="whitespace-nowrap text-muted"),
        rx.cond(row.is_this, rx.fragment(), _end(row)),
        key=row.id,
    )


def _name(row: Any) -> rx.Component:
    mark = labels.badge("This browser", tone="good")
    return rx.el.span(
        row.device,
        rx.cond(row.is_this, mark),
        class_name="flex flex-wrap items-center gap-x-2",
    )


def _detail(row: Any) -> rx.Component:
    """The place, and on phones what the columns say that are not there."""
    return rx.fragment(
        rx.cond(row.is_client, "API client, ", ""),
        row.time_zone,
        rx.el.span(
            ", last used: ",
            time.ago(row.used),
            ", since ",
            time.day(row.began),
            class_name="md:hidden",
        ),
    )


def _sign(row: Any) -> rx.Component:
    return table.sign(rx.cond(row.is_client, icon.icon("code", 18), icon.icon("monitor", 18)))


def _end(row: Any) -> rx.Component:
    return buttons.button(
        "End",
        rx.el.span(" the session of ", row.device, class_name="sr-only"),
        size="sm",
        busy=SessionListState.ending == row.id,
        on_click=SessionListState.end(row.id),
        custom_attrs={"data-now-or-never": ""},
    )


def _confirm_all() -> rx.Component:
    return dialog.confirm(
        END_OTHERS,
        "End all other sessions?",
        "Every other browser and API client has to sign in anew. Here you stay signed in.",
        "End them",
        SessionListState.end_others,
        danger=True,
        busy=SessionListState.is_ending_all,
    )
