"""People, amounts, figures, tables, times."""

from datetime import UTC, datetime

import reflex as rx

from dreamdot_app.ui import avatar, buttons, cards, cover, money, table, time
from dreamdot_app.ui.icon import icon
from dreamdot_app.ui.styleguide.sample import LONG_TITLE, face, labelled, stacked
from dreamdot_app.ui.styleguide.sample import cover as drawn

_COLUMNS = [
    table.Column("What"),
    table.Column("When", hide_below="md"),
    table.Column("Amount", numeric=True),
    table.Column("Receipt", hidden_label=True),
]
_SIZES = ("xs", "sm", "md", "lg", "xl", "hero")
_OUT = datetime(2025, 11, 12, 9, 12, tzinfo=UTC)


def _history() -> rx.Component:
    def entry(sign: str, title: str, kind: str, minor: int) -> rx.Component:
        return table.row(
            _COLUMNS,
            table.title_cell(title, kind, leading=table.sign(icon(sign, 18))),
            rx.el.span(time.day(_OUT), class_name="text-muted"),
            money.amount(minor, signed=True),
            buttons.icon_button("receipt-text", f"Receipt for {title}", size="sm"),
        )

    works = table.row(
        _COLUMNS,
        table.title_cell(
            LONG_TITLE, "Print", leading=cover.small_cover(drawn("orchard", 400, 300))
        ),
        cards.status_dot("Live"),
        money.amount(68_400),
        buttons.icon_button("ellipsis", "More for this work", size="sm"),
    )
    return table.table(
        entry("arrow-down-left", "Orchard, After Rain, print", "Sale", 1620),
        entry("arrow-up-right", "Salt Cathedral, chapter 7", "Bought", -240),
        works,
        caption="Money in and out of your wallet",
        columns=_COLUMNS,
    )


def _wallet() -> rx.Component:
    return money.split_bar(
        [
            money.Part(label="Yours to withdraw", minor=3820, tone="earned", detail="From sales"),
            money.Part(label="Added", minor=1500, tone="added", detail="Put in by card"),
            money.Part(label="Maturing", minor=910, tone="maturing", detail="Yours from 28 Nov"),
            money.Part(label="Initial credit", minor=5_000_000, tone="credit", detail="To spend"),
        ]
    )


def _receipt() -> rx.Component:
    return rx.el.dl(
        money.line("From initial credit", 100),
        money.line("From money you added", 140),
        money.line("Paid", 240, strong=True),
        class_name="max-w-[22rem]",
    )


def chapter(_theme: str) -> rx.Component:
    """People, amounts, figures, tables, times."""
    people = rx.el.div(
        cards.person_row(
            "Bao Lê", "bao", face("bao"), detail="draws Paper Moths",
            trailing=buttons.button("Follow", size="sm"), href="/",
        ),
        cards.person_row("Mei Tanabe", "mei", face("mei")),
    )  # fmt: skip
    figures = cards.stats(
        cards.stat("Sales", "1,389", detail="+212", good=True),
        cards.stat("Read to the end", "71%"),
        cards.stat("Earned", money.text(123_450), detail="28 Nov"),
    )
    return stacked(
        labelled("Pictures", *[avatar.avatar(face(size), size, size=size) for size in _SIZES]),
        people,
        money.figure(6430),
        _wallet(),
        _receipt(),
        figures,
        _history(),
        labelled(
            "Times",
            time.ago(_OUT),
            time.moment(_OUT),
            time.day(_OUT),
            time.minutes(18),
            time.minutes(1),
        ),
    )
