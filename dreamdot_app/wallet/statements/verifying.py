"""The piece that checks one's own chains in the browser."""

import reflex as rx

from dreamdot_app.ui import money
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script
from dreamdot_app.wallet.statements.models import BUCKET_NAMES

NEEDED = (script("chain.js"), money.FORMS)


class _Verify(Piece):
    library = script("verify.jsx").importable_path
    tag = "Verify"

    names: rx.Var[dict[str, str]]


def verify() -> rx.Component:
    """A button that fetches every entry of one's accounts and computes their chains anew."""
    return _Verify.create(names=BUCKET_NAMES)
