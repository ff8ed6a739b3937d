"""The wallet page: what one has, in plain words, and everything that ever moved it."""

import reflex as rx

from dreamdot_app.accounts.state import guarded_page
from dreamdot_app.ui import (
    buttons,
    cards,
    dialog,
    frame,
    icon,
    layout,
    money,
    skeleton,
    table,
    tabs,
    time,
)
from dreamdot_app.wallet.contract import Direction, HistoryRow, ReceiptLine
from dreamdot_app.wallet.state import RECEIPT_DIALOG, BalanceState, WalletState

_HELD = WalletState.balances
_RECEIPT = WalletState.receipt
_COLUMNS = [
    table.Column("What"),
    table.Column("When", hide_below="md"),
    table.Column("Note", hide_below="lg"),
    table.Column("Amount", numeric=True),
    table.Column("Receipt", hidden_label=True),
]
_DIRECTIONS = [
    (Direction.ALL.value, "All"),
    (Direction.IN.value, "In"),
    (Direction.OUT.value, "Out"),
]


def _parts() -> rx.Component:
    maturing = rx.cond(
        _HELD.next_maturing_at,
        rx.fragment("Yours from ", time.day(_HELD.next_maturing_at)),
        rx.fragment("Sold, not yet matured"),
    )
    return money.split_bar(
        [
            money.Part("Yours to withdraw", _HELD.earned_minor, "earned", "Earned from sales"),
            money.Part("Added", _HELD.deposited_minor, "added", "Put in by card"),
            money.Part("Maturing", _HELD.pending_minor, "maturing", maturing),
            money.Part(
                "Initial credit",
                _HELD.promo_minor,
                "credit",
                "To spend on works; it can never be withdrawn",
            ),
        ]
    )


def _balance() -> rx.Component:
    return rx.el.section(
        rx.el.h2("All together", class_name="font-sans text-base font-normal text-muted"),
        money.figure(WalletState.total_minor, size="lg"),
        rx.el.div(_parts(), class_name="mt-8"),
        rx.cond(
            _HELD.debt_minor > 0,
            rx.el.p(
                money.text(_HELD.debt_minor),
                " are owed from an earlier refund. What you earn repays it first.",
                class_name="mt-6 text-error",
                role="alert",
            ),
        ),
    )


def _mark(row: rx.Var[HistoryRow]) -> rx.Component:
    def mark(name: str) -> rx.Component:
        return rx.el.span(
            icon.icon(name, size=18),
            class_name="grid size-10 flex-none place-items-center rounded-full bg-base-200 "
            "text-muted",
        )

    return rx.match(
        row.kind,
        ("bought", mark("arrow-up-right")),
        ("sale", mark("arrow-down-left")),
        ("welcome", mark("gift")),
        mark("check"),
    )


def _row(row: rx.Var[HistoryRow]) -> rx.Component:
    return table.row(
        _COLUMNS,
        table.title_cell(row.title, row.detail, leading=_mark(row)),
        rx.el.span(time.ago(row.at), class_name="text-muted"),
        rx.el.span(row.note, class_name="text-muted"),
        money.amount(row.amount_minor, signed=True),
        buttons.icon_button(
            "receipt-text",
            "Receipt for " + row.title,
            on_click=WalletState.open_receipt(row.id),
        ),
    )


def _lines(title: str, lines: rx.Var[tuple[ReceiptLine, ...]]) -> rx.Component:
    return rx.el.section(
        rx.el.h3(title, class_name="mt-6 mb-1 font-sans text-sm font-semibold"),
        rx.el.dl(
            rx.foreach(lines, lambda line: money.line(line.label, line.minor)),
            class_name="divide-y divide-hair",
        ),
    )


def _receipt() -> rx.Component:
    return dialog.dialog(
        rx.el.p(
            money.movement_text(_RECEIPT.amount_minor),
            class_name="font-serif text-[2rem] leading-none [font-variant-numeric:lining-nums]",
        ),
        rx.el.p(time.day(_RECEIPT.at), class_name="mt-2 text-sm text-muted"),
        _lines("Paid with", _RECEIPT.paid_with),
        _lines("Went to", _RECEIPT.went_to),
        rx.cond(_RECEIPT.note != "", rx.el.p(_RECEIPT.note, class_name="mt-4 text-sm text-muted")),
        rx.el.p("No. ", _RECEIPT.id, class_name="mt-6 text-xs break-all text-muted"),
        id=RECEIPT_DIALOG,
        title=_RECEIPT.title,
        detail=_RECEIPT.detail,
    )


def _history() -> rx.Component:
    return rx.fragment(
        table.table(rx.foreach(WalletState.rows, _row), caption="History", columns=_COLUMNS),
        rx.cond(
            WalletState.following_page != "",
            rx.el.div(
                buttons.button("Show more", on_click=WalletState.load_more),
                class_name="mt-8 flex justify-center",
            ),
        ),
    )


def _nothing() -> rx.Component:
    return cards.empty_state("Nothing here yet", "What you buy and sell is written down here.")


def wallet_page() -> rx.Component:
    """Show a member what they have, what it may be used for, and how it came about."""
    return frame.page_frame(
        rx.cond(WalletState.is_loading, skeleton.stats(4), _balance()),
        layout.section(
            "History",
            rx.cond(
                WalletState.is_loading,
                skeleton.rows(6),
                rx.cond(WalletState.rows.length() > 0, _history(), _nothing()),
            ),
            action=tabs.chips(
                _DIRECTIONS, WalletState.direction, WalletState.show_direction, label="Filter"
            ),
        ),
        _receipt(),
        current="wallet",
        title="Wallet",
    )


def add_pages(app: rx.App) -> None:
    """Add the wallet's page."""
    app.add_page(
        wallet_page,
        route="/wallet",
        title="Wallet · DreamDot",
        description="What you have, and everything that moved it.",
        on_load=[*guarded_page(WalletState.load), BalanceState.load],
    )
