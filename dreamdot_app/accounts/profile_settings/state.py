"""What the profile's form begins with."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from dreamdot_app.accounts.profile_settings import service
from dreamdot_app.accounts.profile_settings.service import OwnProfile
from dreamdot_app.accounts.state import loading, require_user


@dataclass(frozen=True)
class ProfileForm:
    """The fields as they are drawn; ids are short, empty for none."""

    username: str = ""
    display_name: str = ""
    pronouns: str = ""
    bio: str = ""
    location: str = ""
    pinned_id: str = ""
    avatar_id: str = ""
    avatar_url: str = ""
    avatar_srcset: str = ""
    drawn_avatar: str = ""
    banner_id: str = ""
    banner_url: str = ""
    banner_srcset: str = ""
    drawn_banner: str = ""
    links: tuple[tuple[str, str], ...] = ()


class ProfileSettingsState(rx.State):
    """One's own profile, to be changed. What is typed stays in the browser until it is sent."""

    form: ProfileForm = ProfileForm()
    was: dict[str, Any] = {}  # noqa: RUF012 Reflex makes a field of each state from it
    is_loading: bool = True
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> None:
        """Show the profile as it is; what somebody has typed meanwhile stays."""
        own = await service.own_profile(account_id=await require_user(self))
        self.form, self.was = _form(own), own.as_fields()
        self.is_loading = False


def _form(own: OwnProfile) -> ProfileForm:
    return ProfileForm(
        username=own.username,
        display_name=own.display_name,
        pronouns=own.pronouns,
        bio=own.bio,
        location=own.location,
        pinned_id=own.pinned_id,
        avatar_id=own.avatar_id,
        avatar_url=own.avatar.large,
        avatar_srcset=own.avatar.srcset,
        drawn_avatar=own.drawn_avatar,
        banner_id=own.banner_id,
        banner_url=own.banner.large,
        banner_srcset=own.banner.srcset,
        drawn_banner=own.drawn_banner,
        links=tuple((link.label, link.url) for link in own.links),
    )
