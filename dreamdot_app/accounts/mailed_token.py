"""The token of a link from a letter, as the page has it that the link leads to."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

import reflex as rx
from reflex.utils.imports import ImportVar
from reflex.vars import FunctionStringVar, VarData

from dreamdot_app.ui.script import script

_LIBRARY = script("mailed_token.js").importable_path


def mailed_token() -> rx.Var[str]:
    """The token, for a form's ``extra``. The server hears of it when the form is sent."""
    found = VarData(imports={_LIBRARY: [ImportVar(tag="mailedToken")]})
    return FunctionStringVar.create("mailedToken", _var_data=found).call().to(str)
