"""Pictures of people."""

from typing import Any, Literal

import reflex as rx

from dreamdot_app.ui.classes import with_classes
from dreamdot_app.ui.kinds import Text, when

AvatarSize = Literal["xs", "sm", "md", "lg", "xl", "hero"]
_SIZES: dict[str, tuple[str, int]] = {
    "xs": ("size-6", 24),
    "sm": ("size-7", 28),
    "md": ("size-9", 36),
    "lg": ("size-10", 40),
    "xl": ("size-12", 48),
    "hero": ("size-24", 96),
}


def avatar(
    url: Text, name: Text, *, size: AvatarSize = "md", label: bool = False, **props: Any
) -> rx.Component:
    """A round picture. Beside a written name it is decoration; ``label`` makes it say the name."""
    dressed, pixels = _SIZES[size]
    image = rx.el.img(
        src=url,
        alt=name if label else "",
        width=str(pixels),
        height=str(pixels),
        decoding="async",
        class_name="size-full object-cover",
    )
    return rx.el.span(when(url != "", image), **with_classes(props, "dd-avatar", dressed))
