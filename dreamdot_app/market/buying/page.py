"""The page of one work: what it is, how it begins, what it costs."""

from typing import Any

import reflex as rx

from dreamdot_app.core.settings import settings
from dreamdot_app.market.buying.dialog import buy_button, buy_dialog, join_dialog
from dreamdot_app.market.buying.state import WorkState
from dreamdot_app.market.components import has_an_end, is_verse, picture, works_grid
from dreamdot_app.market.contract import Kind
from dreamdot_app.market.reading.reader import reading_text
from dreamdot_app.ui import (
    avatar,
    buttons,
    cards,
    cover,
    errors,
    frame,
    layout,
    link,
    money,
    skeleton,
    time,
)

_NEAR: Any = WorkState.near
_VIEW: Any = WorkState.view
_CARD: Any = WorkState.view.card


def _facts() -> rx.Component:
    def fact(*words: rx.Component | rx.Var | str) -> rx.Component:
        return rx.el.span(*words, class_name="text-muted")

    page: Any = rx.match(
        _CARD.kind, (Kind.ART.value, "picture"), (Kind.ITEM.value, "sheet"), "page"
    )
    return rx.el.p(
        rx.cond(_CARD.minutes > 0, fact(time.minutes(_CARD.minutes))),
        rx.cond(_VIEW.pages > 0, fact(_VIEW.pages, " ", page, rx.cond(_VIEW.pages == 1, "", "s"))),
        rx.cond(
            _VIEW.readers > 0,
            rx.cond(
                has_an_end(_CARD.kind),
                fact(_VIEW.readers, rx.cond(_VIEW.readers == 1, " reader", " readers")),
                fact("Seen by ", _VIEW.readers),
            ),
        ),
        fact("Out ", time.day(_CARD.published_at)),
        class_name="mt-5 flex flex-wrap items-center gap-x-5 gap-y-2",
    )


def _maker() -> rx.Component:
    return rx.el.p(
        avatar.avatar(_CARD.creator.avatar_url, _CARD.creator.display_name, size="md"),
        rx.cond(
            _CARD.creator_url != "",
            link.link(
                _CARD.creator.display_name,
                href=_CARD.creator_url,
                class_name="dd-tap min-w-0 font-semibold wrap-anywhere hover:underline",
            ),
            rx.el.span(_CARD.creator.display_name, class_name="min-w-0 text-muted"),
        ),
        class_name="mt-4 flex items-center gap-2.5",
    )


def _actions() -> rx.Component:
    read = rx.cond(
        has_an_end(_CARD.kind),
        buttons.link_button("Read it", href=_CARD.read_url, tone="primary", icon="book-open"),
        buttons.link_button("Look at it", href=_CARD.read_url, tone="primary", icon="eye"),
    )
    return rx.el.div(
        rx.cond(
            _VIEW.is_own,
            rx.fragment(
                read,
                rx.cond(
                    _CARD.kind == "writing",
                    buttons.link_button("Edit", href="/write/" + _CARD.id, icon="pencil"),
                ),
            ),
            rx.cond(
                _VIEW.is_owned,
                rx.fragment(read, cards.badge("In your library", tone="good")),
                rx.cond(
                    _CARD.is_free,
                    rx.fragment(read, buy_button("Add to library", tone="quiet", wide=False)),
                    buy_button(
                        rx.fragment("Buy for ", money.text(_CARD.price_minor)), tone="primary"
                    ),
                ),
            ),
        ),
        rx.cond(WorkState.is_just_out, rx.fragment(), buttons.copy_button(_CARD.url, "Copy link")),
        id="actions",
        class_name="mt-auto flex flex-wrap items-center gap-2 pt-7 max-sm:[&>.btn]:w-full",
    )


def _head() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            cover.cover(
                picture(_CARD.cover), sizes="(min-width: 48rem) 17.5rem, 13.5rem", eager=True
            ),
            class_name="mx-auto w-[13.5rem] md:w-full",
        ),
        rx.el.div(
            rx.el.p(_CARD.form, class_name="text-[.9375rem] text-muted"),
            rx.el.h1(
                _CARD.title,
                class_name="mt-2 text-[2.5rem] leading-[1.02] font-[460] tracking-[-.028em] "
                "md:text-[3.75rem]",
            ),
            _maker(),
            rx.el.p(
                _VIEW.summary,
                class_name="mt-5 max-w-[54ch] font-serif text-[1.125rem] leading-[1.6] text-pretty",
            ),
            _facts(),
            _actions(),
            class_name="flex min-w-0 flex-col",
        ),
        class_name="grid grid-cols-1 gap-x-12 gap-y-7 md:grid-cols-[17.5rem_minmax(0,1fr)]",
    )


def _beginning() -> rx.Component:
    return rx.el.section(
        rx.el.h2("How it begins", class_name="mb-6 border-b border-hair pb-3 text-2xl"),
        reading_text(_VIEW.beginning, verse=is_verse(_VIEW.card.form), faded=~_VIEW.may_read),
        rx.el.div(
            rx.cond(
                _VIEW.may_read,
                buttons.link_button("Read on", href=_CARD.read_url, icon="book-open"),
                buy_button(rx.fragment("Read on for ", money.text(_CARD.price_minor))),
            ),
            class_name="mt-6 flex justify-center",
        ),
        class_name="min-w-0",
    )


def _share(name: rx.Var[str] | str, basis_points: int) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="min-w-0 truncate"),
        rx.el.dd(f"{basis_points / 100:g}%", class_name="font-semibold text-base-content"),
        class_name="flex justify-between gap-3 py-1.5",
    )


def _terms() -> rx.Component:
    """What the price means for who is looking: the maker, an owner, anybody else."""
    library = rx.cond(
        has_an_end(_CARD.kind),
        "It stands in your library, with your place in it.",
        "It stands in your library.",
    )
    makers = rx.cond(_CARD.is_free, "Anybody may open it.", "What a reader pays, once, for good.")
    others = rx.cond(
        _CARD.is_free,
        rx.fragment("Open it as often as you like. ", _kept_by_adding()),
        rx.fragment("Pay once, keep it for good. ", library),
    )
    owners = rx.fragment("Yours for good. ", library)
    return rx.cond(_VIEW.is_own, makers, rx.cond(_VIEW.is_owned, owners, others))


def _kept_by_adding() -> rx.Var[str]:
    return rx.cond(has_an_end(_CARD.kind), "Adding it to your library keeps your place.", "")


def _what_one_gets() -> rx.Component:
    return rx.el.div(
        rx.el.h2("The whole work", class_name="text-xl"),
        rx.el.div(
            rx.cond(
                _CARD.is_free,
                rx.el.p("Free", class_name="font-serif text-[2rem] leading-none text-success"),
                money.figure(_CARD.price_minor, size="md"),
            ),
            class_name="mt-2",
        ),
        rx.el.p(_terms(), class_name="mt-2 text-sm text-muted text-pretty"),
    )


def _price_box(*, wide: bool = False) -> rx.Component:
    """What the work costs and who gets it: below each other, or ``wide`` beside each other."""
    fee_bp = settings().fee_bp
    shares = rx.el.dl(
        _share(rx.cond(_VIEW.is_own, "You", _CARD.creator.display_name), 10_000 - fee_bp),
        _share("DreamDot", fee_bp),
        class_name="mt-5 border-t border-hair pt-3 text-sm text-muted"
        + (" md:mt-0 md:self-center md:border-t-0 md:border-l md:pt-0 md:pl-8" if wide else ""),
    )
    return layout.leaf(
        _what_one_gets(),
        rx.cond(_CARD.is_free, rx.fragment(), shares),
        class_name="md:grid md:grid-cols-2 md:gap-8" if wide else "",
    )


def _tags() -> rx.Component:
    return rx.el.p(
        rx.foreach(_VIEW.tags, lambda tag: cards.tag("#" + tag, href="/discover?q=" + tag)),
        class_name="flex flex-wrap gap-x-4 gap-y-3",
    )


def _body() -> rx.Component:
    return rx.fragment(
        rx.cond(
            WorkState.is_just_out,
            errors.notice(
                "It is out. Who should be the first to see it?",
                buttons.copy_button(_CARD.url, "Copy link", size="sm"),
                tone="good",
                class_name="mb-8",
            ),
        ),
        _head(),
        rx.cond(
            _VIEW.beginning != "",
            rx.el.div(
                _beginning(),
                rx.el.aside(
                    _price_box(),
                    _tags(),
                    custom_attrs={"aria-label": "Price and tags"},
                    class_name="space-y-6",
                ),
                class_name="mt-12 grid grid-cols-1 gap-x-12 gap-y-12 md:mt-16 "
                "lg:grid-cols-[minmax(0,1fr)_19rem]",
            ),
            rx.el.aside(
                _price_box(wide=True),
                _tags(),
                custom_attrs={"aria-label": "Price and tags"},
                class_name="mt-12 space-y-6",
            ),
        ),
        rx.cond(
            _NEAR.length() > 0,
            layout.section("Near it on the shelf", works_grid(_NEAR, columns=4)),
        ),
        rx.cond(
            _VIEW.may_buy & ~_CARD.is_free,
            layout.buy_bar(
                money.price(_CARD.price_minor, strong=True),
                rx.el.div(buy_button("Buy", tone="primary"), class_name="ml-auto"),
                watch="actions",
            ),
        ),
        buy_dialog(),
        join_dialog(),
    )


def work_page() -> rx.Component:
    """Let anybody see what a work is and begin it, and members buy it."""
    return frame.page_frame(
        rx.cond(
            WorkState.has_failed,
            errors.did_not_load(WorkState.load, is_page=True),
            rx.cond(
                WorkState.is_loading,
                skeleton.work_page(),
                rx.cond(WorkState.is_missing, errors.not_found(), _body()),
            ),
        ),
        current="discover",
    )
