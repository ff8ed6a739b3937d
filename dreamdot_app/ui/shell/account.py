"""The menu of the person who is signed in."""

import reflex as rx

from dreamdot_app.ui import menu
from dreamdot_app.ui.avatar import avatar
from dreamdot_app.ui.icon import icon
from dreamdot_app.ui.kinds import Part, when
from dreamdot_app.ui.shell.slots import filled
from dreamdot_app.ui.theme_switch import theme_items


def _second_line() -> rx.Component:
    """``$64.30 · @lucia``; a name that does not fit whole falls onto a second, hidden line."""
    known = filled()
    paid = rx.el.span(known.balance, class_name="flex-none tabular-nums")
    named = rx.el.span(when(known.has_balance, " · "), "@", known.username)
    return rx.el.span(
        when(known.has_balance, paid),
        named,
        class_name="flex h-5 flex-wrap overflow-hidden text-[.8125rem] leading-5 whitespace-pre "
        "text-muted",
    )


def _unknown() -> rx.Component:
    return rx.el.span(
        rx.el.span(class_name="dd-bone h-3.5 w-24"),
        rx.el.span(class_name="dd-bone mt-2 h-3 w-16"),
        class_name="min-w-0 flex-1",
    )


def _known() -> rx.Component:
    return rx.el.span(
        rx.el.span(
            filled().name, class_name="block truncate text-sm font-semibold text-base-content"
        ),
        _second_line(),
        class_name="min-w-0 flex-1",
    )


def items(*, places: bool = True) -> list[Part]:
    """What the account menu offers; ``places`` are those that the rail leads to as well."""
    elsewhere = [
        menu.item("Library", icon="library", href="/library"),
        menu.item("Wallet", icon="wallet", href="/wallet"),
        menu.item("Studio", icon="chart-no-axes-column", href="/studio"),
    ]
    return [
        menu.item("Your profile", icon="user", href=f"/u/{filled().username}"),
        menu.item("Settings", icon="settings", href="/settings"),
        when(
            filled().is_administrator,
            menu.item("Promo codes", icon="tag", href="/admin/promo-codes"),
        ),
        *(elsewhere if places else []),
        menu.divider(),
        theme_items(),
        menu.divider(),
        menu.item("Sign out", icon="log-out", post=filled().sign_out_action),
    ]


def account_button() -> rx.Component:
    """At the foot of the rail: picture, name, username and balance."""
    known = filled()
    face = rx.el.span(
        avatar(known.avatar_url, known.name, size="md"),
        when(known.username != "", _known(), _unknown()),
        icon("chevrons-up-down", 16),
        class_name="flex w-full items-center gap-3",
    )
    return menu.menu(
        face,
        *items(places=False),
        label="Your account",
        align="start",
        class_name="dd-rail-link w-full text-left",
    )


def account_tab() -> rx.Component:
    """In the tab bar of phones."""
    known = filled()
    face = rx.el.span(
        avatar(known.avatar_url, known.name, size="xs"),
        rx.el.span("You"),
        class_name="flex flex-col items-center gap-0.5",
    )
    return menu.menu(face, *items(), label="You", class_name="dd-tab w-full")


def account_icon() -> rx.Component:
    """In a header: the picture alone."""
    known = filled()
    return menu.menu(
        avatar(known.avatar_url, known.name, size="md"),
        *items(),
        label="Your account",
        class_name="btn btn-ghost btn-circle",
    )
