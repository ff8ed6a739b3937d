"""Tables. On phones the less important columns go; the first cell carries what they said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx

from dreamdot_app.ui.classes import with_classes
from dreamdot_app.ui.kinds import Part

_HIDDEN: dict[str, str] = {"": "", "md": "max-md:hidden", "lg": "max-lg:hidden"}


@dataclass(frozen=True)
class Column:
    """A column: its label, whether it holds figures, below which width it goes."""

    label: str
    numeric: bool = False
    hide_below: Literal["", "md", "lg"] = ""
    hidden_label: bool = False

    @property
    def look(self) -> str:
        """Class names shared by the head and the cells."""
        names = ["dd-num" if self.numeric else "", _HIDDEN[self.hide_below]]
        if self.hidden_label:
            names.append("w-10 !px-0")
        return " ".join(name for name in names if name)


def table(*rows: Part, caption: str, columns: Sequence[Column], **props: Any) -> rx.Component:
    """A table with a caption for those who cannot see it. Rows come from `row`."""
    heads = [
        rx.el.th(
            rx.el.span(column.label, class_name="sr-only") if column.hidden_label else column.label,
            scope="col",
            class_name=_first(column.look, i),
        )
        for i, column in enumerate(columns)
    ]
    return rx.el.table(
        rx.el.caption(caption, class_name="sr-only"),
        rx.el.thead(rx.el.tr(*heads)),
        rx.el.tbody(*rows),
        **with_classes(props, "table"),
    )


def row(columns: Sequence[Column], *cells: Part | int, **props: Any) -> rx.Component:
    """A row: a cell for each column.

    Raises:
        ValueError: the number of cells is not the number of columns.
    """
    pairs = zip(columns, cells, strict=True)
    return rx.el.tr(
        *[
            rx.el.td(cell, class_name=_first(column.look, i))
            for i, (column, cell) in enumerate(pairs)
        ],
        **with_classes(props, "hover:bg-base-200/60"),
    )


def title_cell(title: Part, detail: Part, *, leading: Part | None = None) -> rx.Component:
    """The first cell: a picture or a sign, a title, a second line."""
    return rx.el.span(
        *([leading] if leading is not None else []),
        rx.el.span(
            rx.el.span(title, class_name="line-clamp-2 font-medium wrap-anywhere"),
            rx.el.span(detail, class_name="block text-[.8125rem] text-muted"),
            class_name="min-w-0 leading-tight",
        ),
        class_name="flex items-center gap-4",
    )


def sign(glyph: rx.Component) -> rx.Component:
    """A glyph in a round well, for the first cell."""
    return rx.el.span(
        glyph,
        class_name="grid size-10 flex-none place-items-center rounded-full bg-base-200 text-muted",
    )


def _first(look: str, index: int) -> str:
    return f"{look} !pl-0".strip() if index == 0 else look
