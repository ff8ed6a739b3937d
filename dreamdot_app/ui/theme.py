"""The look as a whole: what the app hands to Reflex."""

from collections.abc import Callable
from typing import Any

import reflex as rx
from reflex_components_core.base.error_boundary import ErrorBoundary

from dreamdot_app.ui import announcer, connection, errors, looks, session, toast
from dreamdot_app.ui.theme_switch import theme_choice, theme_items, theme_switch

__all__ = ["app_options", "theme_choice", "theme_items", "theme_switch"]

STYLESHEETS = [
    "/styles/dreamdot.css",
    "/styles/fonts.css",
    "/styles/pieces.css",
    "/styles/forms.css",
    "/styles/frame.css",
    "/styles/floating.css",
    "/styles/reading.css",
    "/styles/daisyui.css",
]
_EARLY_FONTS = ("fraunces-latin-opsz-normal", "instrument-sans-latin-wght-normal")
_PAPER, _NIGHT = "#fcfaf6", "#11131f"


def app_options() -> dict[str, Any]:
    """What to hand to ``rx.App``: styles, head, the error page, messages, the connection's line."""
    return {
        "stylesheets": list(STYLESHEETS),
        "reset_style": False,
        "head_components": _head(),
        "html_lang": "en",
        "html_custom_attrs": {"suppressHydrationWarning": True},
        "toaster": None,
        "app_wraps": _around_every_page(),
        "backend_exception_handler": errors.backend_failure,
        "frontend_exception_handler": errors.frontend_failure,
    }


def _around_every_page() -> dict[tuple[int, str], Callable[[bool], rx.Component | None]]:
    """Ours instead of Reflex's own error page, toaster and connection notices."""

    def boundary(_stateful: bool) -> rx.Component:
        return ErrorBoundary.create(fallback_render=errors.crash_screen())

    def overlay(_stateful: bool) -> rx.Component:
        return rx.fragment(
            connection.connection_bar(),
            toast.toaster(),
            announcer.announcer(),
            session.session_mark(),
            looks.looks(),
        )

    return {(55, "ErrorBoundary"): boundary, (5, "Overlay"): overlay}


def _head() -> list[rx.Component]:
    fonts = [
        rx.el.link(
            rel="preload",
            href=f"/fonts/{name}.woff2",
            custom_attrs={"as": "font", "type": "font/woff2", "crossOrigin": "anonymous"},
        )
        for name in _EARLY_FONTS
    ]
    return [
        rx.el.script(src="/boot.js"),
        *fonts,
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.link(rel="icon", href="/favicon.ico", sizes="32x32"),
        rx.el.link(rel="apple-touch-icon", href="/icons/apple-touch.png"),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
        *_metas(),
    ]


def _metas() -> list[rx.Component]:
    return [
        _theme_colour(_PAPER, "light"),
        _theme_colour(_NIGHT, "dark"),
        rx.el.meta(
            name="viewport", content="width=device-width, initial-scale=1, viewport-fit=cover"
        ),
        rx.el.meta(custom_attrs={"property": "og:site_name"}, content="DreamDot"),
        rx.el.meta(name="twitter:card", content="summary_large_image"),
    ]


def _theme_colour(colour: str, scheme: str) -> rx.Component:
    return rx.el.meta(
        name="theme-color",
        content=colour,
        custom_attrs={"media": f"(prefers-color-scheme: {scheme})"},
    )
