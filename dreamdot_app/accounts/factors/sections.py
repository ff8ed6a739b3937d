"""The sections of the page for security."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

from typing import Any

import reflex as rx

from dreamdot_app.accounts.factors import pieces
from dreamdot_app.accounts.factors.contract import CODES_MADE
from dreamdot_app.accounts.factors.passkeys import NAME_LENGTH
from dreamdot_app.accounts.factors.state import REMOVE_DIALOG, RENAME_DIALOG, SecurityState
from dreamdot_app.accounts.password_settings import password_section
from dreamdot_app.accounts.settings_frame import section_path, settings_part
from dreamdot_app.ui import buttons, dialog, errors, forms, icon, posting, time
from dreamdot_app.ui.kinds import Part, when

SETUP_PATH = section_path("security") + "/authenticator"
_OFF_DIALOG, _CODES_DIALOG, _PASSWORD_DIALOG = "turn-off-app", "new-codes", "remove-password"
# Seen from pages, a state's vars are more than their annotations say.
_PASSKEYS: Any = SecurityState.passkeys
_CHOSEN: Any = SecurityState.chosen
_LEFT: Any = SecurityState.codes_left


def authenticator() -> rx.Component:
    """The app that shows codes."""
    on = rx.el.div(
        _state_line("On since ", time.day(SecurityState.authenticator_since)),
        buttons.button("Turn off", on_click=dialog.open_dialog(_OFF_DIALOG)),
        class_name="flex flex-wrap items-center justify-between gap-3",
    )
    off = rx.cond(
        SecurityState.is_confirmed,
        buttons.link_button("Set up", href=SETUP_PATH, icon="shield"),
        _confirm_first(),
    )
    return settings_part(
        "Authenticator app",
        rx.cond(SecurityState.authenticator_since != "", on, off),
        lead="An app on your phone shows six digits that are asked for after your password.",
    )


def passkeys() -> rx.Component:
    """The passkeys, and a new one."""
    form = pieces.AddPasskey.create(
        ask="/auth/factors/passkeys/ask",
        answer="/auth/factors/passkeys/add",
        suggestion="To know it by, such as “Work laptop”.",
        max_length=NAME_LENGTH,
    )
    adding = when(
        SecurityState.no_passkeys != "",
        errors.notice(SecurityState.no_passkeys, tone="info"),
        when(SecurityState.is_confirmed, form, _confirm_first()),
    )
    listed = rx.el.ul(
        rx.foreach(_PASSKEYS, _passkey),
        class_name="mb-5 divide-y divide-hair border-y border-hair",
        custom_attrs={"aria-label": "Your passkeys"},
    )
    return settings_part(
        "Passkeys",
        rx.cond(_PASSKEYS.length() > 0, listed),
        adding,
        lead="Sign in with your finger, your face or the PIN of a device. A passkey works alone, "
        "and no false page can take it from you.",
    )


def recovery() -> rx.Component:
    """The codes for the day that everything else is lost."""
    left = rx.el.div(
        _state_line(_LEFT, f" of {CODES_MADE} left"),
        buttons.button("Make new codes", on_click=dialog.open_dialog(_CODES_DIALOG)),
        class_name="flex flex-wrap items-center justify-between gap-3",
    )
    few = errors.notice(
        "Few recovery codes are left. Make new ones before you need them.",
        tone="info",
        class_name="mb-4",
    )
    none = rx.el.p(
        "You get ten of them when you turn on an app or add a passkey.",
        class_name="text-sm",
    )
    return settings_part(
        "Recovery codes",
        rx.cond(SecurityState.is_on, rx.fragment(rx.cond(SecurityState.few_left, few), left), none),
        lead="They let you in when your phone or your passkey is lost. Each works once.",
    )


def password() -> rx.Component:
    """The password: changed in a form of its own, and done without by who has a passkey."""
    may_go = SecurityState.has_password & (_PASSKEYS.length() > 0)
    without = rx.el.p(
        "You have a passkey, so you can do without a password. ",
        rx.el.button(
            "Remove the password",
            type="button",
            on_click=dialog.open_dialog(_PASSWORD_DIALOG),
            class_name="dd-tap font-semibold text-primary underline-offset-4 hover:underline",
        ),
        class_name="mt-4 text-sm text-muted",
    )
    lead = rx.cond(
        SecurityState.has_password,
        "With a new password you are signed out everywhere but here.",
        "You have none. With one you can sign in by your name, too.",
    )
    return password_section(rx.cond(may_go, without), lead=lead)


def _confirm_first() -> rx.Component:
    return rx.el.p(
        "Confirm your email address first: letters about this go there.",
        class_name="text-sm",
    )


def _state_line(*words: Part) -> rx.Component:
    return rx.el.p(
        icon.icon("circle-check", 18, class_name="text-success"),
        rx.el.span(*words),
        class_name="flex items-center gap-2 font-medium",
    )


def _passkey(key: Any) -> rx.Component:
    used = rx.cond(key.used != "", rx.fragment(", last used ", time.ago(key.used)))
    where = rx.cond(
        key.is_backed_up, "Kept in your account with a password manager", "On one device"
    )
    return rx.el.li(
        icon.icon("key-round", 20, class_name="text-muted"),
        rx.el.div(
            rx.el.p(key.name, class_name="font-medium wrap-anywhere"),
            rx.el.p(
                where,
                ". Added ",
                time.day(key.added),
                used,
                class_name="text-[.8125rem] text-muted",
            ),
            class_name="min-w-0 flex-1",
        ),
        buttons.icon_button(
            "pencil", f"Rename {key.name}", on_click=SecurityState.choose_to_rename(key.id)
        ),
        buttons.icon_button(
            "x", f"Remove {key.name}", on_click=SecurityState.choose_to_remove(key.id)
        ),
        class_name="flex items-center gap-3 py-3",
        key=key.id,
    )


def dialogs() -> rx.Component:
    """What asks once more before something is changed."""
    return rx.fragment(
        _question(
            _OFF_DIALOG,
            "Turn off the app?",
            "Codes are no longer asked for. Your other devices are signed out.",
            "Turn off",
            "/auth/factors/authenticator/remove",
        ),
        _question(
            _CODES_DIALOG,
            "Make new codes?",
            "The codes that you have now will not work any more.",
            "Make new codes",
            "/auth/factors/codes/new",
            tone="primary",
        ),
        _question(
            _PASSWORD_DIALOG,
            "Remove the password?",
            "You will sign in with a passkey only. If you lose it, you need your mailbox and one "
            "of your recovery codes. Your other devices are signed out.",
            "Remove the password",
            "/auth/factors/password/remove",
        ),
        _question(
            REMOVE_DIALOG,
            "Remove this passkey?",
            rx.fragment(
                rx.el.strong(_CHOSEN.name, class_name="wrap-anywhere"),
                " will not open your account any more. Your other devices are signed out.",
            ),
            "Remove",
            "/auth/factors/passkeys/remove",
            payload={"id": _CHOSEN.id},
        ),
        _rename(),
    )


def _question(
    id: str,
    title: str,
    text: Part,
    label: str,
    action: str,
    *,
    tone: buttons.Tone = "danger",
    payload: dict[str, Any] | None = None,
) -> rx.Component:
    return dialog.dialog(
        rx.el.p(text, class_name="leading-relaxed text-muted"),
        id=id,
        title=title,
        width="24rem",
        footer=rx.fragment(
            buttons.button("Cancel", tone="ghost", on_click=dialog.close_dialog(id)),
            posting.post_action(
                label, action=action, payload=payload, class_name=buttons.look(tone, "md")
            ),
        ),
    )


def _rename() -> rx.Component:
    return dialog.dialog(
        forms.post_form(
            forms.text_field(
                "name", "Name", value=_CHOSEN.name, max_length=NAME_LENGTH, required=True
            ),
            action="/auth/factors/passkeys/rename",
            submit="Rename",
            extra={"id": _CHOSEN.id},
            key=_CHOSEN.id,
        ),
        id=RENAME_DIALOG,
        title="Rename the passkey",
        width="24rem",
    )
