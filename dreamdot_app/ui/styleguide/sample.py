"""Invented works and people to draw the pieces with."""

import reflex as rx

from dreamdot_app.ui import drawings
from dreamdot_app.ui.cover import Image
from dreamdot_app.ui.kinds import Part

LONG_TITLE = "The Cartographer of Small Hours and the Unabridged Atlas of Donaudampfschifffahrten"


def cover(key: str, width: int = 300, height: int = 450) -> Image:
    """A drawn cover."""
    url = drawings.cover_url("constellation", key, "Sample", "Ríona Dunne")
    return Image(url=url, width=width, height=height, alt="A drawn cover")


def face(key: str) -> str:
    """A drawn person."""
    return drawings.person_url(key, face=True)


def labelled(label: str, *pieces: Part, look: str = "flex flex-wrap items-center gap-3") -> Part:
    """Pieces under a word that says what they show."""
    return rx.el.div(
        rx.el.p(label, class_name="mb-2.5 text-[.8125rem] text-muted"),
        rx.el.div(*pieces, class_name=look),
    )


def stacked(*rows: Part) -> rx.Component:
    """Rows one below the other."""
    return rx.el.div(*rows, class_name="space-y-8")
