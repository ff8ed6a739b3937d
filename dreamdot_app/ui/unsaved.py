"""Asking before somebody leaves a form that they have changed and not saved."""

import reflex as rx

from dreamdot_app.ui import dialog, form_pieces
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script

NEEDED = (form_pieces.NEEDED, dialog.NEEDED, dialog.DIALOG)


class _Unsaved(Piece):
    library = script("unsaved.jsx").importable_path
    tag = "Unsaved"


def unsaved() -> rx.Component:
    """In a `forms.post_form`: leaving asks first, while something is not saved."""
    return _Unsaved.create()
