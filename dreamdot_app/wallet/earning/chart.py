"""The bars of earnings. Only the page of earnings imports this, for the library under it is large.

What the bars show is said in words to those who cannot see them, and stands in a table below.
"""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

from typing import Any

import reflex as rx

from dreamdot_app.ui import money

# As in the wallet: coral is cash, gold is credit. A darker line around the gold sets it off paper.
_CASH, _CREDIT, _AROUND_CREDIT = "var(--dd-ember)", "var(--color-accent)", "var(--dd-gold)"
_PAPER, _LINE, _WORDS = "var(--color-base-100)", "var(--dd-hair)", "var(--dd-muted)"
_HEIGHT = 260
_MOST_WITH_LINES = 31
_TICK: dict[str, Any] = {"fontSize": 12, "fill": _WORDS}


class GraphingTooltip(rx.recharts.GraphingTooltip):
    """The tip of a bar, its amounts written as everywhere. A chart knows its parts by their names,
    so it has the name of what it extends.
    """

    formatter: rx.Var[Any]


def bars(rows: Any, *, words: Any) -> rx.Component:
    """Cash and initial credit on top of each other, for each day or month of ``rows``."""
    # Around many thin bars there would be nothing but lines.
    line = rx.cond(rows.length() > _MOST_WITH_LINES, 0, 1)
    chart = rx.recharts.bar_chart(
        _bar("cash", "In cash", _CASH, _PAPER, line),
        _bar("credit", "As initial credit", _CREDIT, _AROUND_CREDIT, line),
        rx.recharts.cartesian_grid(
            horizontal=True, vertical=False, stroke=_LINE, stroke_dasharray="0"
        ),
        rx.recharts.x_axis(
            data_key="label",
            tick=_TICK,
            tick_line=False,
            stroke=_LINE,
            min_tick_gap=24,
            interval="equidistantPreserveStart",
        ),
        rx.recharts.y_axis(
            tick=_TICK,
            tick_line=False,
            axis_line=False,
            stroke=_LINE,
            width=64,
            tick_count=5,
            tick_formatter=_formatter(),
            allow_decimals=False,
        ),
        GraphingTooltip.create(
            formatter=_formatter(),
            cursor={"fill": "var(--color-base-200)"},
            separator=": ",
            content_style={
                "background": "var(--dd-leaf)",
                "border": "1px solid var(--dd-hair)",
                "borderRadius": "0.75rem",
                "fontSize": "0.8125rem",
            },
            item_style={"color": "var(--color-base-content)"},
            label_style={"color": _WORDS},
            is_animation_active=False,
        ),
        data=rows.to(list[dict[str, Any]]),
        width="100%",
        height=_HEIGHT,
        margin={"top": 8, "right": 0, "bottom": 0, "left": 0},
        custom_attrs={"accessibilityLayer": False},
    )
    return rx.el.figure(
        rx.el.div(
            chart,
            role="img",
            custom_attrs={"aria-label": words},
            style={"height": f"{_HEIGHT}px"},
            class_name="w-full min-w-0 overflow-hidden",
        ),
        _legend(),
    )


def _bar(key: str, name: str, fill: str, around: str, line: Any) -> rx.Component:
    return rx.recharts.bar(
        data_key=key,
        name=name,
        fill=fill,
        stroke=around,
        stroke_width=line,
        stack_id="earned",
        max_bar_size=40,
        is_animation_active=False,
    )


def _formatter() -> Any:
    return money.in_browser("showMoneyHere")


def _legend() -> rx.Component:
    def entry(label: str, fill: str) -> rx.Component:
        return rx.el.span(
            rx.el.span(class_name=f"size-2.5 flex-none rounded-full {fill}"),
            label,
            class_name="flex items-center gap-2",
        )

    return rx.el.figcaption(
        entry("In cash", "bg-ember"),
        entry("As initial credit", "bg-accent"),
        class_name="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-sm text-muted",
    )
