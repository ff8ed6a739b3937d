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
    """What a purchase takes: the price, the parts that pay it, the balance after; and what is left
    of the monthly limit of those who have one. Where it cannot be made, why, and the way on.

    ``quote`` is a Var of a `Quote`, or of none; then nothing is shown.
    """
    shown: Any = quote.to(Quote)
    fits = rx.cond(shown.is_within_limit, _taken(shown), _over_limit(shown))
    return rx.fragment(rx.cond(quote, rx.cond(shown.enough, fits, _too_little(shown))))


def _taken(shown: Any) -> rx.Component:
    limit = money.line(
        "Left of your monthly limit after", shown.limit_left_minor - shown.price_minor
    )
    return rx.el.div(
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
            rx.cond(shown.has_limit, limit),
            class_name="mt-3 border-t border-hair pt-3 text-[.9375rem]",
        ),
    )


def _too_little(shown: Any) -> rx.Component:
    return _refusal(
        "This costs ",
        money.text(shown.price_minor),
        ", and you have ",
        money.text(shown.balance_minor),
        " to spend: ",
        money.text(shown.missing_minor),
        " too little. ",
        link.text_link("Add money", href="/wallet/add"),
    )


def _over_limit(shown: Any) -> rx.Component:
    return _refusal(
        "This goes over the monthly limit of ",
        money.text(shown.limit_minor),
        " that you set: ",
        money.text(shown.limit_left_minor),
        " of it is left. It begins anew on ",
        shown.begins_anew,
        ". ",
        link.text_link("See your limit", href="/settings/spending"),
    )


def _refusal(*words: Any) -> rx.Component:
    return rx.el.p(
        *words, role="alert", class_name="text-[.9375rem] leading-relaxed text-error text-pretty"
    )
