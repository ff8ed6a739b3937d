"""Pieces of the wallet that other slices show."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

from typing import Any

import reflex as rx

from dreamdot_app.ui import link, money
from dreamdot_app.wallet.contract import Quote


def _part(label: str, minor: Any) -> rx.Component:
    return rx.fragment(rx.cond(minor > 0, money.line(label, minor)))


def spend_summary(quote: Any) -> rx.Component:
    """What a purchase takes: the price, the parts that pay it, the balance after.

    ``quote`` is a Var of a `Quote`, or of none; then nothing is shown.
    """
    shown: Any = quote.to(Quote)
    left = rx.cond(
        shown.limit_minor != None,  # noqa: E711 a Var: it is compared in the browser
        money.line("Left of your monthly limit", shown.limit_left_minor),
    )
    enough = rx.el.div(
        rx.el.dl(
            money.line("Price", shown.price_minor, strong=True),
            _part("From initial credit", shown.promo_minor),
            _part("From money you added", shown.deposited_minor),
            _part("From your earnings", shown.earned_minor),
            class_name="text-[.9375rem]",
        ),
        rx.el.dl(
            money.line("In your wallet now", shown.balance_minor),
            money.line("Balance after", shown.balance_after_minor, strong=True),
            class_name="mt-3 border-t border-hair pt-3 text-[.9375rem]",
        ),
    )
    too_little = rx.el.p(
        "This costs ",
        money.text(shown.price_minor),
        ", and you have ",
        money.text(shown.balance_minor),
        " to spend: ",
        money.text(shown.missing_minor),
        " too little. ",
        link.text_link("See your wallet", href="/wallet"),
        role="alert",
        class_name="text-[.9375rem] leading-relaxed text-error",
    )
    return rx.fragment(rx.cond(quote, rx.cond(shown.enough, enough, too_little)))
