"""The pages of factors: security in the settings, and the second step of signing in."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx

from dreamdot_app.accounts.entry import STEP_PATH
from dreamdot_app.accounts.factors import pieces, proving, sections
from dreamdot_app.accounts.factors.routes import CODES_PATH
from dreamdot_app.accounts.factors.sections import SETUP_PATH
from dreamdot_app.accounts.factors.state import SecurityState
from dreamdot_app.accounts.proving.proofs import Proof, offer
from dreamdot_app.accounts.settings_frame import section_path, settings_frame, settings_part
from dreamdot_app.accounts.state import SessionState, guarded_page, open_page
from dreamdot_app.ui import errors, forms, frame, layout, skeleton

Slot = Callable[[], rx.Component] | None
_NEXT: rx.Var[str] = rx.Var(
    "(typeof window === 'undefined' ? '/' :"
    " new URLSearchParams(window.location.search).get('next') ?? '/')",
    _var_type=str,
)


def add_pages(
    app: rx.App, *, activity: Slot = None, providers: Slot = None, loads: Sequence[Any] = ()
) -> None:
    """Add the pages to the app.

    ``providers`` draws which accounts elsewhere somebody signs in with, ``activity`` what has
    happened to their account lately; ``loads`` are the handlers that these need.
    """
    _offer_proofs()

    def security_page() -> rx.Component:
        return _security(activity, providers)

    app.add_page(
        security_page,
        route=section_path("security"),
        title="Security · DreamDot",
        on_load=guarded_page(SecurityState.load, *loads),
    )
    app.add_page(
        authenticator_page,
        route=SETUP_PATH,
        title="Authenticator app · DreamDot",
        on_load=guarded_page(),
    )
    app.add_page(
        codes_page, route=CODES_PATH, title="Recovery codes · DreamDot", on_load=guarded_page()
    )
    app.add_page(second_step_page, route=STEP_PATH, title="Sign in · DreamDot", on_load=open_page())


def sign_in_with_passkey() -> rx.Component:
    """Below the form for signing in: the way without name and password."""
    return rx.fragment(
        layout.divider("or"),
        pieces.passkey_button(
            "Use a passkey", ask="/auth/passkey/ask", answer="/auth/passkey", next_page=_NEXT
        ),
    )


def second_step_page() -> rx.Component:
    """Ask for a second factor, after the password was right."""
    panel = layout.split_panel(
        rx.el.h1("One more step", class_name="mb-2 text-[2rem]"),
        pieces.SecondStep.create(),
        quote="Two keys, one door.",
    )
    return frame.landing_frame(
        rx.el.div(panel, class_name="mx-auto max-w-[80rem] px-4 py-6 md:px-8 lg:py-10")
    )


def authenticator_page() -> rx.Component:
    """Set up an authenticator app."""
    return settings_frame(
        "security",
        pieces.AuthenticatorSetup.create(),
        title="Authenticator app",
        lead="An app on your phone shows six digits that are asked for when you sign in.",
    )


def codes_page() -> rx.Component:
    """Show recovery codes, once."""
    return settings_frame(
        "security",
        pieces.RecoveryCodes.create(username=SessionState.username),
        title="Recovery codes",
        lead="These codes let you in when your phone or your passkey is lost. Keep them where you "
        "keep important papers: they are shown only now, and each works once.",
    )


def _security(activity: Slot, providers: Slot) -> rx.Component:
    parts: Any = rx.cond(
        SecurityState.has_failed,
        errors.did_not_load(SecurityState.load),
        rx.cond(
            SecurityState.is_loading,
            skeleton.form(4),
            rx.el.div(
                sections.password(),
                sections.authenticator(),
                sections.passkeys(),
                sections.recovery(),
                *([providers()] if providers else []),
                *([settings_part("Recent activity", activity())] if activity else []),
                sections.dialogs(),
            ),
        ),
    )
    return settings_frame("security", parts, lead="How you show that it is you.")


def _offer_proofs() -> None:
    """Let a passkey, and a code of the app, be what somebody proves themselves with once more."""
    offer(Proof("passkey", proving.has_passkey, _again_with_passkey, is_factor=True))
    offer(Proof("code", proving.has_authenticator, _again_with_code, is_factor=True))


def _again_with_passkey(next_page: rx.Var[str]) -> rx.Component:
    return pieces.passkey_button(
        "Use a passkey",
        ask="/auth/again/passkey/ask",
        answer="/auth/again/passkey",
        next_page=next_page,
    )


def _again_with_code(next_page: rx.Var[str]) -> rx.Component:
    return forms.post_form(
        pieces.CodeField.create(label="Six digits of your authenticator app"),
        action="/auth/again/code",
        submit="Confirm with the code",
        tone="quiet",
        extra={"next": next_page},
        id="again-code",
    )
