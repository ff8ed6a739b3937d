"""Where somebody's money goes, as the page shows it: how far that is set up, and what lacks."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from typing import Any

import reflex as rx

from dreamdot_app.ui import buttons, icon, labels
from dreamdot_app.ui.kinds import Part
from dreamdot_app.ui.posting import post_action
from dreamdot_app.wallet.withdrawing.state import WithdrawState

_WANTED: Any = WithdrawState.wanted


def account_part() -> rx.Component:
    """The part of the page about Stripe."""
    said: Any = rx.match(
        WithdrawState.stage,
        ("none", _new()),
        ("started", _started()),
        ("missing", _missing()),
        ("checking", _checking()),
        ("rejected", _rejected()),
        _ready(),
    )
    return rx.el.section(
        rx.el.h2("Where your money goes", id="where", class_name="mb-3 text-xl"),
        said,
        custom_attrs={"aria-labelledby": "where"},
        class_name="dd-leaf min-w-0 max-w-[34rem] self-start p-5",
    )


def _words(*words: Part) -> rx.Component:
    return rx.el.p(*words, class_name="text-[.9375rem] text-muted text-pretty")


def _to_stripe(label: str, tone: buttons.Tone = "primary") -> rx.Component:
    return post_action(
        label,
        icon.icon("external-link", 16),
        action="/api/payment/onboarding",
        class_name=buttons.look(tone, "md") + " mt-5",
    )


def _new() -> rx.Component:
    return rx.fragment(
        _words(
            "Stripe pays you out. It asks who you are, as the law wants, and for your bank account;"
            " we see neither. It takes some minutes."
        ),
        _to_stripe("Set up with Stripe"),
    )


def _started() -> rx.Component:
    return rx.fragment(
        labels.status_dot("Begun", tone="draft"),
        _lacking("Stripe still asks for:"),
        _to_stripe("Go on at Stripe"),
    )


def _missing() -> rx.Component:
    return rx.fragment(
        labels.status_dot("Something is missing", tone="gone"),
        _lacking("Before it can pay you, Stripe asks for:"),
        _to_stripe("Complete it at Stripe"),
    )


def _checking() -> rx.Component:
    return rx.fragment(
        labels.status_dot("Being checked", tone="review"),
        rx.el.div(
            _words(
                "Stripe has all it asked for and looks at it. Mostly that takes minutes, at times"
                " some days. This page shows it when it is done."
            ),
            class_name="mt-3",
        ),
        _to_stripe("Look at Stripe", tone="quiet"),
    )


def _rejected() -> rx.Component:
    return rx.fragment(
        labels.status_dot("Refused", tone="gone"),
        rx.el.div(
            _words(
                "Stripe does not pay out to you, and does not tell us why. You can spend what you"
                " have earned here; for anything else, ask Stripe."
            ),
            class_name="mt-3",
        ),
    )


def _ready() -> rx.Component:
    later = rx.el.div(_lacking("Sooner or later Stripe also asks for:"))
    return rx.fragment(
        labels.status_dot("Ready", tone="live"),
        rx.el.div(
            _words("To the bank account that you set up with Stripe."),
            rx.cond(_WANTED.length() > 0, later),
            class_name="mt-3",
        ),
        _to_stripe("Change it at Stripe", tone="quiet"),
    )


def _lacking(lead: str) -> rx.Component:
    return rx.el.div(
        _words(lead),
        rx.el.ul(
            rx.foreach(_WANTED, rx.el.li),
            class_name="mt-2 list-disc space-y-1 pl-5 text-[.9375rem]",
        ),
        class_name="mt-3",
    )
