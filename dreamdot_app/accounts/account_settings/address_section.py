"""The section about one's email address."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

from typing import Any

import reflex as rx

from dreamdot_app.accounts.account_settings.state import AddressState
from dreamdot_app.accounts.settings_frame import settings_part
from dreamdot_app.ui import errors, forms, icon, skeleton
from dreamdot_app.ui.posting import post_action

# Seen from pages, a state's vars are more than their annotations say.
_SHOWN: Any = AddressState.shown


def address_section() -> rx.Component:
    """Which address it is, whether it is confirmed, and another one."""
    return settings_part(
        "Email address",
        rx.cond(
            AddressState.has_failed,
            errors.did_not_load(AddressState.load),
            rx.cond(AddressState.is_loading, skeleton.text(lines=3), _address()),
        ),
    )


def _address() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.el.span(_SHOWN.email, class_name="min-w-0 font-medium wrap-anywhere"),
            rx.cond(
                _SHOWN.is_confirmed,
                _mark("circle-check", "Confirmed", "text-muted"),
                _mark("circle-alert", "Not confirmed", "text-muted"),
            ),
            class_name="flex flex-wrap items-center gap-x-3 gap-y-1",
        ),
        rx.cond(
            _SHOWN.pending != "",
            _waits(
                rx.fragment(
                    "We wrote to ",
                    rx.el.span(_SHOWN.pending, class_name="font-medium wrap-anywhere"),
                    ". It becomes your address when you open the link in that letter; until then"
                    " everything stays as it is.",
                ),
                post_action(
                    "Keep the old address",
                    action="/auth/email/keep",
                    on_done=AddressState.look_again,
                    class_name="btn btn-sm btn-ghost",
                ),
            ),
            rx.cond(
                _SHOWN.is_confirmed,
                rx.fragment(),
                _waits(
                    "The link to confirm it is in your mailbox. A confirmed address lets you in"
                    " again should you lose your password."
                ),
            ),
        ),
        _form(),
    )


def _mark(glyph: str, words: str, tone: str) -> rx.Component:
    return rx.el.span(
        icon.icon(glyph, 16), words, class_name=f"inline-flex items-center gap-1.5 text-sm {tone}"
    )


def _waits(words: rx.Component | str, *actions: rx.Component) -> rx.Component:
    again = post_action(
        "Send the letter again",
        action="/auth/confirm/again",
        on_done=AddressState.look_again,
        class_name="btn btn-sm",
    )
    return rx.el.div(
        rx.el.p(words, class_name="text-sm text-pretty"),
        rx.el.div(again, *actions, class_name="mt-3 flex flex-wrap gap-2"),
        class_name="mt-4 rounded-box bg-base-200 px-4 py-3.5",
    )


def _form() -> rx.Component:
    return forms.post_form(
        forms.text_field(
            "email",
            "Another address",
            kind="email",
            help="A link goes there. This address stays until you have opened it.",
            autocomplete="email",
            required=True,
        ),
        action="/auth/email",
        submit="Change the address",
        wide=False,
        tone="quiet",
        on_done=AddressState.look_again,
        reset=True,
        id="change-email",
        class_name="mt-6 max-w-[27rem]",
    )
