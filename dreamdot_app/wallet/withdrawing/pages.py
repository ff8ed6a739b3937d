"""The page to take money out, and our stand-in for Stripe's page where money is test money."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from typing import Any

import reflex as rx

from dreamdot_app.accounts.components import confirm_banner
from dreamdot_app.accounts.state import guarded_page
from dreamdot_app.core import money as core_money
from dreamdot_app.ui import (
    buttons,
    dialog,
    errors,
    forms,
    frame,
    icon,
    labels,
    layout,
    money,
    skeleton,
    time,
)
from dreamdot_app.ui.kinds import Part
from dreamdot_app.ui.posting import post_action
from dreamdot_app.wallet.withdrawing import policy, standin
from dreamdot_app.wallet.withdrawing.account_part import account_part
from dreamdot_app.wallet.withdrawing.routes import PAGE
from dreamdot_app.wallet.withdrawing.standin_page import standin_page
from dreamdot_app.wallet.withdrawing.state import (
    CONFIRM,
    GIVE_BACK,
    AskState,
    GiveBackState,
    StandInState,
    WithdrawState,
)

# Seen from pages, a state's vars are more than their annotations say.
_PAYOUTS: Any = WithdrawState.payouts
_REFUNDABLE: Any = WithdrawState.refundable
_SENT: Any = AskState.sent
_BACK: Any = GiveBackState.sent
_HEADING = "font-sans text-[.9375rem] font-normal tracking-normal text-muted"
_NOTE = "flex items-start gap-2.5 rounded-field bg-accent/25 px-3.5 py-3 text-sm"


def add_pages(app: rx.App) -> None:
    """Add the pages of withdrawing."""
    app.add_page(
        withdraw_page,
        route=PAGE,
        title="Withdraw · DreamDot",
        description="Take out what you have earned.",
        image="/og.jpg",
        on_load=guarded_page(WithdrawState.load, WithdrawState.watch),
    )
    app.add_page(
        standin_page,
        route=f"{standin.PAGE}/[account]",
        title="Test account · DreamDot",
        on_load=guarded_page(StandInState.load),
    )


def withdraw_page() -> rx.Component:
    """Show a member what they can take out, where it goes, and what is on its way."""
    failed = errors.did_not_load([WithdrawState.load, WithdrawState.watch])
    return frame.page_frame(
        confirm_banner(),
        rx.cond(WithdrawState.has_failed, failed, _loaded()),
        current="wallet",
        title="Withdraw",
        actions=buttons.link_button("Wallet", href="/wallet", icon="arrow-left"),
    )


def _loaded() -> rx.Component:
    return rx.cond(
        WithdrawState.is_loading,
        rx.el.div(skeleton.form(2), skeleton.rows(4, class_name="mt-14")),
        rx.el.div(
            _notes(),
            rx.el.div(
                _asking(),
                account_part(),
                class_name="grid gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]",
            ),
            _withdrawals(),
            rx.cond(_REFUNDABLE.length() > 0, _giving_back()),
            _confirmation(),
            _give_back_dialog(),
        ),
    )


def _note(*words: Part) -> rx.Component:
    return rx.el.p(
        icon.icon("circle-alert", 18, class_name="mt-px flex-none"),
        rx.el.span(*words),
        role="status",
        class_name=_NOTE,
    )


def _notes() -> rx.Component:
    return rx.el.div(
        rx.cond(
            WithdrawState.is_test,
            _note(
                "This is test money. You can try everything here; nothing reaches a bank.",
            ),
        ),
        rx.cond(
            WithdrawState.is_away,
            _note("Stripe cannot be reached at the moment. Try again in a minute."),
        ),
        rx.match(
            WithdrawState.held,
            (
                "stopped",
                _note(
                    "Payouts are paused while we check our books. What you ask for waits, and"
                    " nothing is lost."
                ),
            ),
            (
                "short",
                _note(
                    "Some withdrawals wait for a later batch. Nothing is lost; they leave as soon"
                    " as they can."
                ),
            ),
            rx.fragment(),
        ),
        class_name="mb-8 max-w-[46rem] space-y-3 empty:hidden",
    )


def _asking() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Yours to withdraw", id="yours", class_name=_HEADING),
        money.figure(WithdrawState.available_minor, size="md", class_name="mt-1.5"),
        _beside_it(),
        rx.cond(
            WithdrawState.debt_minor > 0,
            _debt(),
            rx.cond(WithdrawState.stage == "ready", _form(), _first()),
        ),
        custom_attrs={"aria-labelledby": "yours"},
        class_name="min-w-0",
    )


def _beside_it() -> rx.Component:
    """Why it is less than what was earned, and what comes."""
    less = rx.el.span(
        "Of ",
        money.text(WithdrawState.earned_minor),
        " earned; the rest is over what may leave in a day or a month. ",
    )
    pending = rx.el.span(
        money.text(WithdrawState.pending_minor),
        " is still maturing",
        rx.cond(
            WithdrawState.matures != "",
            rx.fragment(", the first of it until ", time.day(WithdrawState.matures)),
        ),
        ".",
    )
    is_limited = (WithdrawState.available_minor < WithdrawState.earned_minor) & (
        WithdrawState.debt_minor == 0
    )
    return rx.el.p(
        rx.cond(is_limited, less),
        rx.cond(WithdrawState.pending_minor > 0, pending),
        class_name="mt-2 text-sm text-muted text-pretty empty:hidden",
    )


def _debt() -> rx.Component:
    return rx.el.p(
        "Your wallet owes ",
        money.text(WithdrawState.debt_minor),
        " after a payment was charged back. What you earn repays it first; until then nothing can"
        " be withdrawn.",
        role="alert",
        class_name="mt-6 text-[.9375rem] text-error",
    )


def _first() -> rx.Component:
    return rx.el.p(
        "Tell Stripe where your money goes; then you can withdraw it here.",
        class_name="mt-6 max-w-[24rem] text-[.9375rem] text-pretty",
    )


def _form() -> rx.Component:
    return rx.el.form(
        forms.price_field(
            "amount",
            "How much",
            value=AskState.typed,
            error=AskState.error,
            help=f"At least {core_money.show(policy.MINIMUM_MINOR)}.",
            on_change=AskState.type_amount,
            key=AskState.filled,
        ),
        rx.el.div(
            buttons.button(
                "Withdraw",
                tone="primary",
                type="submit",
                custom_attrs={"data-now-or-never": ""},
            ),
            buttons.button("All of it", on_click=AskState.type_all),
            class_name="flex flex-wrap gap-2",
        ),
        rx.el.p(
            "Next batch: ",
            time.moment(WithdrawState.leaves),
            ". Then your bank takes some days.",
            class_name="text-sm text-muted",
        ),
        on_submit=AskState.look,
        no_validate=True,
        class_name="mt-6 max-w-[24rem] space-y-4",
    )


def _confirmation() -> rx.Component:
    return dialog.dialog(
        rx.el.dl(
            money.line("You withdraw", AskState.amount_minor, strong=True),
            money.line("Left of your earnings", AskState.left_minor),
            class_name="text-[.9375rem]",
        ),
        rx.el.p(
            "It leaves your earnings now and goes with the next batch. Until then you can take it"
            " back. Next batch: ",
            time.moment(WithdrawState.leaves),
            ".",
            class_name="mt-4 mb-5 text-sm text-muted text-pretty",
        ),
        forms.post_form(
            action="/api/payment/redeem-balance",
            submit="Withdraw",
            extra=_SENT,
            on_done=AskState.asked,
            id="confirm-withdrawal",
        ),
        id=CONFIRM,
        title="Withdraw this?",
    )


def _withdrawals() -> rx.Component:
    rows = rx.el.ul(
        rx.foreach(_PAYOUTS, _withdrawal),
        class_name="divide-y divide-hair border-y border-hair",
        custom_attrs={"aria-label": "Your withdrawals"},
    )
    nothing = rx.el.p(
        "Nothing was withdrawn yet. What you withdraw is listed here, from the day you ask for it"
        " to the day that your bank has it.",
        class_name="max-w-[46ch] text-muted text-pretty",
    )
    return layout.section("Withdrawals", rx.cond(_PAYOUTS.length() > 0, rows, nothing))


def _withdrawal(one: Any) -> rx.Component:
    take_back = post_action(
        "Take back",
        action="/api/payment/payouts/" + one.id + "/take-back",
        on_done=WithdrawState.load,
        class_name=buttons.look("quiet", "sm"),
    )
    return rx.el.li(
        rx.el.div(
            rx.el.p(
                money.text(one.amount_minor),
                class_name="font-serif text-xl [font-variant-numeric:lining-nums]",
            ),
            rx.el.p(
                "Asked for ",
                time.moment(one.asked),
                rx.cond(one.state == "paid", rx.fragment(", paid ", time.moment(one.ended))),
                rx.cond(one.why != "", rx.fragment(". ", one.why)),
                class_name="text-[.8125rem] text-muted text-pretty",
            ),
            class_name="min-w-0 flex-1 basis-56",
        ),
        rx.el.div(
            _state_of(one),
            rx.cond(one.can_be_taken_back, take_back),
            class_name="flex flex-wrap items-center gap-x-5 gap-y-2",
        ),
        key=one.id,
        class_name="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-4",
    )


def _state_of(one: Any) -> rx.Component:
    on_its_way = labels.status_dot("On its way", tone="review")
    shown: Any = rx.match(
        one.state,
        ("moved", labels.status_dot("Waits for the batch", tone="draft")),
        ("paid", labels.status_dot("Paid", tone="live")),
        ("failed", labels.status_dot("Coming back", tone="gone")),
        ("returned", labels.status_dot("Back in your earnings", tone="gone")),
        on_its_way,
    )
    return rx.fragment(shown)


def _giving_back() -> rx.Component:
    return layout.section(
        "Back to the card",
        rx.el.p(
            "What you added in the last 30 days and did not spend can go back to the card it came"
            " from.",
            class_name="-mt-3 mb-5 max-w-[46ch] text-sm text-muted text-pretty",
        ),
        rx.el.ul(
            rx.foreach(_REFUNDABLE, _payment),
            class_name="divide-y divide-hair border-y border-hair",
            custom_attrs={"aria-label": "What can go back to a card"},
        ),
    )


def _payment(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(
                money.text(one.left_minor),
                class_name="font-serif text-xl [font-variant-numeric:lining-nums]",
            ),
            rx.el.p(
                "Of ",
                money.text(one.amount_minor),
                " added ",
                time.day(one.added),
                ", until ",
                time.day(one.until),
                class_name="text-[.8125rem] text-muted",
            ),
            class_name="min-w-0 flex-1 basis-56",
        ),
        buttons.button("Give back to the card", size="sm", on_click=GiveBackState.ask(one.top_up)),
        key=one.top_up,
        class_name="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-4",
    )


def _give_back_dialog() -> rx.Component:
    return dialog.dialog(
        forms.post_form(
            forms.price_field(
                "amount",
                "How much",
                value=GiveBackState.most,
                help="Up to $" + GiveBackState.most + ".",
            ),
            rx.el.p(
                "It leaves your wallet now. Banks take five to ten days.",
                class_name="text-sm text-muted",
            ),
            action="/api/payment/card-refunds",
            submit="Give back",
            extra=_BACK,
            on_done=GiveBackState.asked,
            id="give-back-form",
        ),
        id=GIVE_BACK,
        title="Give back to the card?",
    )
