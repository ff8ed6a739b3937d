"""The statements' page: a file for each month, and the check of one's own chains."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from typing import Any

import reflex as rx

from dreamdot_app.accounts.state import guarded_page
from dreamdot_app.ui import buttons, cards, errors, frame, layout, link, skeleton, table
from dreamdot_app.wallet.statements.state import StatementsState
from dreamdot_app.wallet.statements.verifying import verify
from dreamdot_app.wallet.statements.words import TEST_MONEY

_MONTHS: Any = StatementsState.months
_COLUMNS = [table.Column("Month"), table.Column("Files", numeric=True)]
_SENTENCE = (
    "Every movement of your money is sealed with a hash of the one before it; your browser "
    "computes all of them anew and tells you if a single cent was changed afterwards."
)


def _file(month: Any, form: str) -> rx.Component:
    """A plain link: the browser keeps the file, and the page stays."""
    return buttons.link_button(
        form.upper(),
        rx.el.span(" of ", month.name, class_name="sr-only"),
        href="/api/payment/statements/" + month.text + f".{form}",
        icon="download",
        full_page=True,
        download=True,
    )


def _row(month: Any) -> rx.Component:
    return table.row(
        _COLUMNS,
        table.title_cell(month.name, month.note),
        rx.el.span(
            _file(month, "pdf"), _file(month, "csv"), class_name="inline-flex justify-end gap-2"
        ),
        key=month.text,
    )


def _months() -> rx.Component:
    return rx.fragment(
        table.table(
            rx.foreach(_MONTHS, _row),
            caption="Your statements, the latest first",
            columns=_COLUMNS,
            class_name="max-sm:[&_td]:px-2 max-sm:[&_th]:px-2",
        ),
        rx.el.p(
            "A month begins and ends by the clocks of ",
            StatementsState.zone,
            ". ",
            link.text_link("Change it", href="/settings/language"),
            rx.cond(StatementsState.is_test_money, rx.fragment(". ", TEST_MONEY), "."),
            class_name="mt-5 max-w-[60ch] text-sm text-muted",
        ),
    )


def _nothing() -> rx.Component:
    return cards.empty_state(
        "No statements yet",
        "There will be one for every month in which something moves.",
        buttons.link_button("Find something to read", href="/discover", tone="primary"),
    )


def _listed() -> rx.Component:
    return rx.cond(
        StatementsState.is_loading,
        skeleton.rows(4),
        rx.cond(_MONTHS.length() > 0, _months(), _nothing()),
    )


def statements_page() -> rx.Component:
    """Let a member take a statement of each month, and check that nothing in them was changed."""
    failed = errors.did_not_load(StatementsState.load)
    return frame.page_frame(
        rx.el.div(
            rx.cond(StatementsState.has_failed, failed, _listed()),
            layout.section(
                "Verify my statement",
                rx.el.p(_SENTENCE, class_name="mb-5 max-w-[60ch] text-muted"),
                verify(),
            ),
            class_name="max-w-3xl",
        ),
        current="wallet",
        title="Statements",
        actions=buttons.link_button("Wallet", href="/wallet", icon="arrow-left"),
    )


def add_pages(app: rx.App) -> None:
    """Add the page."""
    app.add_page(
        statements_page,
        route="/wallet/statements",
        title="Statements · DreamDot",
        description="What moved your money, month by month.",
        image="/og.jpg",
        on_load=guarded_page(StatementsState.load),
    )
