"""Pieces of screen that show works, wherever they are shown."""

from typing import Any

import reflex as rx

from dreamdot_app.market.contract import KINDS_WITH_AN_END
from dreamdot_app.ui import cards, cover

COVER_OF_A_GRID = "(min-width: 64rem) 14rem, (min-width: 40rem) 30vw, 45vw"


def picture(shown: Any) -> cover.Image:
    """A work's cover as the design system takes it."""
    return cover.Image(
        url=shown.url,
        srcset=shown.srcset,
        width=shown.width,
        height=shown.height,
        blurhash=shown.blurhash,
        alt=shown.alt,
    )


def has_an_end(kind: Any) -> Any:
    """Whether a work of this kind is read from its beginning to its end, and not looked at."""
    values: Any = rx.Var.create([one.value for one in KINDS_WITH_AN_END])
    return values.contains(kind)


def is_verse(form: Any) -> Any:
    """Whether a work of this form is poems: their lines stand as they were written."""
    return (form == "Poem") | (form == "Poems")


def work_card(work: Any) -> rx.Component:
    """One work on the ground line of a grid: cover, title, maker, price."""
    return cards.work_card(
        href=work.url,
        title=work.title,
        author=work.creator.display_name,
        picture=picture(work.cover),
        price_minor=work.price_minor,
    )


def works_grid(works: Any, columns: int = 5) -> rx.Component:
    """Works side by side, standing on one ground line."""
    return cards.works_grid(rx.foreach(works, work_card), columns=columns)
