"""The pages for a lost password."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

import reflex as rx

from dreamdot_app.accounts.entry_panel import entry_panel
from dreamdot_app.accounts.letters import FORGOT_PATH, RESET_PATH
from dreamdot_app.accounts.mailed_token import mailed_token
from dreamdot_app.accounts.new_password.routes import FORGOT_DONE_PATH, RESET_DONE_PATH
from dreamdot_app.accounts.state import open_page
from dreamdot_app.accounts.strength_bar import new_password_field
from dreamdot_app.ui import buttons, forms, link

_QUOTE = "Every door has a second key."


def add_pages(app: rx.App) -> None:
    """Add the pages to the app."""
    for page, route, title in (
        (forgot_page, FORGOT_PATH, "A lost password · DreamDot"),
        (forgot_done_page, FORGOT_DONE_PATH, "Look into your mailbox · DreamDot"),
        (reset_page, RESET_PATH, "Choose a new password · DreamDot"),
        (reset_done_page, RESET_DONE_PATH, "Your password is set · DreamDot"),
    ):
        app.add_page(page, route=route, title=title, on_load=open_page())


def forgot_page() -> rx.Component:
    """Ask for a link to set another password."""
    return entry_panel(
        "Lost your password?",
        "Say who you are, and a letter with a link comes to your address.",
        forms.post_form(
            forms.text_field(
                "login",
                "Username or email",
                autocomplete="username",
                required=True,
                custom_attrs={"autoCapitalize": "none", "spellCheck": "false"},
            ),
            action="/auth/forgot",
            submit="Send the letter",
            id="forgot",
        ),
        rx.el.p(link.text_link("Back to signing in", "/signin"), class_name="mt-5 text-sm"),
        quote=_QUOTE,
    )


def forgot_done_page() -> rx.Component:
    """The same for everybody: whether there is such an account is not told."""
    return entry_panel(
        "Look into your mailbox",
        "If there is such an account, a letter with a link is on its way to its address. The link"
        " works once, for one hour.",
        rx.el.p(
            "No letter after some minutes? See whether it was taken for spam, then ",
            link.text_link("ask once more", FORGOT_PATH),
            ", with your username or another address.",
            class_name="text-sm text-muted text-pretty",
        ),
        quote=_QUOTE,
    )


def reset_page() -> rx.Component:
    """Choose another password, with the link from the letter."""
    return entry_panel(
        "Choose a new password",
        "Setting it signs you out everywhere, and everybody else too.",
        forms.post_form(
            new_password_field("New password", token=mailed_token()),
            action="/auth/reset",
            submit="Set the password",
            extra={"token": mailed_token()},
            id="reset",
        ),
        rx.el.p(
            "The link no longer works? ",
            link.text_link("Ask for a new one", FORGOT_PATH),
            class_name="mt-5 text-sm text-muted",
        ),
        quote=_QUOTE,
    )


def reset_done_page() -> rx.Component:
    """It is set."""
    return entry_panel(
        "Your password is set",
        "Sign in with it. Everybody who was signed in to your account is out.",
        buttons.link_button("Sign in", href="/signin", tone="primary", wide=True),
        quote=_QUOTE,
    )
