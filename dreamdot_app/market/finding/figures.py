"""The three pictures of the home page that say what DreamDot is, drawn by code."""

import reflex as rx

from dreamdot_app.core import money

_OF_A_HUNDRED = 100
_A_ROW = 20


def _figure(picture: rx.Component, title: str, text: str) -> rx.Component:
    return rx.el.figure(
        rx.el.div(
            picture,
            class_name="relative grid aspect-[4/3] place-items-center overflow-hidden rounded-box "
            "bg-base-200",
        ),
        rx.el.figcaption(
            rx.el.h3(title, class_name="text-[1.375rem]"),
            rx.el.p(text, class_name="mt-1.5 text-muted text-pretty"),
            class_name="mt-4",
        ),
    )


def _coins(creator_percent: int) -> rx.Component:
    def coin(number: int) -> rx.Component:
        fill = "bg-secondary" if number < creator_percent else "border border-muted"
        return rx.el.span(class_name=f"size-[.6rem] rounded-full md:size-[.625rem] {fill}")

    def legend(dot: str, words: str) -> rx.Component:
        return rx.el.span(
            rx.el.span(class_name=f"size-2.5 rounded-full {dot}"),
            words,
            class_name="flex items-center gap-2 text-[.8125rem] font-semibold",
        )

    return rx.el.div(
        rx.el.div(
            *[coin(number) for number in range(_OF_A_HUNDRED)],
            class_name="grid grid-cols-[repeat(20,auto)] justify-between gap-y-2",
            aria_hidden="true",
        ),
        rx.el.div(
            legend("bg-secondary", f"{creator_percent} the maker"),
            legend("border border-muted", f"{_OF_A_HUNDRED - creator_percent} DreamDot"),
            class_name="mt-5 flex gap-6",
        ),
        class_name="w-[82%]",
    )


_SKINS = (
    ("rounded-tl-lg bg-[oklch(99.8%_.002_85)] text-[oklch(22%_.02_280)]"),
    ("bg-[oklch(93.5%_.032_82)] text-[oklch(30%_.04_55)]"),
    ("rounded-tr-lg bg-[oklch(19%_.03_280)] text-[oklch(90%_.012_85)]"),
)
_LINES = ("w-full", "w-[92%]", "w-[97%]", "w-[64%]", "w-full", "w-[88%]", "w-[95%]")


def _pages() -> rx.Component:
    def page(skin: str) -> rx.Component:
        return rx.el.div(
            rx.el.p("Aa", class_name="font-serif text-[2rem] leading-none"),
            rx.el.div(
                *[
                    rx.el.div(class_name=f"h-[3px] rounded-full bg-current opacity-35 {width}")
                    for width in _LINES
                ],
                class_name="mt-4 space-y-2",
            ),
            class_name=f"flex-1 px-[7%] pt-[9%] shadow-[0_0_0_1px_var(--dd-hair)] {skin}",
        )

    return rx.el.div(
        *[page(skin) for skin in _SKINS],
        class_name="absolute inset-x-[11%] top-[15%] bottom-0 flex",
        aria_hidden="true",
    )


def _credit(initial_credit_minor: int) -> rx.Component:
    whole, cents = money.show(initial_credit_minor).split(".")
    return rx.el.div(
        rx.el.p("Yours on the first day", class_name="text-[.8125rem] text-muted"),
        rx.el.p(
            whole,
            rx.el.span(f".{cents}", class_name="text-muted"),
            class_name="mt-1 font-serif text-[2.5rem] leading-none font-[420] tracking-[-.03em] "
            "[font-variant-numeric:lining-nums]",
        ),
        rx.el.div(
            rx.el.span(class_name="w-[88%] rounded-l-full bg-accent"),
            rx.el.span(class_name="flex-1 rounded-r-full bg-secondary"),
            class_name="mt-6 flex h-2.5 gap-[2px]",
            aria_hidden="true",
        ),
        rx.el.p(
            "To spend on works, never to withdraw", class_name="mt-3 text-[.8125rem] text-muted"
        ),
        class_name="w-[78%]",
    )


def reasons(*, fee_bp: int, initial_credit_minor: int) -> rx.Component:
    """Why one would stay: where the money goes, how it reads, what one begins with."""
    creator_percent = (10_000 - fee_bp) // 100
    return rx.el.section(
        _figure(
            _coins(creator_percent),
            "See where each coin lands",
            f"The maker keeps {creator_percent} of a hundred. Every receipt shows the split.",
        ),
        _figure(
            _pages(),
            "Pages that suit your eyes",
            "Paper, sepia or night; your size, your letters, and your place kept.",
        ),
        _figure(
            _credit(initial_credit_minor),
            "Begin with something to spend",
            "Every new account can buy at once, from the people who made it.",
        ),
        aria_label="Why DreamDot",
        class_name="mx-auto mt-20 grid max-w-[80rem] gap-x-8 gap-y-12 px-4 md:mt-28 "
        "md:grid-cols-3 md:px-8",
    )
