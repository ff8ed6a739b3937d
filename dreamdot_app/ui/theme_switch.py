"""Day, night, or as the device has it: ways to choose."""

from typing import Any

import reflex as rx

from dreamdot_app.ui import icon
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script

NEEDED = (icon.GLYPH_MODULE,)


class _ThemePart(Piece):
    library = script("theme_switch.jsx").importable_path


class _ThemeSwitch(_ThemePart):
    tag = "ThemeSwitch"


class _ThemeItems(_ThemePart):
    tag = "ThemeItems"


class _ThemeChoice(_ThemePart):
    tag = "ThemeChoice"

    label: rx.Var[str]


def theme_switch(**props: Any) -> rx.Component:
    """A button between day and night."""
    return _ThemeSwitch.create(**props)


def theme_items() -> rx.Component:
    """Device, day or night, as items of a menu."""
    return _ThemeItems.create()


def theme_choice(label: str = "Theme") -> rx.Component:
    """Device, day or night, as a segmented choice for a page of settings."""
    return _ThemeChoice.create(label=label)
