"""A field for a new password, with a bar that tells how strong it is."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

import reflex as rx

from dreamdot_app.ui import browser, forms
from dreamdot_app.ui.kinds import Text
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script

NEEDED = (browser.BACKEND,)


class _Strength(Piece):
    library = script("strength.jsx").importable_path
    tag = "Strength"

    token: rx.Var[str]


def new_password_field(label: str = "Password", *, token: Text = "") -> rx.Component:
    """The field, for a form of `ui.forms`. ``token`` is that of a mailed link, if one led here: by
    it the server knows for whom the password is.
    """
    bar = _Strength.create(token=token)
    return forms.password_field(label=label, new=True, help="Ten characters or more.", below=bar)
