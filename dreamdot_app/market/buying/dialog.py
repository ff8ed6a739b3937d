"""The button that buys, and what it opens: a confirmation for members, joining for visitors."""

from typing import Any

import reflex as rx

from dreamdot_app.accounts.state import SessionState
from dreamdot_app.market.buying.state import BUY_DIALOG, WorkState
from dreamdot_app.ui import buttons, dialog, errors, money
from dreamdot_app.wallet.components import spend_summary

_JOIN_DIALOG = "join-to-buy"
_CARD: Any = WorkState.view.card


def buy_button(
    label: str | rx.Component, *, tone: buttons.Tone = "neutral", wide: bool = False
) -> rx.Component:
    """A button that leads to owning the work, whoever presses it."""
    member = rx.cond(
        _CARD.is_free,
        buttons.button(
            label, tone=tone, wide=wide, on_click=WorkState.buy, busy=WorkState.is_buying
        ),
        buttons.button(label, tone=tone, wide=wide, on_click=dialog.open_dialog(BUY_DIALOG)),
    )
    visitor = buttons.button(label, tone=tone, wide=wide, on_click=dialog.open_dialog(_JOIN_DIALOG))
    return rx.cond(SessionState.is_signed_in, member, visitor)


def buy_dialog() -> rx.Component:
    """Price, the parts that pay it, and the balance after: then one press buys."""
    return dialog.dialog(
        rx.cond(
            WorkState.refusal != "",
            rx.el.div(errors.notice(WorkState.refusal), class_name="mb-4"),
        ),
        spend_summary(WorkState.view.quote),
        id=BUY_DIALOG,
        title=_CARD.title,
        detail="By " + _CARD.creator.display_name,
        footer=rx.fragment(
            buttons.button("Not now", on_click=dialog.close_dialog(BUY_DIALOG)),
            buttons.button(
                rx.fragment("Buy for ", money.text(_CARD.price_minor)),
                tone="primary",
                on_click=WorkState.buy,
                busy=WorkState.is_buying,
                disabled=~WorkState.may_pay,
                id="confirm-purchase",
            ),
        ),
    )


def join_dialog() -> rx.Component:
    """Ask a visitor who wants a work to join; the way back leads to this work."""
    next_page = "?next=" + _CARD.url
    return dialog.dialog(
        rx.el.p(
            "An account is free and comes with credit to spend, more than enough for this.",
            class_name="text-muted",
        ),
        id=_JOIN_DIALOG,
        title="Join to make it yours",
        footer=rx.fragment(
            buttons.link_button("Sign in", href="/signin" + next_page),
            buttons.link_button("Join DreamDot", href="/join" + next_page, tone="primary"),
        ),
    )
