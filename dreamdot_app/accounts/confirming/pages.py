"""The pages that a link for confirming an address leads to."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

import reflex as rx

from dreamdot_app.accounts.confirming.routes import CONFIRM_DONE_PATH
from dreamdot_app.accounts.entry_panel import entry_panel
from dreamdot_app.accounts.letters import CONFIRM_PATH
from dreamdot_app.accounts.mailed_token import mailed_token
from dreamdot_app.accounts.settings_frame import section_path
from dreamdot_app.accounts.state import open_page
from dreamdot_app.ui import buttons, forms, link


def add_pages(app: rx.App) -> None:
    """Add the pages to the app."""
    app.add_page(
        confirm_page,
        route=CONFIRM_PATH,
        title="Confirm your address · DreamDot",
        on_load=open_page(),
    )
    app.add_page(
        confirmed_page,
        route=CONFIRM_DONE_PATH,
        title="Your address is confirmed · DreamDot",
        on_load=open_page(),
    )


def confirm_page() -> rx.Component:
    """Confirm an address: by a button, for mail scanners open links and press nothing."""
    return entry_panel(
        "Is this address yours?",
        "One more step: say that the letter reached you.",
        forms.post_form(
            action="/auth/confirm",
            submit="Confirm the address",
            extra={"token": mailed_token()},
            id="confirm",
        ),
        rx.el.p(
            "The link no longer works? ",
            link.text_link("Ask for a new one", section_path("account")),
            class_name="mt-5 text-sm text-muted",
        ),
        quote="A letter found its way.",
    )


def confirmed_page() -> rx.Component:
    """It is confirmed."""
    return entry_panel(
        "Your address is confirmed",
        "Letters reach you there, and should you lose your password, it lets you in again.",
        buttons.link_button("Go on", href="/", tone="primary", wide=True),
        quote="A letter found its way.",
    )
