"""Buttons, chips, tabs."""

import reflex as rx

from dreamdot_app.ui import buttons, tabs
from dreamdot_app.ui.styleguide.sample import labelled, stacked

_TONES = ("primary", "neutral", "quiet", "ghost", "danger-quiet", "danger")
_PERIODS = (("week", "7 days"), ("month", "30 days"), ("year", "Year"))


class GuideState(rx.State):
    """Which of the shown chips is pressed."""

    period: str = "month"

    @rx.event
    def choose(self, period: str) -> None:
        """Press a chip; anything that is not one changes nothing."""
        if period in dict(_PERIODS):
            self.period = period


def _all(*, disabled: bool = False, busy: bool = False) -> list[rx.Component]:
    return [
        buttons.button(tone.capitalize(), tone=tone, disabled=disabled, busy=busy)
        for tone in _TONES
    ]


def _small() -> list[rx.Component]:
    return [
        buttons.button("Follow", size="sm"),
        buttons.button("Buy $2.40", size="sm", tone="primary"),
        buttons.button("Filter", size="sm", icon="list-filter"),
        buttons.icon_button("bookmark", "Save", size="sm"),
        buttons.icon_button("bookmark", "Saving", size="sm", busy=True),
        buttons.icon_button("trash-2", "Remove", disabled=True),
        buttons.icon_link("share", "Share", "/styleguide"),
        buttons.copy_button("/styleguide", "Copy link", size="sm"),
    ]


def _tabs(theme: str) -> rx.Component:
    return tabs.tabs(
        ("works", "Works", rx.el.p("Twelve works.")),
        ("series", "Series", rx.el.p("Two series.")),
        ("about", "About", rx.el.p("Draws comics about soup.")),
        label=f"Profile, {theme}",
    )


def _chips(theme: str) -> list[rx.Component]:
    return [
        tabs.chips(_PERIODS, GuideState.period, GuideState.choose, label=f"Period, {theme}"),
        tabs.chip_row(
            tabs.chip_link("All", "/styleguide", current=True),
            tabs.chip_link("Comics", "/styleguide"),
            tabs.chip_link("Writings", "/styleguide"),
            label=f"Kinds, {theme}",
        ),
    ]


def chapter(theme: str) -> rx.Component:
    """Buttons, chips, tabs."""
    wide = buttons.button("As wide as its room", tone="primary", wide=True, icon="feather")
    link = buttons.link_button("A link", href="/styleguide", icon="arrow-right")
    return stacked(
        labelled("Tones", *_all()),
        labelled("Disabled", *_all(disabled=True)),
        labelled("Busy", *_all(busy=True)),
        labelled("Small, with glyphs", *_small(), link),
        wide,
        labelled("Chips", *_chips(theme)),
        _tabs(theme),
    )
