"""Settings > Profile."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from dreamdot_app.accounts.contract import profile_path
from dreamdot_app.accounts.joining import DISPLAY_NAME_LENGTH
from dreamdot_app.accounts.profile_settings import fields, pieces
from dreamdot_app.accounts.profile_settings.state import ProfileSettingsState
from dreamdot_app.accounts.settings_frame import section_path, settings_frame
from dreamdot_app.accounts.state import SessionState, guarded_page
from dreamdot_app.ui import buttons, errors, forms, skeleton, unsaved

# Seen from pages, a state's vars are more than their annotations say.
_FORM: Any = ProfileSettingsState.form


@dataclass(frozen=True, kw_only=True)
class ProfileSettingsSlots:
    """What slices above add to the form.

    ``pinned`` draws a field with the name ``pinned`` for the work that stands first on one's page;
    it gets the id that is chosen now. ``loads`` are handlers for the page's ``on_load``.
    """

    pinned: Callable[[Any], rx.Component] | None = None
    loads: Sequence[Any] = ()


def add_pages(app: rx.App, slots: ProfileSettingsSlots) -> None:
    """Add the page to the app."""
    app.add_page(
        lambda: _page(slots),
        route=section_path("profile"),
        title="Profile · DreamDot",
        on_load=guarded_page(ProfileSettingsState.load, *slots.loads),
    )


def _page(slots: ProfileSettingsSlots) -> rx.Component:
    return settings_frame(
        "profile",
        rx.cond(
            ProfileSettingsState.has_failed,
            errors.did_not_load(ProfileSettingsState.load),
            rx.cond(ProfileSettingsState.is_loading, skeleton.form(5), _form(slots)),
        ),
        lead="What everybody sees on your page and beside what you publish.",
    )


def _form(slots: ProfileSettingsSlots) -> rx.Component:
    return forms.post_form(
        unsaved.unsaved(),
        _pictures(),
        _words(),
        pieces.links_field(
            _FORM.links,
            most=fields.MOST_LINKS,
            label_length=fields.LABEL_LENGTH,
            url_length=fields.URL_LENGTH,
        ),
        *([slots.pinned(_FORM.pinned_id)] if slots.pinned else []),
        _buttons(),
        action="/auth/profile",
        submit="",
        extra={"was": ProfileSettingsState.was},
        on_done=[SessionState.load, ProfileSettingsState.load],
        id="profile",
        class_name="!space-y-6",
    )


def _pictures() -> rx.Component:
    banner = pieces.picture_field(
        "banner",
        "Banner",
        pieces.BANNER,
        picture_id=_FORM.banner_id,
        picture_url=_FORM.banner_url,
        picture_srcset=_FORM.banner_srcset,
        drawn_url=_FORM.drawn_banner,
    )
    picture = pieces.picture_field(
        "avatar",
        "Picture",
        pieces.AVATAR,
        round=True,
        picture_id=_FORM.avatar_id,
        picture_url=_FORM.avatar_url,
        picture_srcset=_FORM.avatar_srcset,
        drawn_url=_FORM.drawn_avatar,
    )
    return rx.el.div(banner, picture)


def _words() -> rx.Component:
    return rx.el.div(
        forms.text_field(
            "display_name",
            "Name",
            value=_FORM.display_name,
            help="Stands on what you publish. Empty: your username.",
            autocomplete="name",
            max_length=DISPLAY_NAME_LENGTH,
        ),
        rx.el.div(
            forms.text_field(
                "pronouns",
                "Pronouns",
                value=_FORM.pronouns,
                max_length=fields.PRONOUNS_LENGTH,
                autocomplete="off",
            ),
            forms.text_field(
                "location",
                "Location",
                value=_FORM.location,
                max_length=fields.LOCATION_LENGTH,
                autocomplete="off",
            ),
            class_name="grid gap-6 sm:grid-cols-2 sm:gap-4",
        ),
        forms.text_area(
            "bio",
            "About you",
            value=_FORM.bio,
            rows=5,
            help="Addresses that begin with https:// and @names become links.",
            max_length=fields.BIO_LENGTH,
            count=True,
        ),
        class_name="space-y-6",
    )


def _buttons() -> rx.Component:
    return rx.el.div(
        forms.submit_button("Save", busy_label="Saving"),
        buttons.link_button("See your page", href=profile_path("") + _FORM.username, tone="ghost"),
        class_name="flex flex-wrap items-center gap-2 border-t border-hair pt-6",
    )
