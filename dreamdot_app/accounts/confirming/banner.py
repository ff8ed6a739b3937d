"""The calm reminder to confirm one's address."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

import reflex as rx

from dreamdot_app.accounts.state import SessionState
from dreamdot_app.ui import buttons, icon, link
from dreamdot_app.ui.posting import post_action


class ConfirmBannerState(rx.State):
    """Whether somebody has put the reminder away, in this tab."""

    is_put_away: bool = False

    @rx.event
    def put_away(self) -> None:
        """Show it no more, until another tab is opened."""
        self.is_put_away = True


def confirm_banner() -> rx.Component:
    """Asks to confirm the address, of who has not; nothing for all others."""
    return rx.cond(
        SessionState.needs_confirming,
        rx.cond(ConfirmBannerState.is_put_away, rx.fragment(), _banner()),
        rx.fragment(),
    )


def _banner() -> rx.Component:
    return rx.el.section(
        icon.icon("mail", 20, class_name="mt-0.5 flex-none text-muted max-sm:hidden"),
        rx.el.div(
            rx.el.p(
                rx.el.span("Confirm your address. ", class_name="font-semibold"),
                "The link is in your mailbox.",
            ),
            rx.el.p(
                post_action(
                    "Send it again",
                    action="/auth/confirm/again",
                    class_name="dd-tap cursor-pointer font-semibold text-primary"
                    " underline-offset-4 hover:underline",
                ),
                link.text_link("Change the address", "/settings/account", quiet=True),
                class_name="flex flex-wrap gap-x-5 gap-y-1",
            ),
            class_name="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-6"
            " gap-y-1.5",
        ),
        buttons.icon_button(
            "x", "Put away", size="sm", on_click=ConfirmBannerState.put_away, class_name="-my-1.5"
        ),
        custom_attrs={"aria-label": "Your address"},
        class_name="mb-7 flex items-start gap-3 rounded-box bg-base-200 px-4 py-3 text-sm"
        " [&+section]:mt-0",
    )
