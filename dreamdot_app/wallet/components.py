"""Pieces of the wallet that other slices show."""

import reflex as rx

from dreamdot_app.ui import link, money
from dreamdot_app.wallet.contract import Quote


def spend_summary(quote: rx.Var[Quote | None]) -> rx.Component:
    """What a purchase takes: the price, the parts that pay it, the balance after."""
    shown = quote.to(Quote)
    return rx.el.div(
        rx.el.dl(
            money.line("Price", shown.price_minor, strong=True),
            rx.foreach(
                shown.parts, lambda part: money.line("From " + part.label.lower(), part.minor)
            ),
            class_name="divide-y divide-hair",
        ),
        rx.cond(
            shown.enough,
            rx.el.dl(
                money.line("In your wallet now", shown.balance_minor),
                money.line("Balance after", shown.balance_after_minor, strong=True),
                class_name="mt-2 divide-y divide-hair border-t border-hair",
            ),
            rx.el.p(
                "Your wallet holds ",
                money.text(shown.balance_minor),
                ", ",
                money.text(shown.missing_minor),
                " too little. ",
                link.text_link("See your wallet", href="/wallet"),
                class_name="mt-4 text-sm text-error",
                role="alert",
            ),
        ),
    )
