"""The rules that everybody accepts when they join, on one page and in plain words."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

import reflex as rx

from dreamdot_app.ui import frame

RULES_PATH = "/rules"

_RULES = (
    (
        "What you publish",
        "It is yours and stays yours. You let DreamDot show it, and sell it for you at the price "
        "that you set. Publish only what you made, or may publish. What was bought stays with its "
        "buyers, also when you take it down.",
    ),
    (
        "What has no place here",
        "Hate and threats against people, sexual content with minors, other people’s private "
        "matters, malware, and deceit about who you are or what is sold.",
    ),
    (
        "Credit and money",
        "Initial credit can be spent on works and can never be withdrawn. Of every sale the maker "
        "keeps what the receipt says, and DreamDot its share. Several accounts to multiply credit "
        "are closed together.",
    ),
    (
        "Your account",
        "You are 13 or older. Keep your password to yourself; what is done with your account is "
        "done in your name.",
    ),
    (
        "When rules are broken",
        "Works can be hidden and accounts closed. You are told why, and can answer.",
    ),
)


def _rule(title: str, text: str) -> rx.Component:
    return rx.el.section(
        rx.el.h2(title, class_name="text-2xl"),
        rx.el.p(text, class_name="mt-2 text-[1.0625rem] leading-relaxed text-pretty"),
        class_name="border-t border-hair py-6",
    )


def rules_page() -> rx.Component:
    """What one agrees to by joining."""
    return frame.landing_frame(
        rx.el.article(
            rx.el.h1("The rules", class_name="text-[2.5rem]"),
            rx.el.p(
                "Short enough to be read before you join.",
                class_name="mt-2 mb-8 text-[1.0625rem] text-muted",
            ),
            *[_rule(title, text) for title, text in _RULES],
            class_name="mx-auto max-w-[42rem] px-4 py-12 md:py-16",
        ),
    )
