"""Pictures of works: each in its own shape, never cropped."""

from dataclasses import dataclass
from typing import Any, Literal, Protocol

import reflex as rx

from dreamdot_app.ui.classes import with_classes
from dreamdot_app.ui.kinds import Text, Whole
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script

BLURHASH = script("blurhash.js")
GRID_SIZES = "(min-width: 80rem) 13rem, (min-width: 40rem) 30vw, 45vw"


class PictureLike(Protocol):
    """What a picture has to tell: of media, of this module, or a Var of either."""

    @property
    def url(self) -> Text:
        """Address of the picture."""
        ...

    @property
    def srcset(self) -> Text:
        """Addresses by width, empty when there is one only."""
        ...

    @property
    def width(self) -> Whole:
        """CSS pixels."""
        ...

    @property
    def height(self) -> Whole:
        """CSS pixels."""
        ...

    @property
    def blurhash(self) -> Text:
        """A BlurHash, or empty."""
        ...

    @property
    def alt(self) -> Text:
        """What is to be seen."""
        ...


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, as pages show it."""

    url: str
    srcset: str = ""
    width: int = 300
    height: int = 400
    blurhash: str = ""
    alt: str = ""


class _Picture(Piece):
    library = script("cover.jsx").importable_path
    tag = "Picture"

    src: rx.Var[str]
    srcset: rx.Var[str]
    sizes: rx.Var[str]
    width: rx.Var[int]
    height: rx.Var[int]
    blurhash: rx.Var[str]
    alt: rx.Var[str]
    eager: rx.Var[bool]


def picture(
    shown: Any,
    *,
    sizes: str = GRID_SIZES,
    eager: bool = False,
    alt: Text | None = None,
    **props: Any,
) -> rx.Component:
    """The picture alone, without an edge or a shadow. ``shown`` is a `PictureLike` or its Var."""
    return _Picture.create(
        src=shown.url,
        srcset=shown.srcset,
        sizes=sizes,
        width=shown.width,
        height=shown.height,
        blurhash=shown.blurhash,
        alt=shown.alt if alt is None else alt,
        eager=eager,
        **props,
    )


def cover(
    shown: Any,
    *,
    sizes: str = GRID_SIZES,
    rounded: Literal["book", "large", "top"] = "book",
    flat: bool = False,
    eager: bool = False,
    alt: Text | None = None,
    **props: Any,
) -> rx.Component:
    """A cover with a book's edge and shadow; it is as wide as the room it is given."""
    corners = {"book": "", "large": "!rounded-lg", "top": "!rounded-t-[.3rem] !rounded-b-none"}
    return rx.el.span(
        picture(shown, sizes=sizes, eager=eager, alt=alt, class_name="block h-auto w-full"),
        **with_classes(props, "dd-cover", corners[rounded], "!shadow-none" if flat else ""),
    )


def small_cover(shown: Any, *, alt: Text = "") -> rx.Component:
    """A cover for rows and tables: in a box of 56 pixels, in its own shape."""
    return rx.el.span(
        rx.el.span(
            picture(shown, sizes="56px", alt=alt, class_name="block max-h-14 w-auto max-w-14"),
            class_name="dd-cover !shadow-none",
        ),
        class_name="grid w-14 flex-none place-items-center",
    )
