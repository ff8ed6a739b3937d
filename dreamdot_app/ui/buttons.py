"""Buttons, and links that look like them."""

from typing import Any, Literal

import reflex as rx

from dreamdot_app.ui.classes import with_classes
from dreamdot_app.ui.icon import icon as glyph
from dreamdot_app.ui.kinds import Flag, Part, Text, either, when
from dreamdot_app.ui.link import link
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script

Tone = Literal["primary", "quiet", "neutral", "ghost", "danger", "danger-quiet"]
Size = Literal["md", "sm"]

TONES: dict[str, str] = {
    "primary": "btn btn-primary",
    "quiet": "btn",
    "neutral": "btn btn-neutral",
    "ghost": "btn btn-ghost",
    "danger": "btn btn-error",
    "danger-quiet": "btn btn-outline btn-error",
}
SIZES: dict[str, str] = {"md": "", "sm": "btn-sm"}
_BESIDE_WORDS: dict[str, int] = {"md": 18, "sm": 16}
_ALONE: dict[str, int] = {"md": 20, "sm": 18}


def look(tone: Tone, size: Size, *, wide: bool = False, square: bool = False) -> str:
    """The class names of a button."""
    parts = [TONES[tone], SIZES[size], "w-full" if wide else "", "btn-square" if square else ""]
    return " ".join(part for part in parts if part)


def inside(children: tuple[Part, ...], name: str, size: Size) -> list[Part]:
    """What stands in a button: a glyph, when there is one, and the words."""
    if not name:
        return list(children)
    return [glyph(name, _BESIDE_WORDS[size]), *children]


def spinner() -> rx.Component:
    """A turning ring, as tall as the letters around it."""
    return rx.el.span(class_name="dd-ring", custom_attrs={"aria-hidden": "true"})


def _busy(props: dict[str, Any], busy: Flag, disabled: Flag) -> dict[str, Any]:
    """While busy the button is announced as such and takes no click."""
    if busy is False:
        return {**props, "disabled": disabled}
    says = rx.cond(busy, "true", "false") if isinstance(busy, rx.Var) else "true"
    attributes = {"aria-busy": says, **props.get("custom_attrs", {})}
    return {**props, "disabled": either(busy, disabled), "custom_attrs": attributes}


def button(
    *children: Part,
    tone: Tone = "quiet",
    size: Size = "md",
    icon: str = "",
    busy: Flag = False,
    disabled: Flag = False,
    wide: bool = False,
    **props: Any,
) -> rx.Component:
    """A button that does something here. ``busy`` shows a ring and takes no second click."""
    content = inside(children, icon, size)
    if busy is not False:
        content.insert(0, when(busy, spinner()))
    return rx.el.button(
        *content,
        type=props.pop("type", "button"),
        **with_classes(_busy(props, busy, disabled), look(tone, size, wide=wide)),
    )


def link_button(
    *children: Part,
    href: Text,
    tone: Tone = "quiet",
    size: Size = "md",
    icon: str = "",
    wide: bool = False,
    full_page: bool = False,
    **props: Any,
) -> rx.Component:
    """A link that looks like a button. ``full_page`` loads the address anew."""
    dressed = with_classes(props, look(tone, size, wide=wide))
    if full_page:
        dressed["reload_document"] = True
    return link(*inside(children, icon, size), href=href, **dressed)


def icon_button(
    icon: str,
    label: Text,
    *,
    tone: Tone = "ghost",
    size: Size = "md",
    busy: Flag = False,
    disabled: Flag = False,
    **props: Any,
) -> rx.Component:
    """A square button with a glyph; its name is read out and shown as a tip."""
    return rx.el.button(
        when(busy, spinner(), glyph(icon, _ALONE[size])),
        type=props.pop("type", "button"),
        title=label,
        **with_classes(_named(_busy(props, busy, disabled), label), look(tone, size, square=True)),
    )


def icon_link(
    icon: str,
    label: Text,
    href: Text,
    *,
    tone: Tone = "ghost",
    size: Size = "md",
    **props: Any,
) -> rx.Component:
    """A square link with a glyph; its name is read out and shown as a tip."""
    return link(
        glyph(icon, _ALONE[size]),
        href=href,
        title=label,
        **with_classes(_named(props, label), look(tone, size, square=True)),
    )


class _CopyButton(Piece):
    library = script("copy_button.jsx").importable_path
    tag = "CopyButton"

    text: rx.Var[str]
    label: rx.Var[str]


def copy_button(
    text: Text, label: str = "Copy", *, tone: Tone = "quiet", size: Size = "md", **props: Any
) -> rx.Component:
    """Puts ``text`` on the clipboard and says so; an address that begins with / is made whole."""
    return _CopyButton.create(text=text, label=label, **with_classes(props, look(tone, size)))


def _named(props: dict[str, Any], label: Text) -> dict[str, Any]:
    return {**props, "custom_attrs": {"aria-label": label, **props.get("custom_attrs", {})}}
