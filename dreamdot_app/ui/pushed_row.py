"""A row of links that may be wider than a phone."""

from typing import Any

import reflex as rx

from dreamdot_app.ui.classes import with_classes
from dreamdot_app.ui.kinds import Part
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script


class _PushedRow(Piece):
    library = script("pushed_row.jsx").importable_path
    tag = "PushedRow"


def pushed_row(*links: Part, label: str, **props: Any) -> rx.Component:
    """A ``nav`` that can be pushed along with a finger; the current link (``aria-current``) is in
    sight at once. ``label`` says to screen readers what is chosen here.
    """
    dressed = with_classes(props, "relative flex overflow-x-auto [scrollbar-width:none]")
    return _PushedRow.create(*links, custom_attrs={"aria-label": label}, **dressed)
