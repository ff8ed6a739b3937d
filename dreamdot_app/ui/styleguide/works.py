"""Works: cards, the shelf, rows."""

import reflex as rx

from dreamdot_app.ui import buttons, cards, cover, layout, money
from dreamdot_app.ui.styleguide.sample import LONG_TITLE, labelled, stacked
from dreamdot_app.ui.styleguide.sample import cover as drawn

_SHELF = (("a", 318, 450), ("b", 372, 400), ("c", 226, 225), ("d", 396, 450), ("e", 300, 300))


def _grid() -> rx.Component:
    return cards.works_grid(
        cards.work_card("/", "Paper Moths", "Bao Lê", drawn("moths", 300, 400), price_minor=180),
        cards.work_card("/", LONG_TITLE, "Anwen Pryce", drawn("carto"), price_minor=600),
        cards.work_card("/", "Kitchen Gods", "Mei Tanabe", drawn("soup", 400, 300), price_minor=0),
        cards.work_card(
            "/", "Mine", "Tobi Adeyemi", drawn("halo", 300, 300), price_minor=700, owned=True
        ),
        cards.work_card("/", "Not out yet", "Ríona Dunne", drawn("tin"), note="Draft"),
        columns=3,
    )  # fmt: skip


def _shelf(theme: str) -> rx.Component:
    items = [
        cards.shelf_item(
            "/", f"Work {key}", "Ríona Dunne", drawn(key, 300, tall), "$4.20", height=height
        )
        for key, height, tall in _SHELF
    ]
    return rx.el.div(
        cards.shelf(*items, label=f"Shelf, {theme}"),
        class_name="-mx-4 overflow-hidden md:-mx-8 [&_.dd-shelf]:px-8",
    )


def _embed() -> rx.Component:
    return cards.work_embed(
        "/",
        "Salt Cathedral",
        "Comic · Chapter 7 of 12",
        "A ferrywoman inherits a church that only exists at low tide.",
        drawn("salt", 300, 400),
        buttons.button("Buy $2.40", tone="primary", size="sm"),
        rx.el.span("6 pages free", class_name="text-sm text-muted"),
    )


def _rows() -> rx.Component:
    return rx.el.div(
        cards.list_row(
            "The Bell Under Water ",
            cards.badge("New", tone="new"),
            leading=cover.small_cover(drawn("bell", 300, 400)),
            trailing=buttons.button("$2.40", size="sm"),
            detail="34 pages · 2 Nov",
            href="/",
        ),
        cards.list_row(
            LONG_TITLE,
            leading=cover.small_cover(drawn("wide", 400, 300)),
            trailing=cards.status_dot("Owned", tone="live"),
            detail="28 pages · 18 Oct",
        ),
        class_name="border-t border-hair",
    )


def _buy_box() -> rx.Component:
    return layout.leaf(
        rx.el.h4("The whole series", class_name="text-xl"),
        money.figure(1900, size="md", class_name="mt-2"),
        rx.el.p("All twelve chapters.", class_name="mt-2 text-sm text-muted"),
        buttons.button("Buy the series", tone="neutral", wide=True, class_name="mt-4"),
        buttons.button("Give to a friend", tone="ghost", wide=True, icon="gift"),
        class_name="max-w-[19rem]",
    )


def chapter(theme: str) -> rx.Component:
    """Works: cards, the shelf, rows."""
    marks = [
        cards.badge("New", tone="new"), cards.badge("Quiet"), cards.badge("Good", tone="good"),
        cards.badge("Warn", tone="warn"), cards.count(3), cards.status_dot("Live"),
        cards.status_dot("Draft", tone="draft"), cards.status_dot("In review", tone="review"),
        cards.status_dot("Taken down", tone="gone"), money.price(600), money.price(0),
        cards.tag("#tidalgothic", "/"), cards.verified(),
    ]  # fmt: skip
    return stacked(
        _grid(),
        _shelf(theme),
        _embed(),
        _rows(),
        _buy_box(),
        labelled("Marks", *marks),
        cards.progress(42, label=f"Read so far, {theme}"),
    )
