"""Settings > Account: one section under the other."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from dreamdot_app.accounts.account_settings.address_section import address_section
from dreamdot_app.accounts.account_settings.state import AddressState
from dreamdot_app.accounts.settings_frame import section_path, settings_frame
from dreamdot_app.accounts.state import guarded_page
from dreamdot_app.accounts.username_settings import UsernameState, username_section


@dataclass(frozen=True)
class AccountSection:
    """A part of the page, and the handlers that load what it shows."""

    draw: Callable[[], rx.Component]
    loads: tuple[Any, ...] = ()


SECTIONS: tuple[AccountSection, ...] = (
    AccountSection(username_section, loads=(UsernameState.load,)),
    AccountSection(address_section, loads=(AddressState.load,)),
)


def add_pages(app: rx.App) -> None:
    """Add the page to the app."""
    app.add_page(
        account_page,
        route=section_path("account"),
        title="Account · DreamDot",
        on_load=guarded_page(*(load for section in SECTIONS for load in section.loads)),
    )


def account_page() -> rx.Component:
    """What one signs in with, and is reached at."""
    return settings_frame(
        "account",
        rx.el.div(*[section.draw() for section in SECTIONS]),
        lead="What you sign in with, and where letters reach you.",
    )
