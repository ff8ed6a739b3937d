"""Pages of accounts: joining, signing in, a person's own page."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

from collections.abc import Callable

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
from dreamdot_app.accounts.profile_page import ProfileSlots
from dreamdot_app.accounts.profile_page import profile as draw_profile
from dreamdot_app.accounts.profile_settings import page as profile_settings_page
from dreamdot_app.accounts.profile_settings.page import ProfileSettingsSlots
from dreamdot_app.accounts.providers import components as provider_components
from dreamdot_app.accounts.providers import pages as provider_pages
from dreamdot_app.accounts.providers.state import LinksState, OfferedState
from dreamdot_app.accounts.proving import page as proving_page
from dreamdot_app.accounts.rules import RULES_PATH, rules_page
from dreamdot_app.accounts.session_settings import page as session_page
from dreamdot_app.accounts.settings_frame import SETTINGS_PATH, section_path
from dreamdot_app.accounts.state import EntryState, guarded_page, open_page
from dreamdot_app.accounts.strength_bar import new_password_field
from dreamdot_app.core.web.metadata import page_metadata
from dreamdot_app.ui import forms, layout, link, skeleton
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
    profile: ProfileSlots | None = None,
    profile_settings: ProfileSettingsSlots | None = None,
    security_activity: type_slot | None = None,
) -> None:
    """Add the pages to the app; the slots hold what other slices show on them.

    ``security_activity`` draws what happened to one's account, in the security settings.
    """
    app.add_page(
        join_page,
        route="/join",
        title="Join · DreamDot",
        description="Make yourself a name: publish, read and be paid from one wallet.",
        image="/og.jpg",
        on_load=open_page(EntryState.enter, OfferedState.load),
    )
    app.add_page(
        sign_in_page,
        route="/signin",
        title="Sign in · DreamDot",
        description="Sign in to your library, your wallet and your works.",
        image="/og.jpg",
        on_load=open_page(EntryState.enter, OfferedState.load),
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
    provider_pages.add_pages(app)
    confirming_pages.add_pages(app)
    new_password_pages.add_pages(app)
    _add_settings(app, profile_settings or ProfileSettingsSlots(), security_activity)
    slots = profile or ProfileSlots()

    def profile_page() -> rx.Component:
        return frame(draw_profile(slots))

    app.add_page(
        profile_page,
        route=PROFILE_ROUTE,
        title=ProfileState.title,
        on_load=open_page(ProfileState.load, *slots.loads),
    )
    page_metadata(PROFILE_ROUTE, profile_metadata)


def _add_settings(
    app: rx.App, profile_slots: ProfileSettingsSlots, security_activity: type_slot | None
) -> None:
    app.add_page(
        settings_page,
        route=SETTINGS_PATH,
        title="Settings · DreamDot",
        on_load=guarded_page(rx.redirect(section_path("profile"), replace=True)),
    )
    profile_settings_page.add_pages(app, profile_slots)
    account_settings_page.add_pages(app)
    factor_pages.add_pages(
        app,
        activity=security_activity,
        providers=provider_components.providers_section,
        loads=[LinksState.load],
    )
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
        provider_components.ways_in(_NEXT),
        quote="One page is enough to begin.",
    )


def sign_in_page() -> rx.Component:
    """Come back to an account."""
    return _entry(
        _heading("Welcome back", "New here?", "Join", EntryState.to_join),
        provider_components.trouble(),
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
        provider_components.ways_in(_NEXT, after=True),
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
