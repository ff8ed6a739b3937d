"""The button that buys, and what it opens: a confirmation for members, joining for visitors."""

from typing import Any

import reflex as rx
from reflex.event import no_args_event_spec

from dreamdot_app.accounts.state import SessionState
from dreamdot_app.market.buying.state import WorkState
from dreamdot_app.ui import browser, buttons, dialog, icon, money
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script
from dreamdot_app.wallet.components import spend_summary
from dreamdot_app.wallet.state import BalanceState

BUY_DIALOG = "buy"
_JOIN_DIALOG = "join-to-buy"
_CARD: Any = WorkState.view.card
_PURCHASE = script("purchase.jsx")
NEEDED = (browser.BACKEND, browser.SERVER_WATCH, browser.SIGNALS, icon.GLYPH_MODULE)


class _TakeButton(Piece):
    library = _PURCHASE.importable_path
    tag = "TakeButton"

    work_id: rx.Var[str]
    read_url: rx.Var[str]
    on_bought: rx.EventHandler[no_args_event_spec]
    on_stale: rx.EventHandler[no_args_event_spec]


class _PurchaseFoot(_TakeButton):
    tag = "PurchaseFoot"

    price_minor: rx.Var[int]
    may_pay: rx.Var[bool]


def _purchased() -> dict[str, Any]:
    """What is bought, and what changes on the page then."""
    return {
        "work_id": _CARD.id,
        "read_url": _CARD.read_url,
        "on_bought": BalanceState.load,
        "on_stale": WorkState.show_again,
    }


def buy_button(
    label: str | rx.Component, *, tone: buttons.Tone = "neutral", wide: bool = False
) -> rx.Component:
    """A button that leads to owning the work, whoever presses it."""
    dressed = buttons.look(tone, "md", wide=wide)
    member = rx.cond(
        _CARD.is_free,
        _TakeButton.create(label, class_name=dressed, **_purchased()),
        buttons.button(
            label,
            tone=tone,
            wide=wide,
            # What the page was drawn with may be hours old; the dialog is to say what will be.
            on_click=[dialog.open_dialog(BUY_DIALOG), WorkState.show_again],
        ),
    )
    visitor = buttons.button(label, tone=tone, wide=wide, on_click=dialog.open_dialog(_JOIN_DIALOG))
    return rx.cond(SessionState.is_signed_in, member, visitor)


def buy_dialog() -> rx.Component:
    """Price, the parts that pay it, and the balance after: then one press buys."""
    return dialog.dialog(
        spend_summary(WorkState.view.quote),
        id=BUY_DIALOG,
        title=_CARD.title,
        detail="By " + _CARD.creator.display_name,
        footer=_PurchaseFoot.create(
            "Buy for ",
            money.text(_CARD.price_minor),
            price_minor=_CARD.price_minor,
            may_pay=WorkState.may_pay,
            **_purchased(),
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
