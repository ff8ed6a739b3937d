"""What stands above every section of the settings while an account is about to be deleted."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

import reflex as rx

from dreamdot_app.accounts.state import SessionState
from dreamdot_app.ui import buttons, icon, posting, time


def leaving_banner() -> rx.Component:
    """When it happens, and the button that takes it back."""
    words = rx.el.p(
        "Your account will be deleted on ",
        time.day(SessionState.leaves, class_name="whitespace-nowrap"),
        ".",
        class_name="min-w-0 flex-1 basis-52",
    )
    banner = rx.el.div(
        icon.icon("clock", 18, class_name="flex-none"),
        words,
        posting.post_action(
            "Keep my account", action="/auth/keep", class_name=buttons.look("primary", "sm")
        ),
        role="status",
        class_name="mb-7 flex flex-wrap items-center gap-x-2.5 gap-y-3 rounded-field bg-accent/25"
        " px-3.5 py-3 text-sm font-medium",
    )
    return rx.cond(SessionState.leaves != "", banner)
