"""The dialog of one receipt: what it was, where the price went, what paid it."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from typing import Any

import reflex as rx

from dreamdot_app.ui import dialog, money, time
from dreamdot_app.wallet.state import RECEIPT_DIALOG, ReceiptState

_SEEN: Any = ReceiptState.receipt


def _subject() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.el.span(_SEEN.subject, class_name="block font-semibold wrap-anywhere"),
            rx.el.span(
                _SEEN.detail, ", ", time.day(_SEEN.at), class_name="block text-sm text-muted"
            ),
            class_name="min-w-0 flex-1 leading-snug",
        ),
        rx.el.p(
            money.text(_SEEN.minor),
            class_name="font-serif text-[1.75rem] [font-variant-numeric:lining-nums]",
        ),
        class_name="flex items-center gap-4",
    )


def _slice(share: Any) -> rx.Component:
    return rx.el.span(
        custom_attrs={"style": rx.Var.create({"flexGrow": share.minor, "flexBasis": 0})},
        class_name=rx.cond(
            share.tone == "fee", "min-w-0 bg-base-content/30", "min-w-0 bg-secondary"
        ),
    )


def _share(share: Any) -> rx.Component:
    dot = rx.el.span(
        class_name=rx.cond(
            share.tone == "fee",
            "size-2.5 flex-none rounded-full bg-base-content/30",
            "size-2.5 flex-none rounded-full bg-secondary",
        )
    )
    words = rx.el.span(
        rx.el.span(share.label, class_name="font-medium wrap-anywhere"),
        rx.el.span(
            share.detail,
            rx.cond(
                share.credit_minor > 0,
                rx.fragment(", ", money.text(share.credit_minor), " of it as initial credit"),
            ),
            class_name="block text-[.8125rem] text-muted",
        ),
        class_name="min-w-0 leading-tight",
    )
    return rx.el.div(
        rx.el.dt(dot, words, class_name="flex min-w-0 flex-1 items-center gap-3"),
        rx.el.dd(share.share, class_name="text-sm text-muted"),
        rx.el.dd(money.text(share.minor), class_name="min-w-14 text-right font-semibold"),
        class_name="flex items-center gap-3",
    )


def _where_it_went() -> rx.Component:
    return rx.el.section(
        rx.el.h3(_SEEN.shares_label, class_name="font-sans text-sm font-[560] tracking-normal"),
        rx.el.div(
            rx.foreach(_SEEN.shares, _slice),
            custom_attrs={"aria-hidden": "true"},
            class_name="mt-3 flex h-2.5 gap-[2px] overflow-hidden rounded-full",
        ),
        rx.el.dl(rx.foreach(_SEEN.shares, _share), class_name="mt-4 space-y-3"),
        class_name="-mx-6 mt-5 border-y border-dashed border-base-content/25 bg-base-200 px-6 py-5",
    )


def _line(line: Any) -> rx.Component:
    return money.line(line.label, line.minor)


def _own() -> rx.Component:
    return rx.el.dl(
        rx.foreach(_SEEN.own, _line),
        money.line(_SEEN.own_label, _SEEN.own_minor, strong=True),
        class_name="mt-5 text-[.9375rem]",
    )


def _others() -> rx.Component:
    def line(other: Any) -> rx.Component:
        to_it: Any = rx.el.button(
            other.label,
            type="button",
            on_click=ReceiptState.show(other.id),
            class_name="link link-primary min-h-11 text-left",
        )
        named: Any = rx.cond(other.id != "", to_it, other.label)
        return rx.el.div(
            rx.el.dt(
                named,
                rx.el.span(", ", time.day(other.at), class_name="text-muted"),
            ),
            rx.el.dd(money.text(other.minor), class_name="tabular-nums"),
            class_name="flex items-center justify-between gap-4",
        )

    return rx.el.section(
        rx.el.h3("Belongs to it", class_name="font-sans text-sm font-[560] tracking-normal"),
        rx.el.dl(rx.foreach(_SEEN.others, line), class_name="mt-1 text-[.9375rem]"),
        class_name="mt-5 border-t border-hair pt-4",
    )


def receipt_dialog() -> rx.Component:
    """The receipt that is open; it is opened by `ReceiptState.show`."""
    return dialog.dialog(
        _subject(),
        rx.cond(_SEEN.shares.length() > 0, _where_it_went()),
        _own(),
        rx.cond(
            _SEEN.matures_at != "",
            rx.el.p(
                "What was paid in cash matures until ",
                time.day(_SEEN.matures_at),
                ".",
                class_name="mt-3 text-sm text-muted",
            ),
        ),
        rx.cond(_SEEN.state != "", rx.el.p(_SEEN.state, class_name="mt-3 text-sm text-muted")),
        rx.cond(_SEEN.others.length() > 0, _others()),
        rx.el.p(
            "No. ",
            _SEEN.id,
            rx.cond(_SEEN.is_test_money, " · Test money", ""),
            class_name="mt-5 text-xs break-all text-muted",
        ),
        id=RECEIPT_DIALOG,
        title=_SEEN.title,
        detail="Receipt",
    )
