"""The page to prove oneself once more."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

from typing import Any

import reflex as rx

from dreamdot_app.accounts.answers import AGAIN_PATH
from dreamdot_app.accounts.proving.proofs import PROOFS, Proof
from dreamdot_app.accounts.proving.state import ProvingState
from dreamdot_app.accounts.state import SessionState, guarded_page
from dreamdot_app.ui import errors, forms, frame, layout, link, skeleton

# Seen from pages, a state's vars are more than their annotations say.
_WAYS: Any = ProvingState.ways
_NEXT: Any = ProvingState.next_page


def add_pages(app: rx.App) -> None:
    """Add the page to the app."""
    app.add_page(
        again_page,
        route=AGAIN_PATH,
        title="Confirm that it is you · DreamDot",
        on_load=guarded_page(ProvingState.load),
    )


def again_page() -> rx.Component:
    """Prove who one is, to go on with what asked for it."""
    panel = layout.split_panel(
        rx.el.header(
            rx.el.h1("Confirm that it is you", class_name="text-[2rem]"),
            rx.el.p(
                "What you are about to do deserves a second look. This holds for five minutes.",
                class_name="mt-2 text-muted text-pretty",
            ),
            class_name="mb-6",
        ),
        _ways(),
        _not_now(),
        quote="Some doors ask twice.",
    )
    return frame.landing_frame(
        rx.el.div(panel, class_name="mx-auto max-w-[80rem] px-4 py-6 md:px-8 lg:py-10")
    )


def _ways() -> rx.Component:
    return rx.cond(
        ProvingState.has_failed,
        errors.did_not_load(ProvingState.load),
        rx.cond(
            ProvingState.is_loading,
            skeleton.text(lines=3),
            rx.el.div(
                rx.cond(ProvingState.has_password, _password()),
                *[_other(proof) for proof in PROOFS.values()],
                _nothing(),
            ),
        ),
    )


def _password() -> rx.Component:
    return forms.post_form(
        # So that password managers know which of theirs is asked for.
        rx.el.input(
            type="text",
            auto_complete="username",
            value=SessionState.username,
            read_only=True,
            hidden=True,
        ),
        forms.password_field(),
        action="/auth/again",
        submit="Confirm",
        extra={"next": _NEXT},
        id="again",
    )


def _other(proof: Proof) -> rx.Component:
    way = rx.el.div(
        rx.cond(ProvingState.has_password, layout.divider("or")),
        proof.draw(_NEXT),
        class_name="mb-4 last:mb-0",
    )
    return rx.cond(_WAYS.contains(proof.key), way)


def _not_now() -> rx.Component:
    """The way back to where one came from, where nothing has happened."""
    return rx.el.p(
        link.link(
            "Not now",
            href=_NEXT,
            class_name="dd-tap text-sm font-medium text-muted hover:text-base-content",
        ),
        class_name="mt-6 text-center",
    )


def _nothing() -> rx.Component:
    """Nobody is locked out for good: whoever has the mailbox can have a password."""
    words = (
        "This account has no password, nor anything else to confirm with. Sign out, and ask for a"
        " new password on the sign-in page."
    )
    said = rx.el.p(words, class_name="text-muted text-pretty")
    return rx.cond(ProvingState.has_nothing, said)
