"""The bars of phones: one at the top, one at the bottom."""

import reflex as rx

from dreamdot_app.ui.buttons import icon_link, link_button
from dreamdot_app.ui.icon import icon
from dreamdot_app.ui.kinds import Part, Text
from dreamdot_app.ui.link import link
from dreamdot_app.ui.shell.account import account_tab
from dreamdot_app.ui.shell.mark import wordmark
from dreamdot_app.ui.shell.slots import filled
from dreamdot_app.ui.theme_switch import theme_switch


def top_bar(title: Text, actions: list[Part]) -> rx.Component:
    """The page's title, or the wordmark; search, what is new, what can be done here."""
    titled = isinstance(title, rx.Var) or title
    known = filled()
    named = (
        rx.el.h1(title, class_name="min-w-0 truncate font-serif text-xl")
        if titled
        else wordmark("text-[1.375rem]")
    )
    bell = [known.bell()] if known.bell is not None else []
    return rx.el.header(
        named,
        rx.el.div(
            *([] if titled else actions),
            icon_link("search", "Search", "/discover"),
            *bell,
            rx.el.div(
                theme_switch(),
                link_button("Join", href="/join", tone="primary", size="sm"),
                class_name="dd-out flex items-center gap-1 pr-2",
            ),
            class_name="ml-auto flex items-center",
        ),
        class_name="dd-mtop",
    )


def _tab(label: str, href: str, glyph: str, *, here: bool) -> rx.Component:
    return link(
        icon(glyph, 22),
        rx.el.span(label),
        href=href,
        class_name="dd-tab",
        custom_attrs={"aria-current": "page"} if here else {},
    )


def _circle(label: str, href: str, glyph: str) -> rx.Component:
    return link(
        rx.el.span(
            icon(glyph, 22),
            class_name="grid size-11 place-items-center rounded-full bg-primary"
            " text-primary-content",
        ),
        href=href,
        class_name="dd-tab",
        custom_attrs={"aria-label": label},
    )


def tab_bar(current: str) -> rx.Component:
    """Five places for members, four for visitors; the filled circle is the one to begin with."""
    home = _tab("Home", "/", "house", here=current == "home")
    discover = _tab("Discover", "/discover", "compass", here=current == "discover")
    members = rx.el.nav(
        home,
        discover,
        _circle("Create", "/write", "plus"),
        _tab("Library", "/library", "library", here=current == "library"),
        account_tab(),
        custom_attrs={"aria-label": "Main"},
        class_name="dd-tabbar dd-in",
    )
    visitors = rx.el.nav(
        home,
        discover,
        _circle("Join", "/join", "user-plus"),
        _tab("Sign in", "/signin", "log-in", here=False),
        custom_attrs={"aria-label": "Main"},
        class_name="dd-tabbar dd-out",
    )
    return rx.fragment(members, visitors)
