"""The wallet page: what one has, in plain words, and everything that ever moved it."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from typing import Any

import reflex as rx

from dreamdot_app.accounts.components import confirm_banner
from dreamdot_app.accounts.state import guarded_page
from dreamdot_app.ui import (
    buttons,
    cards,
    errors,
    frame,
    icon,
    layout,
    lists,
    money,
    skeleton,
    table,
    tabs,
    time,
)
from dreamdot_app.wallet.adding import pages as adding
from dreamdot_app.wallet.codes import pages as codes
from dreamdot_app.wallet.contract import Direction
from dreamdot_app.wallet.earning import pages as earning
from dreamdot_app.wallet.limits import pages as limits
from dreamdot_app.wallet.receipt import receipt_dialog
from dreamdot_app.wallet.standin import pages as standin
from dreamdot_app.wallet.state import ReceiptState, WalletState

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
_FILLS = {
    "earned": "min-w-0 bg-secondary",
    "added": "min-w-0 bg-primary",
    "maturing": "min-w-0 dd-hatch",
    "credit": "min-w-0 bg-accent",
}
_DOTS = {
    "earned": "size-2.5 flex-none rounded-full bg-secondary",
    "added": "size-2.5 flex-none rounded-full bg-primary",
    "maturing": "size-2.5 flex-none rounded-full border-2 border-dashed border-secondary",
    "credit": "size-2.5 flex-none rounded-full bg-accent",
}
_QUIET_HEADING = "font-sans text-[.9375rem] font-normal tracking-normal text-muted"


def _by_tone(part: Any, looks: dict[str, str]) -> Any:
    """The look for a part's tone; the last one is that of all others. Written out in full, for
    Tailwind reads class names from the page.
    """
    *known, other = looks.items()
    return rx.match(part.tone, *known, other[1])


def _slice(part: Any) -> rx.Component:
    piece = rx.el.span(
        custom_attrs={"style": rx.Var.create({"flexGrow": part.minor, "flexBasis": 0})},
        class_name=_by_tone(part, _FILLS),
    )
    return rx.fragment(rx.cond(part.minor > 0, piece))


def _explained(part: Any) -> rx.Component:
    dot = rx.el.span(class_name=_by_tone(part, _DOTS))
    return rx.el.div(
        rx.el.dt(dot, part.name, class_name="flex items-center gap-2 text-sm text-muted"),
        rx.el.dd(
            money.text(part.minor),
            class_name="mt-1 font-serif text-2xl [font-variant-numeric:lining-nums]",
        ),
        rx.el.dd(
            part.detail,
            rx.cond(part.until != "", rx.fragment(" ", time.day(part.until))),
            class_name="mt-0.5 max-w-[24ch] text-[.8125rem] leading-snug text-muted",
        ),
    )


def _balance() -> rx.Component:
    return rx.el.section(
        rx.el.h2("All together", id="balance", class_name=_QUIET_HEADING),
        money.figure(WalletState.total_minor, size="lg", class_name="mt-1.5"),
        rx.el.div(
            rx.foreach(WalletState.parts, _slice),
            custom_attrs={"aria-hidden": "true"},
            class_name="mt-8 flex h-3.5 gap-[3px] overflow-hidden rounded-full bg-base-300",
        ),
        rx.el.dl(
            rx.foreach(WalletState.parts, _explained),
            class_name="mt-5 grid grid-cols-[repeat(auto-fit,minmax(8.5rem,1fr))] gap-x-6 gap-y-5"
            " md:grid-cols-4",
        ),
        rx.cond(WalletState.debt_minor > 0, _debt()),
        custom_attrs={"aria-labelledby": "balance"},
        class_name="lg:mt-3",
    )


def _debt() -> rx.Component:
    return rx.el.p(
        "Your wallet owes ",
        money.text(WalletState.debt_minor),
        " after a payment was charged back. What you earn repays it first; until then nothing can "
        "be spent.",
        role="alert",
        class_name="mt-6 max-w-[60ch] text-[.9375rem] text-error",
    )


def _sign(row: Any) -> rx.Component:
    glyph: Any = rx.match(
        row.sign,
        ("in", icon.icon("arrow-down-left", size=18)),
        ("out", icon.icon("arrow-up-right", size=18)),
        icon.icon("gift", size=18),
    )
    return table.sign(glyph)


def _matures(row: Any) -> rx.Component:
    return rx.fragment(
        rx.cond(row.matures_at != "", rx.fragment("Maturing until ", time.day(row.matures_at)))
    )


def _detail(row: Any) -> rx.Component:
    """The other side, and on phones what the columns say that are not there."""
    return rx.fragment(
        rx.el.span(row.verb, " ", class_name="max-sm:sr-only"),
        row.side,
        rx.el.span(", ", time.ago(row.at), class_name="md:hidden"),
        rx.el.span(_matures(row), class_name="block lg:hidden"),
    )


def _row(row: Any) -> rx.Component:
    both = (row.note != "") & (row.matures_at != "")
    return table.row(
        _COLUMNS,
        table.title_cell(row.title, _detail(row), leading=_sign(row)),
        rx.el.span(time.moment(row.at), class_name="whitespace-nowrap text-muted"),
        rx.el.span(row.note, rx.cond(both, ". ", ""), _matures(row), class_name="text-muted"),
        money.amount(row.amount_minor, signed=True),
        buttons.icon_button(
            "receipt-text",
            f"Receipt for {row.title}",
            size="sm",
            on_click=ReceiptState.show(row.id),
        ),
        key=row.id,
    )


def _movements() -> rx.Component:
    return rx.fragment(
        table.table(
            rx.foreach(WalletState.movements, _row),
            caption="Money in and out of your wallet",
            columns=_COLUMNS,
            class_name="max-sm:[&_td]:px-2 max-sm:[&_th]:px-2",
        ),
        lists.rest_of_list(WalletState, WalletState.movements),
    )


def _nothing() -> rx.Component:
    find = buttons.link_button("Find something to read", href="/discover", tone="primary")
    write = buttons.link_button("Write something", href="/write", tone="primary")
    shown: Any = rx.match(
        WalletState.direction,
        (
            Direction.OUT.value,
            cards.empty_state(
                "Nothing bought yet", "What you buy is written down here, with a receipt.", find
            ),
        ),
        (
            Direction.IN.value,
            cards.empty_state(
                "Nothing came in yet",
                "Publish something with a price. Every sale is written down here.",
                write,
            ),
        ),
        cards.empty_state(
            "Nothing has moved yet",
            "What you buy and sell is written down here, to the cent.",
            find,
        ),
    )
    return rx.fragment(shown)


def _loaded() -> rx.Component:
    return rx.fragment(
        rx.cond(WalletState.is_loading, skeleton.stats(4), _balance()),
        layout.section(
            "History",
            rx.cond(
                WalletState.is_loading,
                skeleton.rows(6),
                rx.cond(WalletState.movements.length() > 0, _movements(), _nothing()),  # pyright: ignore[reportAttributeAccessIssue] a Var of a tuple has it
            ),
            action=tabs.chips(
                _DIRECTIONS,
                WalletState.direction,
                WalletState.show_direction,
                label="Which movements",
            ),
        ),
        receipt_dialog(),
    )


def wallet_page() -> rx.Component:
    """Show a member what they have, what it may be used for, and how it came about."""
    failed = errors.did_not_load([WalletState.load, WalletState.watch])
    return frame.page_frame(
        confirm_banner(),
        rx.cond(WalletState.has_failed, failed, _loaded()),
        current="wallet",
        title="Wallet",
    )


def add_pages(app: rx.App) -> None:
    """Add the wallet's page, and those of its packages."""
    adding.add_pages(app)
    standin.add_pages(app)
    app.add_page(
        wallet_page,
        route="/wallet",
        title="Wallet · DreamDot",
        description="What you have, and everything that moved it.",
        image="/og.jpg",
        on_load=guarded_page(WalletState.load, WalletState.watch),
    )
    codes.add_pages(app)
    earning.add_pages(app)
    limits.add_pages(app)
