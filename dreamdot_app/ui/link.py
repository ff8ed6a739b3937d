"""Links inside DreamDot: the page changes without a reload."""

from typing import Any

import reflex as rx
from reflex_components_core.react_router import link as router_link

from dreamdot_app.ui.classes import with_classes
from dreamdot_app.ui.kinds import Part, Text


def link(*children: Part, href: Text, **props: Any) -> rx.Component:
    """A link without a look of its own."""
    return router_link(*children, href=href, **props)


def text_link(label: Text, href: Text, *, quiet: bool = False, **props: Any) -> rx.Component:
    """A link in running text: indigo and semi-bold, or quiet."""
    look = "text-muted hover:text-base-content" if quiet else "font-semibold text-primary"
    return link(
        label,
        href=href,
        **with_classes(props, "dd-tap underline-offset-4 hover:underline", look),
    )
