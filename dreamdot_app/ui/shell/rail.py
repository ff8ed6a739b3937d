"""The rail at the left of wide screens."""

import reflex as rx

from dreamdot_app.ui.buttons import link_button
from dreamdot_app.ui.forms import search_field
from dreamdot_app.ui.icon import icon
from dreamdot_app.ui.kinds import Part
from dreamdot_app.ui.labels import count
from dreamdot_app.ui.link import link
from dreamdot_app.ui.shell.account import account_button
from dreamdot_app.ui.shell.mark import wordmark
from dreamdot_app.ui.shell.slots import Destination, filled
from dreamdot_app.ui.theme_switch import theme_switch


def _waiting(destination: Destination) -> list[Part]:
    number = destination.count
    if number is None:
        return []
    if isinstance(number, rx.Var):
        return [rx.cond(number.to(int) > 0, count(number), rx.fragment())]
    return [count(number)] if number else []


def rail_link(destination: Destination, current: str) -> rx.Component:
    """One place; the dot stands where one is."""
    here = {"aria-current": "page"} if destination.key == current else {}
    return link(
        icon(destination.icon, 22),
        rx.el.span(destination.label, class_name="dd-rail-text"),
        *_waiting(destination),
        href=destination.href,
        class_name="dd-rail-link dd-in" if destination.members_only else "dd-rail-link",
        custom_attrs=here,
    )


def rail(current: str) -> rx.Component:
    """Wordmark, search, places, Create (or Join), and the account at the foot."""
    return rx.el.aside(
        rx.el.div(wordmark(), class_name="px-3 pt-6 pb-5"),
        search_field(placeholder="Search", quiet=True, class_name="mb-3"),
        rx.el.nav(
            *[rail_link(destination, current) for destination in filled().destinations],
            custom_attrs={"aria-label": "Main"},
            class_name="flex flex-col gap-0.5",
        ),
        link_button(
            "Create", href="/write", tone="primary", icon="feather", class_name="dd-in mt-6"
        ),
        rx.el.div(
            link_button("Join", href="/join", tone="primary", wide=True),
            link_button("Sign in", href="/signin", wide=True),
            class_name="dd-out mt-6 grid gap-2",
        ),
        rx.el.div(account_button(), class_name="dd-in mt-auto pt-6 pb-4"),
        rx.el.div(theme_switch(), class_name="dd-out mt-auto pt-6 pb-4"),
        custom_attrs={"aria-label": "Places and account"},
        class_name="dd-rail overflow-y-auto",
    )
