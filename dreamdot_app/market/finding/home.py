"""The home page: what DreamDot is, told by works that stand on it."""

from typing import Any

import reflex as rx

from dreamdot_app.accounts.components import confirm_banner
from dreamdot_app.core.settings import settings
from dreamdot_app.market.components import picture, works_grid
from dreamdot_app.market.finding.figures import reasons
from dreamdot_app.market.finding.state import KIND_NAMES, HomeState
from dreamdot_app.ui import buttons, cards, cover, errors, frame, layout, link, skeleton, tabs
from dreamdot_app.ui.drawings import constellation

_SHELF: Any = HomeState.shelf
_POPULAR: Any = HomeState.popular
_READING: Any = HomeState.reading
_SHELF_HEIGHTS = (318, 372, 340, 226, 396, 330, 356, 318, 376, 340, 300, 360)


def _standing(work: Any, place: Any) -> rx.Component:
    heights: Any = rx.Var.create(list(_SHELF_HEIGHTS))
    tall = rx.cond(work.cover.width > work.cover.height, 226, heights[place % len(_SHELF_HEIGHTS)])
    return cards.shelf_item(
        href=work.url,
        title=work.title,
        author=work.creator.display_name,
        picture=picture(work.cover),
        price_text=rx.cond(work.is_free, "free", "for sale"),
        height=tall,
    )


def _kinds() -> rx.Component:
    chips = [("", "New this week"), *KIND_NAMES.items()]
    return tabs.chips(
        chips, value=HomeState.kind, on_change=HomeState.show_kind, label="Filter the shelf"
    )


def _shelf() -> rx.Component:
    return rx.el.section(
        rx.el.h2("On the shelf now", class_name="sr-only"),
        rx.cond(
            HomeState.is_loading,
            skeleton.shelf(),
            cards.shelf(rx.foreach(_SHELF, _standing)),
        ),
        rx.el.div(
            _kinds(),
            link.text_link("See everything", href="/discover"),
            class_name="mx-auto mt-5 flex max-w-[80rem] flex-wrap items-center justify-between "
            "gap-x-6 gap-y-3 px-4 md:px-8",
        ),
        id="shelf",
    )


def _popular() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Readers can’t put these down", class_name="mb-7 text-[1.75rem] md:text-[2rem]"),
        rx.cond(HomeState.is_loading, skeleton.works(10), works_grid(_POPULAR)),
        class_name="mx-auto mt-20 max-w-[80rem] px-4 md:mt-24 md:px-8",
    )


def _join() -> rx.Component:
    sky = constellation("join-sky-56", 1200, 420, area=(0.46, 0.14, 0.95, 0.86), scale=0.7)
    return rx.el.section(
        rx.el.div(
            rx.html(
                f'<svg class="absolute inset-0 size-full" viewBox="0 0 1200 420" '
                f'preserveAspectRatio="xMaxYMid slice" aria-hidden="true">{sky}</svg>',
            ),
            rx.el.div(
                rx.el.h2(
                    "Pick a name. Put up your first dot.",
                    class_name="text-[2.25rem] leading-[1.06] font-[440] tracking-[-.025em] "
                    "md:text-[3rem]",
                ),
                rx.el.p(
                    "Joining is free, and the first reads are on us.",
                    class_name="mt-4 text-[#d9d3e6]",
                ),
                rx.el.div(
                    link.link(
                        "Join DreamDot",
                        href="/join",
                        class_name="btn border-transparent bg-[#ff9a76] text-[#2a1108] "
                        "hover:bg-[#ffab8c]",
                    ),
                    class_name="mt-7",
                ),
                class_name="relative max-w-[32rem] px-6 py-14 md:px-14 md:py-20",
            ),
            class_name="relative overflow-hidden rounded-box bg-[#141028] text-[#f7f1e6]",
        ),
        class_name="mx-auto mt-20 max-w-[80rem] px-4 md:mt-28 md:px-8",
    )


def _or_failed(*parts: rx.Component, **props: Any) -> rx.Component:
    """These parts of the page, or that they did not load."""
    failed = rx.el.div(errors.did_not_load(HomeState.load), **props)
    return rx.cond(HomeState.has_failed, failed, rx.fragment(*parts))


def _landing() -> rx.Component:
    chosen = settings()
    return frame.landing_frame(
        layout.hero(
            "Stories, comics and pictures, bought from the people who made them.",
            "Read a chapter, hang a picture, follow the hand behind it. DreamDot is where makers "
            "publish and get paid.",
            buttons.link_button("Start a free account", href="/join", tone="primary"),
            buttons.link_button("Look around", href="/discover"),
        ),
        _or_failed(_shelf(), _popular(), class_name="mx-auto max-w-[80rem] px-4 md:px-8"),
        reasons(fee_bp=chosen.fee_bp, initial_credit_minor=chosen.initial_credit_minor),
        _join(),
    )


def _read_on(entry: Any) -> rx.Component:
    return link.link(
        cover.small_cover(picture(entry.card.cover)),
        rx.el.span(
            rx.el.span(
                entry.card.title,
                class_name="line-clamp-2 font-serif text-[1.0625rem] leading-snug",
            ),
            rx.el.span(
                entry.card.creator.display_name,
                class_name="mt-0.5 mb-2 block truncate text-[.8125rem] text-muted",
            ),
            cards.progress(entry.permille / 10, label="Read so far"),
            class_name="min-w-0 flex-1 self-center",
        ),
        href=entry.card.read_url,
        class_name="dd-leaf flex gap-4 p-4 transition-colors hover:border-base-content/30",
    )


def _shelves() -> rx.Component:
    return rx.fragment(
        rx.cond(
            _READING.length() > 0,
            layout.section(
                "Pick up where you stopped",
                rx.el.div(
                    rx.foreach(_READING, _read_on),
                    class_name="grid gap-4 sm:grid-cols-2",
                ),
            ),
        ),
        layout.section(
            "New on the shelf",
            rx.el.div(_kinds(), class_name="mb-6"),
            rx.cond(HomeState.is_loading, skeleton.works(8), works_grid(_SHELF, columns=4)),
            action=link.text_link("See everything", href="/discover"),
        ),
        layout.section(
            "Readers can’t put these down",
            rx.cond(
                HomeState.is_loading,
                skeleton.works(8),
                works_grid(_POPULAR[:8], columns=4),  # two whole rows
            ),
        ),
    )


def _members_home() -> rx.Component:
    return frame.page_frame(confirm_banner(), _or_failed(_shelves()), current="home", title="Home")


def home_page() -> rx.Component:
    """Greet visitors with what DreamDot is, and members with what they were reading."""
    return rx.fragment(frame.visitors_only(_landing()), frame.members_only(_members_home()))
