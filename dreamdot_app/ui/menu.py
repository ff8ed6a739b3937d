"""Menus that open from a button."""

from typing import Any, Literal

import reflex as rx

from dreamdot_app.ui.classes import with_classes
from dreamdot_app.ui.icon import icon as glyph
from dreamdot_app.ui.kinds import Handler, Part, Text
from dreamdot_app.ui.link import link
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.posting import post_action
from dreamdot_app.ui.script import script


class _Menu(Piece):
    library = script("menu.jsx").importable_path
    tag = "Menu"

    label: rx.Var[str]
    align: rx.Var[str]
    menu_class: rx.Var[str]


def menu(
    trigger: Part,
    *items: Part,
    label: Text,
    align: Literal["start", "end"] = "end",
    **props: Any,
) -> rx.Component:
    """A button that holds ``trigger`` and opens ``items``; ``label`` names both.

    ``class_name`` dresses the button (an icon button unless given).
    """
    props.setdefault("class_name", "btn btn-ghost btn-square")
    return _Menu.create(trigger, *items, label=label, align=align, **props)


def item(
    label: Text,
    *,
    icon: str = "",
    href: Text = "",
    on_click: Handler = None,
    post: str = "",
    danger: bool = False,
    **props: Any,
) -> rx.Component:
    """A line of a menu: it opens ``href``, runs ``on_click``, or POSTs to a route of ours."""
    words = [glyph(icon, 18, class_name="text-muted")] if icon and not danger else []
    if icon and danger:
        words = [glyph(icon, 18)]
    dressed = with_classes(props, "dd-menu-item", "text-error" if danger else "")
    dressed |= {"role": "menuitem", "tab_index": -1}
    if post:
        return post_action(*words, label, action=post, **dressed)
    if isinstance(href, rx.Var) or href:
        return link(*words, label, href=href, **dressed)
    return rx.el.button(*words, label, type="button", on_click=on_click, **dressed)


def divider() -> rx.Component:
    """A hairline between groups of items."""
    return rx.el.div(role="separator", class_name="my-1.5 h-px bg-hair")
