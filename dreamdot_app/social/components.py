"""Pieces of screen that other slices show: what one can do with a person."""

from typing import Any

import reflex as rx

from dreamdot_app.social.contract import Distance
from dreamdot_app.social.state import StandingState
from dreamdot_app.ui import buttons, dialog, menu
from dreamdot_app.ui.icon import icon

_BLOCK_DIALOG = "block"


def person_actions() -> rx.Component:
    """A menu on somebody's profile: mute, block, and back; nothing on one's own."""
    standing: Any = StandingState.standing
    return rx.cond(
        StandingState.is_other,
        rx.fragment(
            menu.menu(
                icon("ellipsis", 20),
                rx.cond(
                    standing.is_muted,
                    menu.item(
                        "Unmute",
                        icon="eye",
                        on_click=StandingState.let_back(Distance.MUTED.value),
                    ),
                    menu.item(
                        "Mute",
                        icon="eye-off",
                        on_click=StandingState.keep_away(Distance.MUTED.value),
                    ),
                ),
                rx.cond(
                    standing.is_blocked,
                    menu.item(
                        "Unblock",
                        icon="ban",
                        on_click=StandingState.let_back(Distance.BLOCKED.value),
                    ),
                    menu.item(
                        "Block",
                        icon="ban",
                        danger=True,
                        on_click=dialog.open_dialog(_BLOCK_DIALOG),
                    ),
                ),
                label="What to do with this person",
            ),
            _block_dialog(),
        ),
    )


def person_notice() -> rx.Component:
    """On the profile of somebody who is kept away: that they are, and the way back."""
    standing: Any = StandingState.standing
    return rx.cond(
        StandingState.is_other & (standing.is_blocked | standing.is_muted),
        rx.el.p(
            icon("ban", 18),
            rx.el.span(
                rx.cond(
                    standing.is_blocked,
                    "You blocked this person. ",
                    "You muted this person. ",
                ),
                class_name="flex-1",
            ),
            buttons.button(
                rx.cond(standing.is_blocked, "Unblock", "Unmute"),
                size="sm",
                on_click=StandingState.let_back(
                    rx.cond(standing.is_blocked, Distance.BLOCKED.value, Distance.MUTED.value)
                ),
            ),
            # On phones what follows reaches up to the edge.
            class_name="mb-8 flex items-center gap-3 rounded-box bg-base-200 px-4 py-3"
            " max-md:mb-12",
        ),
    )


def _block_dialog() -> rx.Component:
    return dialog.confirm(
        _BLOCK_DIALOG,
        "Block this person?",
        "Neither of you finds the other’s works on shelves and in searches. They cannot write to "
        "you or follow you, and are not told. What was bought stays with who bought it.",
        "Block",
        [
            StandingState.keep_away(Distance.BLOCKED.value),
            dialog.close_dialog(_BLOCK_DIALOG),
        ],
        danger=True,
    )
