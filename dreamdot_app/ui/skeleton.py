"""What stands in while something loads: the shape of what comes."""

from typing import Any

import reflex as rx

from dreamdot_app.ui.cards import works_grid
from dreamdot_app.ui.classes import with_classes

# Covers have different heights, so their stand-ins have them too: width over height.
_SHAPES = (
    "aspect-[2/3]",
    "aspect-[3/4]",
    "aspect-[2/3]",
    "aspect-square",
    "aspect-[3/4]",
    "aspect-[4/3]",
)
_SHELF = (
    ("w-[60px] md:w-[178px]", "h-[146px] md:h-[267px]"),
    ("w-[118px] md:w-[234px]", "h-[171px] md:h-[312px]"),
    ("w-[104px] md:w-[190px]", "h-[156px] md:h-[286px]"),
    ("w-[131px] md:w-[240px]", "h-[98px] md:h-[180px]"),
    ("w-[121px] md:w-[222px]", "h-[182px] md:h-[333px]"),
    ("w-[114px] md:w-[208px]", "h-[152px] md:h-[277px]"),
    ("w-[104px] md:w-[190px]", "h-[104px] md:h-[190px]"),
)
_LINES = ("w-full", "w-[94%]", "w-[98%]", "w-[88%]", "w-full", "w-[62%]")


def bone(look: str) -> rx.Component:
    """One grey shape; ``look`` gives its size."""
    return rx.el.span(class_name=f"dd-bone {look}")


def _waiting(*shapes: rx.Component, label: str, **props: Any) -> rx.Component:
    return rx.el.div(
        rx.el.span(label, class_name="sr-only"),
        *shapes,
        role="status",
        custom_attrs={"aria-busy": "true"},
        **props,
    )


def works(count: int = 10, *, columns: int | None = None, **props: Any) -> rx.Component:
    """A grid of works."""
    cards = [
        rx.el.span(
            bone(f"w-full self-end {_SHAPES[i % len(_SHAPES)]}"),
            rx.el.span(
                bone("mt-3.5 h-3.5 w-[85%]"), bone("mt-2.5 h-3 w-1/2"), class_name="block pb-1.5"
            ),
            class_name="dd-work-card",
        )
        for i in range(count)
    ]
    wide = columns or (5 if count % 5 == 0 else 4)
    return _waiting(works_grid(*cards, columns=wide), label="Loading works", **props)


def shelf(**props: Any) -> rx.Component:
    """The shelf, with its ground line."""
    standing = [bone(f"{width} {height} flex-none !rounded-b-none") for width, height in _SHELF]
    return _waiting(
        rx.el.div(
            *standing, class_name="dd-shelf gap-3.5 overflow-hidden pt-2 max-md:px-4 md:gap-6"
        ),
        rx.el.div(class_name="dd-plank"),
        label="Loading the shelf",
        **props,
    )


def work_page(**props: Any) -> rx.Component:
    """A work's page: cover, title, credits, summary, buttons."""
    words = rx.el.div(
        bone("h-3.5 w-32"),
        bone("mt-4 h-11 w-4/5 md:h-14"),
        rx.el.div(
            bone("size-9 rounded-full"),
            bone("h-3.5 w-36"),
            class_name="mt-5 flex items-center gap-3",
        ),
        rx.el.div(*[bone(f"h-4 {line}") for line in _LINES[:4]], class_name="mt-6 space-y-3"),
        rx.el.div(
            bone("h-11 w-44 rounded-field"),
            bone("h-11 w-32 rounded-field"),
            class_name="mt-8 flex gap-2",
        ),
        class_name="min-w-0",
    )
    return _waiting(
        bone("mx-auto aspect-[3/4] w-[13.5rem] rounded-lg md:w-full"),
        words,
        label="Loading the work",
        **with_classes(props, "grid gap-x-12 gap-y-7 md:grid-cols-[17.5rem_minmax(0,1fr)]"),
    )


def profile(**props: Any) -> rx.Component:
    """A person's page: banner, picture, name, words."""
    head = rx.el.div(
        bone(
            "-mt-10 size-20 !rounded-full ring-4 ring-base-100 md:ml-6 md:-mt-16 md:size-32"
            " md:ring-[6px]"
        ),
        bone("mt-5 h-9 w-3/5 max-w-80"),
        bone("mt-3 h-3.5 w-32"),
        bone("mt-6 h-4 w-full max-w-[36rem]"),
        bone("mt-3 h-4 w-4/5 max-w-[30rem]"),
        class_name="relative",
    )
    return _waiting(
        bone("aspect-[7/2] w-full md:rounded-box max-md:-mx-4 max-md:w-auto max-md:!rounded-none"),
        head,
        label="Loading the page",
        **props,
    )


def text(lines: int = 6, **props: Any) -> rx.Component:
    """Lines to read."""
    shapes = [bone(f"h-4 {_LINES[i % len(_LINES)]}") for i in range(lines)]
    return _waiting(*shapes, label="Loading the text", **with_classes(props, "space-y-4"))


def rows(count: int = 6, **props: Any) -> rx.Component:
    """Rows of a table: picture, two lines, a figure."""
    row = rx.el.div(
        bone("size-10 flex-none rounded-full"),
        rx.el.div(bone("h-3.5 w-2/5"), bone("h-3 w-1/4"), class_name="flex-1 space-y-2.5"),
        bone("h-3.5 w-16"),
        class_name="flex min-h-[4.25rem] items-center gap-4 border-b border-hair",
    )
    return _waiting(*[row for _ in range(count)], label="Loading", **props)


def stats(count: int = 4, **props: Any) -> rx.Component:
    """A row of figures."""
    figure = rx.el.div(bone("h-3 w-20"), bone("mt-3 h-7 w-24"))
    return _waiting(
        *[figure for _ in range(count)],
        label="Loading the figures",
        **with_classes(props, "grid grid-cols-2 gap-6 border-y border-hair py-6 md:grid-cols-4"),
    )


def form(fields: int = 3, **props: Any) -> rx.Component:
    """Fields of a form."""
    field = rx.el.div(bone("h-3 w-24"), bone("mt-2.5 h-11 w-full rounded-field"))
    return _waiting(
        *[field for _ in range(fields)], label="Loading", **with_classes(props, "space-y-5")
    )
