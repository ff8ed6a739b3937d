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
    forms,
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
from dreamdot_app.wallet.earning import pages as earning
from dreamdot_app.wallet.history.kinds import Group
from dreamdot_app.wallet.limits import pages as limits
from dreamdot_app.wallet.receipt import receipt_dialog
from dreamdot_app.wallet.standin import pages as standin
from dreamdot_app.wallet.state import ReceiptState, WalletState
from dreamdot_app.wallet.statements import pages as statements

_COLUMNS = [
    table.Column("What"),
    table.Column("When", hide_below="md"),
    table.Column("Note", hide_below="lg"),
    table.Column("Amount", numeric=True),
    table.Column("Receipt", hidden_label=True),
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
        rx.el.div(
            rx.el.div(
                rx.el.div(
                    rx.el.h2("You can spend", id="balance", class_name=_QUIET_HEADING),
                    rx.cond(WalletState.is_test_money, _test_money()),
                    class_name="flex flex-wrap items-center gap-x-3 gap-y-1",
                ),
                money.figure(WalletState.spendable_minor, size="lg", class_name="mt-1.5"),
                class_name="min-w-0",
            ),
            _actions(),
            class_name="flex flex-wrap items-end justify-between gap-x-8 gap-y-6",
        ),
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
        rx.cond(WalletState.due.length() > 0, _due()),  # pyright: ignore[reportAttributeAccessIssue] a Var of a tuple has it
        rx.cond(WalletState.debt_minor > 0, _debt()),
        custom_attrs={"aria-labelledby": "balance"},
        class_name="lg:mt-3",
    )


def _test_money() -> rx.Component:
    return rx.el.span(
        "Test money",
        title="No card is charged, and none of it is ever paid out.",
        class_name="rounded-full border border-hair px-2.5 py-0.5 text-[.8125rem] text-muted",
    )


def _actions() -> rx.Component:
    """What one may do with money; the pages belong to the packages that do it."""
    return rx.el.div(
        buttons.link_button("Add money", href="/wallet/add", tone="primary", icon="plus"),
        buttons.link_button("Withdraw", href="/wallet/withdraw", icon="landmark"),
        buttons.link_button("Statements", href="/wallet/statements"),
        rx.cond(WalletState.has_sold, buttons.link_button("Earnings", href="/wallet/earnings")),
        class_name="flex flex-wrap gap-2",
    )


def _due() -> rx.Component:
    def line(due: Any) -> rx.Component:
        return rx.el.div(
            rx.el.dt(rx.cond(due.at != "", time.day(due.at), "Later"), class_name="text-muted"),
            rx.el.dd(money.text(due.minor), class_name="tabular-nums"),
            class_name="flex justify-between gap-4 py-1",
        )

    return rx.el.section(
        rx.el.h3("Matures", class_name="font-sans text-sm font-[560] tracking-normal"),
        rx.el.dl(rx.foreach(WalletState.due, line), class_name="mt-2 max-w-xs text-[.9375rem]"),
        class_name="mt-7",
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
        ("added", icon.icon("plus", size=18)),
        ("withdrawn", icon.icon("landmark", size=18)),
        ("gift", icon.icon("gift", size=18)),
        icon.icon("arrow-up-right", size=18),
    )
    return table.sign(glyph)


def _matures(row: Any) -> rx.Component:
    return rx.fragment(
        rx.cond(row.matures_at != "", rx.fragment("Maturing until ", time.day(row.matures_at)))
    )


def _note(row: Any) -> rx.Component:
    part = rx.fragment(money.text(row.note_minor), " ")
    return rx.fragment(rx.cond(row.note_minor > 0, part), row.note)


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
        rx.el.span(_note(row), rx.cond(both, ". ", ""), _matures(row), class_name="text-muted"),
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
    add = buttons.link_button("Add money", href="/wallet/add", tone="primary")
    every = buttons.link_button("See everything", href="/wallet")
    other: Any = rx.cond(
        WalletState.is_narrowed,
        cards.empty_state(
            "Nothing like that",
            "Try fewer filters, a part of the title, or a person’s name. An amount is found as "
            "12.50, a receipt by its whole number.",
            every,
        ),
        cards.empty_state(
            "Nothing has moved yet",
            "What you buy and sell is written down here, to the cent.",
            find,
        ),
    )
    by_kind: Any = rx.match(
        WalletState.kind,
        (
            Group.PURCHASES.value,
            cards.empty_state(
                "Nothing bought yet", "What you buy is written down here, with a receipt.", find
            ),
        ),
        (
            Group.SALES.value,
            cards.empty_state(
                "Nothing sold yet",
                "Publish something with a price. Every sale is written down here.",
                write,
            ),
        ),
        (
            Group.ADDED.value,
            cards.empty_state("No money added yet", "What you add is written down here.", add),
        ),
        (
            Group.WITHDRAWALS.value,
            cards.empty_state(
                "Nothing withdrawn yet", "What you earn in cash can be withdrawn.", every
            ),
        ),
        (
            Group.REFUNDS.value,
            cards.empty_state(
                "No refunds", "What is given back, by you or to you, is written down here.", every
            ),
        ),
        other,
    )
    shown: Any = rx.cond(WalletState.is_only_kind, by_kind, other)
    return rx.fragment(shown)


def _filters_of(links: Any, group: str, *, lifts: bool = False) -> rx.Component:
    def chip(choice: Any) -> rx.Component:
        return tabs.chip_link(choice[0], choice[1], current=choice[2], group=group, lifts=lifts)

    return rx.foreach(links, chip)


def _filters() -> rx.Component:
    return rx.el.div(
        forms.search_field(
            WalletState.q,
            action="/wallet",
            kept=WalletState.kept,
            label="Search your history",
            placeholder="Title, person, amount or receipt number",
            class_name="max-w-md",
        ),
        tabs.chip_row(_filters_of(WalletState.kind_links, "kind"), label="What kind of movements"),
        tabs.chip_row(
            _filters_of(WalletState.way_links, "way", lifts=True),
            rx.el.span(
                class_name="mx-1 w-px flex-none self-stretch bg-hair",
                custom_attrs={"aria-hidden": "true"},
            ),
            _filters_of(WalletState.when_links, "when", lifts=True),
            label="Which way, and when",
        ),
        class_name="mb-5 space-y-2.5",
    )


def _found() -> rx.Component:
    """What was found before stays, faintly, until what is asked for now has been answered."""
    return rx.el.div(
        rx.cond(WalletState.movements.length() > 0, _movements(), _nothing()),  # pyright: ignore[reportAttributeAccessIssue] a Var of a tuple has it
        class_name=rx.cond(
            WalletState.is_searching,
            "pointer-events-none opacity-40",
            "opacity-100 transition-opacity",
        ),
        custom_attrs={"aria-busy": rx.cond(WalletState.is_searching, "true", "false")},
    )


def _loaded() -> rx.Component:
    return rx.fragment(
        rx.cond(WalletState.is_loading, skeleton.stats(4), _balance()),
        layout.section(
            "History",
            _filters(),
            rx.cond(WalletState.is_loading, skeleton.rows(6), _found()),
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
    statements.add_pages(app)
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
