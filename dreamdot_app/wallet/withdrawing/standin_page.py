"""Our stand-in for the page on which Stripe asks people who they are. No real money moves."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

import reflex as rx

from dreamdot_app.ui import buttons, errors, frame, icon, skeleton
from dreamdot_app.ui.posting import post_action
from dreamdot_app.wallet.withdrawing.standin import Choice
from dreamdot_app.wallet.withdrawing.state import StandInState

_CHOICES: tuple[tuple[Choice, str, str], ...] = (
    (Choice.COMPLETE, "Everything is in order", "Withdrawals are paid."),
    (Choice.MISSING, "A document is missing", "Nothing can be withdrawn until it is there."),
    (Choice.REJECTED, "Stripe refuses the account", "Nothing can be withdrawn at all."),
    (Choice.BANK_REFUSES, "The bank refuses money", "Withdrawals leave and come back."),
)


def standin_page() -> rx.Component:
    """Let somebody choose what Stripe would find; where money is real there is nothing here."""
    return rx.cond(StandInState.is_missing, frame.page_frame(errors.not_found()), _page())


def _page() -> rx.Component:
    return frame.landing_frame(
        rx.el.div(
            rx.cond(
                StandInState.has_failed,
                errors.did_not_load(StandInState.load),
                rx.cond(StandInState.is_loading, skeleton.text(lines=4), _choices()),
            ),
            class_name="mx-auto max-w-[34rem] px-4 py-10 md:py-16",
        )
    )


def _choices() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            icon.icon("circle-alert", 18, class_name="mt-px flex-none"),
            "This stands in for Stripe. Nobody is asked anything, and no real money moves.",
            role="status",
            class_name="mb-7 flex items-start gap-2.5 rounded-field bg-accent/25 px-3.5 py-3"
            " text-sm font-medium",
        ),
        rx.el.h1("A test account", class_name="text-[2rem]"),
        rx.el.p(
            "Here Stripe would ask who you are and where your money goes. Choose what it finds.",
            class_name="mt-2 text-muted text-pretty",
        ),
        rx.el.ul(*[_choice(*one) for one in _CHOICES], class_name="mt-7 space-y-3"),
    )


def _choice(choice: Choice, label: str, detail: str) -> rx.Component:
    pressed = post_action(
        rx.el.span(label, class_name="block font-semibold"),
        action="/api/payment/test-onboarding",
        payload={"account": StandInState.account, "choice": choice.value},
        class_name=buttons.look("quiet", "md", wide=True) + " justify-start",
    )
    return rx.el.li(pressed, rx.el.p(detail, class_name="mt-1 pl-1 text-[.8125rem] text-muted"))
