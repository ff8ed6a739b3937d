"""Pages of accounts: joining, signing in, a person's own page."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx

from dreamdot_app.accounts.account_settings import page as account_settings_page
from dreamdot_app.accounts.confirming import pages as confirming_pages
from dreamdot_app.accounts.factors import pages as factor_pages
from dreamdot_app.accounts.leaving import pages as leaving
from dreamdot_app.accounts.letters import FORGOT_PATH
from dreamdot_app.accounts.new_password import pages as new_password_pages
from dreamdot_app.accounts.preferences import pages as preferences
from dreamdot_app.accounts.profile import (
    PROFILE_ROUTE,
    ProfileState,
    profile_metadata,
)
from dreamdot_app.accounts.proving import page as proving_page
from dreamdot_app.accounts.rules import RULES_PATH, rules_page
from dreamdot_app.accounts.session_settings import page as session_page
from dreamdot_app.accounts.settings_frame import SETTINGS_PATH, section_path
from dreamdot_app.accounts.state import EntryState, guarded_page, open_page
from dreamdot_app.accounts.strength_bar import new_password_field
from dreamdot_app.core.web.metadata import page_metadata
from dreamdot_app.ui import avatar, errors, forms, layout, link, skeleton, time
from dreamdot_app.ui import frame as frames

# Read in the browser when the form is drawn, so that it is right before the server has answered.
_NEXT: rx.Var[str] = rx.Var(
    "(typeof window === 'undefined' ? '/' :"
    " new URLSearchParams(window.location.search).get('next') ?? '/')",
    _var_type=str,
)
type_frame = Callable[..., rx.Component]
type_slot = Callable[[], rx.Component]


def add_pages(
    app: rx.App,
    *,
    frame: type_frame = frames.page_frame,
    profile_tabs: Callable[[], rx.Component] | None = None,
    profile_loads: Sequence[Any] = (),
    security_activity: Callable[[], rx.Component] | None = None,
    profile_actions: type_slot = rx.fragment,
    profile_notice: type_slot = rx.fragment,
) -> None:
    """Add the pages to the app.

    ``profile_tabs`` draws what other slices show on a person's page, ``profile_loads`` are their
    handlers for its ``on_load``; `profile.person_shown` tells them whose page it is.
    ``security_activity`` draws what happened to one's account, in the security settings.
    ``profile_actions`` stands beside the name, ``profile_notice`` above everything.
    """
    app.add_page(
        join_page,
        route="/join",
        title="Join · DreamDot",
        description="Make yourself a name: publish, read and be paid from one wallet.",
        image="/og.jpg",
        on_load=open_page(EntryState.enter),
    )
    app.add_page(
        sign_in_page,
        route="/signin",
        title="Sign in · DreamDot",
        description="Sign in to your library, your wallet and your works.",
        image="/og.jpg",
        on_load=open_page(EntryState.enter),
    )

    app.add_page(
        rules_page,
        route=RULES_PATH,
        title="The rules · DreamDot",
        description="What everybody agrees to by joining DreamDot.",
        image="/og.jpg",
        on_load=open_page(),
    )

    proving_page.add_pages(app)
    confirming_pages.add_pages(app)
    new_password_pages.add_pages(app)
    _add_settings(app, security_activity)

    def profile_page() -> rx.Component:
        tabs = profile_tabs() if profile_tabs else rx.fragment()
        return frame(_profile(tabs, profile_actions(), profile_notice()))

    app.add_page(
        profile_page,
        route=PROFILE_ROUTE,
        title=ProfileState.title,
        on_load=open_page(ProfileState.load, *profile_loads),
    )
    page_metadata(PROFILE_ROUTE, profile_metadata)


def _add_settings(app: rx.App, security_activity: Callable[[], rx.Component] | None) -> None:
    app.add_page(
        settings_page,
        route=SETTINGS_PATH,
        title="Settings · DreamDot",
        on_load=guarded_page(rx.redirect(section_path("profile"), replace=True)),
    )
    account_settings_page.add_pages(app)
    factor_pages.add_pages(app, activity=security_activity)
    session_page.add_pages(app)
    preferences.add_pages(app)
    leaving.add_pages(app)


def settings_page() -> rx.Component:
    """Leads to the first section."""
    return frames.page_frame(skeleton.text(lines=6), title="Settings")


def join_page() -> rx.Component:
    """Make an account."""
    return _entry(
        _heading("Make yourself a name", "Already have one?", "Sign in", EntryState.to_sign_in),
        forms.post_form(
            forms.text_field(
                "username",
                "Username",
                autocomplete="username",
                required=True,
                custom_attrs={"autoCapitalize": "none", "spellCheck": "false"},
            ),
            forms.text_field(
                "display_name",
                "Name",
                help="Stands on what you publish. Empty: your username.",
                autocomplete="name",
            ),
            forms.text_field("email", "Email", kind="email", autocomplete="email", required=True),
            new_password_field(),
            forms.check_row(
                "terms",
                "I am 13 or older and accept ",
                link.text_link("the rules", RULES_PATH),
                required=True,
            ),
            action="/auth/join",
            submit="Create account",
            extra={"next": _NEXT},
            id="join",
        ),
        quote="One page is enough to begin.",
    )


def sign_in_page() -> rx.Component:
    """Come back to an account."""
    return _entry(
        _heading("Welcome back", "New here?", "Join", EntryState.to_join),
        forms.post_form(
            forms.text_field(
                "login",
                "Username or email",
                autocomplete="username",
                required=True,
                custom_attrs={"autoCapitalize": "none", "spellCheck": "false"},
            ),
            forms.password_field(),
            action="/auth/sign-in",
            submit="Sign in",
            extra={"next": _NEXT},
            id="sign-in",
        ),
        rx.el.p(link.text_link("Lost your password?", FORGOT_PATH), class_name="mt-5 text-sm"),
        factor_pages.sign_in_with_passkey(),
        quote="Your place in every story is kept.",
    )


def _entry(*children: rx.Component, quote: str) -> rx.Component:
    panel = layout.split_panel(*children, quote=quote)
    return frames.landing_frame(
        rx.el.div(panel, class_name="mx-auto max-w-[80rem] px-4 py-6 md:px-8 lg:py-10")
    )


def _heading(title: str, question: str, answer: str, href: str | rx.Var[str]) -> rx.Component:
    return rx.el.header(
        rx.el.h1(title, class_name="text-[2rem]"),
        rx.el.p(question, " ", link.text_link(answer, href), class_name="mt-2 text-muted"),
        class_name="mb-6",
    )


def _profile(tabs: rx.Component, actions: rx.Component, notice: rx.Component) -> rx.Component:
    nobody = errors.not_found("Nobody has this name", "The link is old, or the name has changed.")
    return rx.cond(
        ProfileState.has_failed,
        errors.did_not_load(ProfileState.load, is_page=True),
        rx.cond(
            ProfileState.is_loading,
            skeleton.text(lines=6),
            rx.cond(
                ProfileState.shown.username != "",
                rx.fragment(notice, _person(actions), tabs),
                nobody,
            ),
        ),
    )


def _person(actions: rx.Component) -> rx.Component:
    shown = ProfileState.shown
    return rx.el.header(
        avatar.avatar(shown.avatar_url, shown.display_name, size="hero"),
        rx.el.div(
            rx.el.h1(shown.display_name, class_name="text-[2rem] md:text-[2.5rem]"),
            rx.el.p(f"@{shown.username}", class_name="text-muted"),
            rx.cond(
                shown.bio != "",
                rx.el.p(shown.bio, class_name="mt-4 max-w-[36rem] whitespace-pre-line"),
            ),
            rx.el.p("Joined ", time.day(shown.joined), class_name="mt-4 text-sm text-muted"),
            class_name="min-w-0 flex-1",
        ),
        actions,
        class_name="mb-10 flex flex-col gap-6 md:flex-row md:items-start",
    )
