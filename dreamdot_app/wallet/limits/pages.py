"""Settings > Spending: what was spent this month, and a limit to it."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

from typing import Any

import reflex as rx

from dreamdot_app.accounts.settings_frame import section_path, settings_frame, settings_part
from dreamdot_app.accounts.state import guarded_page
from dreamdot_app.ui import errors, forms, money, skeleton
from dreamdot_app.ui.posting import post_action
from dreamdot_app.wallet.limits.state import SpendingState

_SEEN: Any = SpendingState.seen


def add_pages(app: rx.App) -> None:
    """Add the page to the app."""
    app.add_page(
        spending_page,
        route=section_path("spending"),
        title="Spending · DreamDot",
        on_load=guarded_page(SpendingState.load),
    )


def spending_page() -> rx.Component:
    """What one lets oneself spend in a month."""
    return settings_frame(
        "spending",
        rx.cond(
            SpendingState.has_failed,
            errors.did_not_load(SpendingState.load),
            rx.cond(SpendingState.is_loading, skeleton.text(lines=5), _loaded()),
        ),
        lead="A limit that you set for yourself. Nothing that goes over it can be bought, by you"
        " or by anybody at your screen.",
    )


def _loaded() -> rx.Component:
    return rx.el.div(
        settings_part("This month", _month()),
        settings_part(
            "Monthly limit",
            rx.cond(_SEEN.change != "", _awaited()),
            _form(),
            lead="A lower limit holds at once. A higher one, or none, holds after 24 hours.",
        ),
    )


def _month() -> rx.Component:
    of_limit = rx.fragment(
        rx.el.div(
            rx.el.span(
                custom_attrs={"style": rx.Var.create({"flexGrow": _SEEN.permille, "flexBasis": 0})},
                class_name="min-w-0 bg-primary",
            ),
            rx.el.span(
                custom_attrs={
                    "style": rx.Var.create({"flexGrow": 1_000 - _SEEN.permille, "flexBasis": 0})
                },
                class_name="min-w-0",
            ),
            custom_attrs={"aria-hidden": "true"},
            class_name="mt-5 flex h-3 overflow-hidden rounded-full bg-base-300",
        ),
        rx.el.dl(
            money.line("Your limit", _SEEN.limit_minor),
            money.line("Left of it", _SEEN.left_minor, strong=True),
            class_name="mt-4 text-[.9375rem]",
        ),
    )
    return rx.el.div(
        rx.el.p("Spent", class_name="text-sm text-muted"),
        money.figure(_SEEN.spent_minor, size="md", class_name="mt-1"),
        rx.cond(_SEEN.has_limit, of_limit),
        rx.el.p(
            "It begins anew on ",
            _SEEN.begins_anew,
            " (",
            _SEEN.clock,
            "). Everything that you pay counts, initial credit too; what comes back by a refund"
            " gives the room back.",
            class_name="mt-3 text-sm text-muted text-pretty",
        ),
    )


def _awaited() -> rx.Component:
    """What was asked for and does not hold yet."""
    return rx.el.div(
        rx.el.p(_SEEN.change, class_name="text-[.9375rem] text-pretty"),
        post_action(
            "Keep the limit as it is",
            action="/api/wallet/limit/keep",
            on_done=SpendingState.look_again,
            class_name="btn btn-sm btn-ghost mt-2 -ml-3",
        ),
        class_name="mb-5 max-w-[27rem] rounded-box bg-base-200 px-4 py-3.5",
    )


def _form() -> rx.Component:
    return forms.post_form(
        forms.price_field(
            "limit",
            "At most, in a month",
            value=_SEEN.typed,
            help="Leave it empty for no limit.",
        ),
        action="/api/wallet/limit",
        submit="Save the limit",
        wide=False,
        tone="quiet",
        on_done=SpendingState.look_again,
        id="spending-limit",
        class_name="max-w-[27rem]",
    )
