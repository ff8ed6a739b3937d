"""The page of earnings: by day, by work, what matures when, what can be withdrawn."""

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
    layout,
    money,
    skeleton,
    table,
    tabs,
    time,
)
from dreamdot_app.wallet.earning import chart
from dreamdot_app.wallet.earning.spans import WORDS
from dreamdot_app.wallet.earning.state import EarningsState
from dreamdot_app.wallet.withdrawing.policy import MINIMUM_MINOR

PATH = "/wallet/earnings"
_SEEN: Any = EarningsState.seen
_SPANS = [(span.value, words) for span, words in WORDS.items()]
_DAYS = [
    table.Column("When"),
    table.Column("Sales", numeric=True),
    table.Column("In cash", numeric=True),
    table.Column("As credit", numeric=True),
    table.Column("Fees", numeric=True, hide_below="md"),
    table.Column("Refunded", numeric=True, hide_below="md"),
]
_WORKS = [
    table.Column("Work"),
    table.Column("Sales", numeric=True, hide_below="md"),
    table.Column("In cash", numeric=True, hide_below="md"),
    table.Column("As credit", numeric=True, hide_below="md"),
    table.Column("Earned", numeric=True),
]
_MATURING = [
    table.Column("Yours from"),
    table.Column("From"),
    table.Column("Amount", numeric=True),
]
_TIGHT = "max-sm:[&_td]:px-2 max-sm:[&_th]:px-2"


def add_pages(app: rx.App) -> None:
    """Add the page to the app."""
    app.add_page(
        earnings_page,
        route=PATH,
        title="Earnings · DreamDot",
        on_load=guarded_page(EarningsState.load, EarningsState.watch),
    )


def earnings_page() -> rx.Component:
    """Show a creator what their works brought."""
    failed = errors.did_not_load([EarningsState.load, EarningsState.watch])
    waiting = rx.fragment(skeleton.stats(4), rx.el.div(skeleton.rows(6), class_name="mt-10"))
    return frame.page_frame(
        confirm_banner(),
        rx.cond(
            EarningsState.has_failed,
            failed,
            rx.cond(
                EarningsState.is_loading, waiting, rx.cond(_SEEN.has_sold, _earned(), _nothing())
            ),
        ),
        current="wallet",
        title="Earnings",
        actions=buttons.link_button("Studio", href="/studio", icon="chart-no-axes-column"),
    )


def _nothing() -> rx.Component:
    return cards.empty_state(
        "Nothing sold yet",
        "Publish something with a price. What it brings is told here by day and by work, to the"
        " cent.",
        buttons.link_button("Write something", href="/write", tone="primary", icon="feather"),
        buttons.link_button("See your studio", href="/studio"),
    )


def _earned() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            tabs.chips(_SPANS, EarningsState.span, EarningsState.show_span, label="How far back"),
            _download(),
            class_name="mb-7 flex flex-wrap items-center justify-between gap-x-6 gap-y-3",
        ),
        _figures(),
        layout.section(rx.cond(_SEEN.unit == "month", "By month", "By day"), _by_day()),
        layout.section("By work", _by_work()),
        layout.section("What can be withdrawn", _payout()),
        layout.section("Maturing", _maturing()),
    )


def _download() -> rx.Component:
    """A plain link: the browser keeps the file, and the page stays."""
    return buttons.link_button(
        "Sales as CSV",
        href="/api/wallet/earnings.csv?span=" + EarningsState.span,
        icon="download",
        full_page=True,
        download=True,
    )


def _figures() -> rx.Component:
    return rx.el.section(
        rx.el.h2(
            "Earned in ",
            _SEEN.span,
            id="earned",
            class_name="font-sans text-sm font-normal tracking-normal text-muted",
        ),
        money.figure(_SEEN.kept, size="lg", class_name="mt-1.5"),
        cards.stats(
            cards.stat("In cash", money.text(_SEEN.cash)),
            cards.stat("As initial credit", money.text(_SEEN.credit)),
            cards.stat("Sales", _SEEN.sales),
            cards.stat("Fees", money.text(_SEEN.fees)),
            cards.stat("Refunded", money.text(_SEEN.refunded), detail=_SEEN.refunds),
            class_name="mt-8",
        ),
        custom_attrs={"aria-labelledby": "earned"},
    )


def _by_day() -> rx.Component:
    listed: Any = _SEEN.listed
    as_table = rx.el.details(
        rx.el.summary(
            "The same as a table", class_name="dd-tap cursor-pointer text-sm font-medium"
        ),
        rx.el.div(
            table.table(
                rx.foreach(listed, _day),
                caption="Earnings, the latest first; what had no sales is left out",
                columns=_DAYS,
                class_name=_TIGHT,
            ),
            class_name="mt-3",
        ),
        class_name="mt-5",
    )
    none = rx.el.p("Nothing was sold in ", _SEEN.span, ".", class_name="text-muted")
    return rx.cond(
        listed.length() > 0,
        rx.fragment(chart.bars(_SEEN.bars, words=_SEEN.summary), as_table),
        none,
    )


def _day(bar: Any) -> rx.Component:
    return table.row(
        _DAYS,
        bar.name,
        bar.sales,
        money.amount(bar.cash),
        money.amount(bar.credit),
        money.amount(bar.fees),
        money.amount(bar.refunded),
        key=bar.name,
    )


def _by_work() -> rx.Component:
    works: Any = _SEEN.works
    return rx.cond(
        works.length() > 0,
        rx.fragment(
            table.table(
                rx.foreach(works, _work),
                caption="Earnings by work, the most first",
                columns=_WORKS,
                class_name=_TIGHT,
            ),
            rx.cond(
                _SEEN.more_works != "",
                rx.el.p(_SEEN.more_works, class_name="mt-4 text-sm text-muted"),
            ),
        ),
        rx.el.p("Nothing was sold in ", _SEEN.span, ".", class_name="text-muted"),
    )


def _piece(permille: Any, look: str) -> rx.Component:
    wide = rx.Var.create({"flexGrow": permille, "flexBasis": 0})
    return rx.el.span(custom_attrs={"style": wide}, class_name=f"min-w-0 {look}")


def _work(row: Any) -> rx.Component:
    below = rx.fragment(
        rx.el.span(
            _piece(row.cash_permille, "rounded-full bg-ember"),
            _piece(row.credit_permille, "rounded-full bg-accent"),
            _piece(row.rest_permille, ""),
            custom_attrs={"aria-hidden": "true"},
            class_name="mt-1.5 flex h-2 w-full max-w-[24ch] gap-[2px]",
        ),
        rx.el.span(
            row.sales,
            rx.cond(row.sales == 1, " sale, ", " sales, "),
            money.text(row.cash),
            " in cash",
            class_name="mt-1 block md:hidden",
        ),
    )
    return table.row(
        _WORKS,
        table.title_cell(row.title, below),
        row.sales,
        money.amount(row.cash),
        money.amount(row.credit),
        money.amount(row.kept),
        key=row.id,
    )


def _payout() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            _SEEN.payout,
            rx.cond(_SEEN.payout_at != "", rx.fragment(" ", time.moment(_SEEN.payout_at), ".")),
            class_name="text-[1.0625rem] text-pretty",
        ),
        rx.el.p(
            "Cash can be withdrawn when it has matured, from ",
            money.text(MINIMUM_MINOR),
            " on. Initial credit is to be spent, and can never be withdrawn.",
            class_name="mt-1.5 max-w-[52ch] text-sm text-muted text-pretty",
        ),
        rx.cond(
            _SEEN.can_withdraw,
            buttons.link_button("Withdraw", href="/wallet/withdraw", class_name="mt-4"),
        ),
    )


def _maturing() -> rx.Component:
    rows: Any = _SEEN.maturing
    return rx.cond(
        rows.length() > 0,
        rx.fragment(
            rx.el.p(
                money.text(_SEEN.maturing_minor),
                " was paid in cash and is on its way to you.",
                class_name="mb-4 text-muted",
            ),
            table.table(
                rx.foreach(rows, _matures),
                caption="What matures when",
                columns=_MATURING,
                class_name=_TIGHT,
            ),
        ),
        rx.el.p("Nothing is maturing just now.", class_name="text-muted"),
    )


def _matures(row: Any) -> rx.Component:
    return table.row(
        _MATURING,
        time.moment(row.at),
        rx.el.span(row.sales, class_name="text-muted"),
        money.amount(row.minor),
        key=row.at,
    )
