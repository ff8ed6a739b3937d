"""Redeeming a promo code, and for administrators making them."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from typing import Any

import reflex as rx

from dreamdot_app.accounts.state import guarded_page
from dreamdot_app.ui import (
    buttons,
    cards,
    errors,
    forms,
    frame,
    layout,
    lists,
    money,
    skeleton,
    table,
)
from dreamdot_app.ui.posting import post_action
from dreamdot_app.wallet.codes.parsing import MOST_MINOR
from dreamdot_app.wallet.codes.state import PromoCodesState
from dreamdot_app.wallet.state import BalanceState

REDEEM_PATH = "/wallet/code"
ADMIN_PATH = "/admin/promo-codes"
_ROWS: Any = PromoCodesState.rows
_COLUMNS = [
    table.Column("Code"),
    table.Column("Brings", numeric=True),
    table.Column("Redeemed", numeric=True, hide_below="md"),
    table.Column("Last day", hide_below="md"),
    table.Column("Made by", hide_below="lg"),
    table.Column("End it", hidden_label=True),
]


def add_pages(app: rx.App) -> None:
    """Add the pages to the app."""
    app.add_page(
        redeem_page,
        route=REDEEM_PATH,
        title="Redeem a code · DreamDot",
        on_load=guarded_page(),
    )
    app.add_page(
        admin_page,
        route=ADMIN_PATH,
        title="Promo codes · DreamDot",
        on_load=guarded_page(PromoCodesState.load),
    )


def redeem_form() -> rx.Component:
    """The field for a code. What it brings is in the balance at once."""
    return forms.post_form(
        forms.text_field(
            "code",
            "Code",
            help="Capital or small letters, with or without dashes: both are fine.",
            autocomplete="off",
            required=True,
            max_length=100,
        ),
        action="/api/wallet/code",
        submit="Redeem",
        wide=False,
        on_done=BalanceState.load,
        reset=True,
        id="redeem-code",
        class_name="max-w-[27rem]",
    )


def redeem_page() -> rx.Component:
    """Let a member redeem a code."""
    return frame.page_frame(
        rx.el.p(
            "A code brings credit that you can spend on works. Like your initial credit, it can"
            " never be withdrawn.",
            class_name="mb-7 max-w-[36rem] text-muted text-pretty",
        ),
        redeem_form(),
        rx.el.p(
            buttons.link_button("See your wallet", href="/wallet", icon="wallet"),
            class_name="mt-8",
        ),
        current="wallet",
        title="Redeem a code",
    )


def admin_page() -> rx.Component:
    """Codes with their uses, and a form for a new one; for others there is nothing here."""
    return rx.cond(
        PromoCodesState.is_missing,
        frame.page_frame(errors.not_found()),
        frame.page_frame(
            rx.cond(
                PromoCodesState.has_failed,
                errors.did_not_load(PromoCodesState.load),
                rx.cond(PromoCodesState.is_loading, skeleton.rows(6), _loaded()),
            ),
            title="Promo codes",
        ),
    )


def _loaded() -> rx.Component:
    return rx.fragment(
        layout.section("New code", _form()),
        layout.section(
            "All codes",
            rx.cond(
                _ROWS.length() > 0,
                rx.fragment(
                    table.table(
                        rx.foreach(_ROWS, _row),
                        caption="Promo codes",
                        columns=_COLUMNS,
                        class_name="max-sm:[&_td]:px-2 max-sm:[&_th]:px-2",
                    ),
                    lists.rest_of_list(PromoCodesState, _ROWS),
                ),
                cards.empty_state(
                    "No code yet", "Make one above. Everybody who redeems it gets its credit once."
                ),
            ),
        ),
    )


def _form() -> rx.Component:
    return forms.post_form(
        rx.el.div(
            forms.text_field(
                "code", "Code", help="Leave it empty for one that nobody guesses.",
                autocomplete="off", max_length=40,
            ),
            forms.price_field(
                "amount", "Brings", help=f"At most {money.text(MOST_MINOR)}, to each person once."
            ),
            forms.text_field(
                "max_uses", "Can be redeemed", help="How often, by all people together.",
                input_mode="numeric", autocomplete="off", required=True, value="100",
            ),
            forms.text_field(
                "last_day", "Last day", kind="date", help="Leave it empty for no last day."
            ),
            class_name="grid grid-cols-1 gap-x-6 gap-y-5 md:grid-cols-2",
        ),
        forms.text_field(
            "note", "Note", help="What it is for. Only administrators read it.", max_length=200
        ),
        action="/api/admin/promo-codes",
        submit="Make the code",
        wide=False,
        on_done=PromoCodesState.look_again,
        reset=True,
        id="new-promo-code",
        class_name="max-w-[42rem]",
    )  # fmt: skip


def _row(row: Any) -> rx.Component:
    until: Any = rx.cond(row.last_day != "", ", until " + row.last_day, "")
    last_day: Any = rx.cond(row.last_day != "", row.last_day, "None")
    phone = rx.el.span(row.uses, until, class_name="block md:hidden")
    return table.row(
        _COLUMNS,
        table.title_cell(
            rx.el.span(row.code, class_name="font-mono break-all"),
            rx.fragment(
                _standing(row), phone, rx.el.span(row.note, class_name="mt-0.5 block wrap-anywhere")
            ),
        ),
        money.amount(row.amount_minor),
        rx.el.span(row.uses, class_name="whitespace-nowrap"),
        rx.el.span(last_day, class_name="whitespace-nowrap"),
        rx.el.span(row.made_by, class_name="wrap-anywhere text-muted"),
        rx.cond(
            row.is_over,
            rx.fragment(),
            post_action(
                "End",
                action="/api/admin/promo-codes/end",
                payload={"id": row.id},
                on_done=PromoCodesState.look_again,
                class_name="btn btn-sm btn-ghost",
                custom_attrs={"aria-label": "End " + row.code},
            ),
        ),
        key=row.id,
    )


def _standing(row: Any) -> rx.Component:
    return rx.cond(
        row.was_ended,
        cards.status_dot("Ended", tone="draft"),
        rx.cond(
            row.is_over,
            cards.status_dot("Over", tone="draft"),
            cards.status_dot("Live", tone="live"),
        ),
    )
