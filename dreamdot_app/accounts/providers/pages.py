"""The page to join with an account elsewhere, and providers as proofs of who somebody is."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

from collections.abc import Awaitable, Callable
from uuid import UUID

import reflex as rx

from dreamdot_app.accounts.providers import components, linking
from dreamdot_app.accounts.providers.configured import offered
from dreamdot_app.accounts.providers.errors import LABELS
from dreamdot_app.accounts.providers.routes import JOIN_PATH
from dreamdot_app.accounts.providers.state import NewcomerState
from dreamdot_app.accounts.proving.proofs import Proof, offer
from dreamdot_app.accounts.rules import RULES_PATH
from dreamdot_app.accounts.state import open_page
from dreamdot_app.core.settings import settings
from dreamdot_app.ui import errors, forms, frame, layout, link, skeleton


def add_pages(app: rx.App) -> None:
    """Add the page to the app, and the proofs to the page that asks for one."""
    for name in LABELS:
        offer(Proof(name, _has_linked(name), _drawn(name)))
    app.add_page(
        join_with_page,
        route=JOIN_PATH,
        title="Join · DreamDot",
        on_load=open_page(NewcomerState.load),
    )


def join_with_page() -> rx.Component:
    """Choose a name: all else was told by the provider."""
    head = rx.el.header(
        rx.el.h1("One name, and you are in", class_name="text-[2rem]"),
        rx.el.p(
            NewcomerState.provider,
            " knows you already. Choose what you are called here.",
            class_name="mt-2 text-muted text-pretty",
        ),
        class_name="mb-6",
    )
    shown = rx.cond(
        NewcomerState.has_failed,
        errors.did_not_load(NewcomerState.load, is_page=True),
        rx.cond(NewcomerState.is_loading, skeleton.form(3), rx.fragment(head, _form())),
    )
    panel = layout.split_panel(shown, quote="One page is enough to begin.")
    return frame.landing_frame(
        rx.el.div(panel, class_name="mx-auto max-w-[80rem] px-4 py-6 md:px-8 lg:py-10")
    )


def _form() -> rx.Component:
    return forms.post_form(
        forms.text_field(
            "username",
            "Username",
            value=NewcomerState.suggested,
            autocomplete="username",
            required=True,
            custom_attrs={"autoCapitalize": "none", "spellCheck": "false"},
        ),
        forms.text_field(
            "display_name",
            "Name",
            value=NewcomerState.display_name,
            help="Stands on what you publish. Empty: your username.",
            autocomplete="name",
        ),
        rx.cond(NewcomerState.is_verified, _known_address(), _address()),
        forms.check_row(
            "terms",
            "I am 13 or older and accept ",
            link.text_link("the rules", RULES_PATH),
            required=True,
        ),
        action="/auth/join/with",
        submit="Create account",
        id="join-with",
    )


def _known_address() -> rx.Component:
    return rx.el.div(
        rx.el.p("Email", class_name="text-sm font-medium"),
        rx.el.p(NewcomerState.email, class_name="mt-1.5 [overflow-wrap:anywhere]"),
        rx.el.p(
            "Confirmed by ",
            NewcomerState.provider,
            ". You can change it in the settings later.",
            class_name="mt-1 text-sm text-muted",
        ),
    )


def _address() -> rx.Component:
    return forms.text_field(
        "email",
        "Email",
        kind="email",
        value=NewcomerState.email,
        help="You get a letter with a link that confirms it.",
        autocomplete="email",
        required=True,
    )


def _has_linked(name: str) -> Callable[[UUID], Awaitable[bool]]:
    async def has_linked(account_id: UUID) -> bool:
        return name in offered(settings()) and await linking.has_linked(account_id, name)

    return has_linked


def _drawn(name: str) -> Callable[[rx.Var[str]], rx.Component]:
    return lambda next_page: components.proof(name, next_page)
