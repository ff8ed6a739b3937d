"""The pages for adding money: how much, and what became of it."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from typing import Any

import reflex as rx

from dreamdot_app.accounts.state import guarded_page
from dreamdot_app.core import money as amounts
from dreamdot_app.ui import buttons, errors, forms, frame, link, money, skeleton
from dreamdot_app.wallet.adding import policy
from dreamdot_app.wallet.adding.state import OTHER, AddedState, AddState

_PANEL = "dd-surface max-w-[34rem] rounded-box border border-hair bg-base-100 p-6 md:p-8"
_QUIET = "text-[.9375rem] leading-relaxed text-muted text-pretty"
_CREATE = "/api/payment/create-checkout-session"
_LEAST, _MOST = amounts.show(policy.LEAST_MINOR), amounts.show(policy.MOST_MINOR)


def _amounts() -> rx.Component:
    whole = [str(minor // 100) for minor in policy.PRESETS_MINOR]
    given = [(value, f"${value}") for value in whole]
    return forms.choice(
        "preset",
        "How much",
        [*given, (OTHER, "Other")],
        value=AddState.chosen,
        on_change=AddState.choose,
    )


def _own() -> rx.Component:
    field = forms.price_field("amount", "Amount", help=f"From {_LEAST} to {_MOST}.", required=True)
    return rx.fragment(rx.cond(AddState.chosen == OTHER, field))


def _before() -> rx.Component:
    test = errors.notice(
        "This place runs on test money: you come to a test page, and nothing is charged.",
        tone="info",
        class_name="mb-6",
    )
    back = errors.notice(
        "You came back without paying. Nothing was charged.", tone="info", class_name="mb-6"
    )
    return rx.fragment(rx.cond(AddState.came_back, back), rx.cond(AddState.is_test, test))


def add_page() -> rx.Component:
    """Choose an amount, then pay it elsewhere."""
    form = forms.post_form(
        _amounts(),
        _own(),
        action=_CREATE,
        submit="Go to payment",
        extra={"request_id": AddState.request_id},
        id="add-money",
    )
    # Not before it has a name for its one click; and what is chosen earlier would be undone.
    is_ready = AddState.request_id != ""
    return frame.page_frame(
        rx.el.div(
            rx.cond(is_ready, rx.fragment(_before(), form), skeleton.form(1)),
            rx.el.p(
                rx.cond(
                    AddState.is_test,
                    "",
                    "You pay on Stripe’s page; DreamDot never sees your card. ",
                ),
                "Money that you add can be spent on everything here. What you have not spent can go"
                " back to your card within 30 days.",
                class_name=f"mt-6 {_QUIET}",
            ),
            class_name=_PANEL,
        ),
        rx.el.p(
            link.text_link("Redeem a promo code", href="/wallet/code"),
            class_name="mt-6 text-[.9375rem]",
        ),
        current="wallet",
        title="Add money",
    )


def _told(title: Any, *text: Any, actions: list[rx.Component]) -> rx.Component:
    return rx.el.div(
        rx.el.h2(title, class_name="text-2xl"),
        rx.el.p(*text, class_name=f"mt-2 {_QUIET}"),
        rx.el.div(*actions, class_name="mt-6 flex flex-wrap gap-2"),
        role="status",
    )


def _to_wallet(tone: buttons.Tone = "quiet") -> rx.Component:
    return buttons.link_button("Your wallet", href="/wallet", tone=tone)


def _again() -> rx.Component:
    return buttons.link_button("Add money", href="/wallet/add", tone="primary")


def _amount() -> rx.Component:
    return rx.el.strong(money.text(AddedState.payment.amount_minor), class_name="font-semibold")


def _to_payment(label: str) -> rx.Component:
    # The page's router would look for a page of its own; with a target it leaves this to browsers.
    leading = rx.el.a(
        label,
        href=AddedState.payment.pay_url,
        target="_top",
        class_name=buttons.look("quiet", "md"),
    )
    return rx.fragment(rx.cond(AddedState.payment.pay_url != "", leading))


def _waiting() -> rx.Component:
    title = rx.el.span(
        buttons.spinner(),
        "Waiting for your payment",
        class_name="inline-flex items-center gap-3",
    )
    return _told(
        title,
        "As soon as we hear that ",
        _amount(),
        " arrived, this page says so. That usually takes a few seconds. You can also leave: the"
        " money comes into your wallet either way.",
        actions=[
            _to_payment("Back to the payment page"),
            _to_wallet(),
        ],
    )


def _outcome() -> rx.Component:
    found: Any = rx.match(
        AddedState.payment.state,
        ("waiting", _waiting()),
        (
            "paid",
            _told(
                rx.fragment(_amount(), " added"),
                "It is in your wallet, ready to spend.",
                actions=[
                    _to_wallet("primary"),
                    buttons.link_button("Find something to read", href="/discover"),
                ],
            ),
        ),
        (
            "pending",
            _told(
                "Your payment is on its way",
                "You chose a way to pay that takes some days. ",
                _amount(),
                " will be in your wallet as soon as it arrives; there is nothing more to do.",
                actions=[_to_wallet("primary"), _to_payment("To the test checkout")],
            ),
        ),
        (
            "failed",
            _told(
                "The payment did not go through",
                "Nothing was added, and nothing was charged. You can try again, with another way"
                " to pay.",
                actions=[_again(), _to_wallet()],
            ),
        ),
        (
            "expired",
            _told(
                "The payment page was closed",
                "It stays open for a day. Nothing was charged.",
                actions=[_again(), _to_wallet()],
            ),
        ),
        _told(
            "No such payment",
            "Perhaps it belongs to another account than the one you are signed in with.",
            actions=[_to_wallet("primary")],
        ),
    )
    return rx.fragment(found)


def added_page() -> rx.Component:
    """Say what became of a payment, and change when it does."""
    failed = errors.did_not_load([AddedState.load, AddedState.watch])
    loaded = rx.cond(AddedState.is_loading, skeleton.text(3), _outcome())
    return frame.page_frame(
        rx.el.div(rx.cond(AddedState.has_failed, failed, loaded), class_name=_PANEL),
        current="wallet",
        title="Your payment",
    )


def add_pages(app: rx.App) -> None:
    """Add the pages to the app."""
    app.add_page(
        add_page,
        route="/wallet/add",
        title="Add money · DreamDot",
        on_load=guarded_page(AddState.load),
    )
    app.add_page(
        added_page,
        route="/wallet/added",
        title="Your payment · DreamDot",
        on_load=guarded_page(AddedState.load, AddedState.watch),
    )
