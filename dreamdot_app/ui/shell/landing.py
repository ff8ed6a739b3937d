"""The shell of signed-out pages: a header and a footer, the works in between."""

import reflex as rx

from dreamdot_app.ui.buttons import icon_link, link_button
from dreamdot_app.ui.kinds import Part
from dreamdot_app.ui.link import link
from dreamdot_app.ui.shell.account import account_icon
from dreamdot_app.ui.shell.mark import skip_link, wordmark
from dreamdot_app.ui.theme_switch import theme_switch

_BROWSE = (
    ("writings", "Writings", "/discover?kind=writing"),
    ("comics", "Comics", "/discover?kind=comic"),
    ("art", "Art", "/discover?kind=art"),
    ("items", "Items", "/discover?kind=item"),
)
_FOOT = (
    ("Discover", "/discover"),
    ("The rules", "/rules"),
)
_FOOT_OF_VISITORS = (
    ("Join", "/join"),
    ("Sign in", "/signin"),
)
_TARGET = "content"  # "main" belongs to a page's other frame, which may lie beside this one


def _header(current: str) -> rx.Component:
    browse = [
        link(
            label,
            href=href,
            class_name="btn btn-ghost font-medium",
            custom_attrs={"aria-current": "page"} if key == current else {},
        )
        for key, label, href in _BROWSE
    ]
    signed_out = rx.el.div(
        link_button("Sign in", href="/signin", tone="ghost", class_name="max-sm:btn-sm"),
        link_button("Join", href="/join", tone="primary", class_name="max-sm:btn-sm"),
        class_name="dd-out flex items-center gap-1",
    )
    return rx.el.header(
        rx.el.div(
            wordmark(),
            rx.el.nav(
                *browse,
                custom_attrs={"aria-label": "Browse"},
                class_name="ml-8 hidden items-center md:flex",
            ),
            rx.el.div(
                icon_link("search", "Search", "/discover"),
                rx.el.div(theme_switch(), class_name="max-sm:hidden"),
                signed_out,
                rx.el.div(account_icon(), class_name="dd-in"),
                class_name="ml-auto flex items-center sm:gap-1",
            ),
            class_name="mx-auto flex h-16 max-w-[80rem] items-center gap-1 px-4 md:px-8",
        ),
        class_name="sticky top-0 z-30 dd-glass",
    )


def _footer() -> rx.Component:
    look = "flex min-h-11 items-center hover:underline"
    links = [
        *[link(label, href=href, class_name=look) for label, href in _FOOT],
        *[link(label, href=href, class_name=f"dd-out {look}") for label, href in _FOOT_OF_VISITORS],
    ]
    return rx.el.footer(
        wordmark("text-lg text-base-content"),
        rx.el.nav(
            *links,
            custom_attrs={"aria-label": "Foot of the page"},
            class_name="flex flex-wrap gap-x-6 md:ml-auto",
        ),
        # The header of phones has no room for it.
        rx.el.div(theme_switch(), class_name="dd-out ml-auto sm:hidden"),
        class_name="mx-auto mt-16 flex max-w-[80rem] flex-wrap items-center gap-x-6 gap-y-3"
        " border-t border-hair px-4 py-8 text-sm text-muted md:px-8",
    )


def landing_frame(*children: Part, current: str = "") -> rx.Component:
    """Header, full-bleed sections, footer. ``current`` is one of the browsed kinds."""
    return rx.el.div(
        skip_link(_TARGET),
        _header(current),
        rx.el.main(*children, id=_TARGET, tab_index=-1, class_name="outline-none"),
        _footer(),
    )
