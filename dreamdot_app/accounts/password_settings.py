"""The part of Settings > Security about one's password."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

import reflex as rx

from dreamdot_app.accounts.settings_frame import settings_part
from dreamdot_app.accounts.state import SessionState
from dreamdot_app.accounts.strength_bar import new_password_field
from dreamdot_app.ui import forms
from dreamdot_app.ui.kinds import Part, Text


def password_section(*below: Part, lead: Text) -> rx.Component:
    """Set another password, or a first one; ``lead`` says which of them it is."""
    return settings_part(
        "Password",
        forms.post_form(
            # So that password managers know whose it is.
            rx.el.input(
                type="text",
                auto_complete="username",
                value=SessionState.username,
                read_only=True,
                hidden=True,
            ),
            new_password_field("New password"),
            action="/auth/password",
            submit="Set the password",
            wide=False,
            tone="quiet",
            id="change-password",
            class_name="max-w-[27rem]",
        ),
        *below,
        lead=lead,
    )
