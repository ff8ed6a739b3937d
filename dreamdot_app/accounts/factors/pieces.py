"""The components of factors that are written in JavaScript, as Reflex knows them.

What they show and send is secret, so it is fetched and posted and never a state's var.
"""

from typing import Any

import reflex as rx

from dreamdot_app.ui import browser, buttons, form_pieces, icon
from dreamdot_app.ui.kinds import Part, Text
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script

# Files that the components import: they have to lie where the build finds them.
PASSKEYS = script("passkeys.js")
CODE_FIELD = script("code_field.jsx")
NEEDED = (browser.BACKEND, form_pieces.NEEDED, icon.GLYPH_MODULE)
_BUTTONS = script("passkey_button.jsx")


class _PasskeyButton(Piece):
    library = _BUTTONS.importable_path
    tag = "PasskeyButton"

    ask: rx.Var[str]
    answer: rx.Var[str]
    payload: rx.Var[dict[str, Any]]


def passkey_button(
    *children: Part,
    ask: str,
    answer: str,
    next_page: Text,
    tone: buttons.Tone = "quiet",
    wide: bool = True,
) -> rx.Component:
    """A button that asks for a passkey.

    ``ask`` is the route of the question, ``answer`` takes what the passkey says.
    """
    return _PasskeyButton.create(
        *children,
        ask=ask,
        answer=answer,
        payload={"next": next_page},
        class_name=buttons.look(tone, "md", wide=wide),
    )


class AddPasskey(Piece):
    """A name for a new passkey, and the button that makes it."""

    library = _BUTTONS.importable_path
    tag = "AddPasskey"

    ask: rx.Var[str]
    answer: rx.Var[str]
    suggestion: rx.Var[str]
    max_length: rx.Var[int]


class SecondStep(Piece):
    """The second step of signing in, whichever ways are open."""

    library = script("second_step.jsx").importable_path
    tag = "SecondStep"


class AuthenticatorSetup(Piece):
    """The secret for an app, and the field for its first code."""

    library = script("authenticator_setup.jsx").importable_path
    tag = "AuthenticatorSetup"


class RecoveryCodes(Piece):
    """The codes that were just made, until they are kept."""

    library = script("recovery_codes.jsx").importable_path
    tag = "RecoveryCodes"

    username: rx.Var[str]


class CodeField(Piece):
    """Six digits of an authenticator app, in a form."""

    library = CODE_FIELD.importable_path
    tag = "CodeField"

    sends_itself: rx.Var[bool]
