"""A person's page: the state that shows it, and what previews read of it."""

from dataclasses import dataclass

import reflex as rx

from dreamdot_app.accounts import service
from dreamdot_app.accounts.answers import loading
from dreamdot_app.accounts.contract import ProfileView, UserId, profile_path
from dreamdot_app.core import ids
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.web.metadata import PageMetadata

PROFILE_ROUTE = "/u/[handle]"
_DESCRIPTION_LENGTH = 200


@dataclass(frozen=True)
class ProfileShown:
    """A person, as the page shows them; ``joined`` is ISO 8601 in UTC."""

    person: str = ""
    username: str = ""
    display_name: str = ""
    avatar_url: str = ""
    bio: str = ""
    joined: str = ""


class ProfileState(rx.State):
    """The person whose page is open."""

    shown: ProfileShown = ProfileShown()
    title: str = "DreamDot"
    is_loading: bool = True
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> None:
        """Show the person named in the address, or that there is none."""
        self.is_loading, self.shown, self.title = True, ProfileShown(), "DreamDot"
        handle = self.router.url.path.rstrip("/").rpartition("/")[2]
        try:
            found = await service.by_username(handle)
        except NotFound:
            self.is_loading, self.title = False, "Nobody has this name · DreamDot"
            return
        self.shown = ProfileShown(
            person=ids.short(found.id),
            username=found.username,
            display_name=found.display_name,
            avatar_url=found.avatar_url,
            bio=found.bio,
            joined=found.joined_at.isoformat(),
        )
        self.title = _title(found)
        self.is_loading = False


async def person_shown(state: rx.State) -> UserId | None:
    """Whose page is open, for the handlers of slices that show something there."""
    profile = await state.get_state(ProfileState)
    return UserId(ids.parse(profile.shown.person)) if profile.shown.person else None


async def profile_metadata(params: dict[str, str]) -> PageMetadata:
    """A person for search engines and link previews.

    Raises:
        NotFound: nobody has this name.
    """
    found = await service.by_username(params["handle"])
    path = profile_path(found.username)
    about = found.bio or f"{found.display_name} is on DreamDot."
    return PageMetadata(
        title=_title(found),
        description=about[:_DESCRIPTION_LENGTH],
        path=path,
        # No preview shows a drawing; the wordmark's picture stands in for it.
        image_url="/og.jpg" if found.avatar_url.endswith(".svg") else found.avatar_url,
        kind="profile",
        json_ld={
            "@context": "https://schema.org",
            "@type": "ProfilePage",
            "dateCreated": found.joined_at.isoformat(),
            "mainEntity": {
                "@type": "Person",
                "name": found.display_name,
                "alternateName": found.username,
                "description": found.bio,
            },
        },
        paragraphs=(found.bio,) if found.bio else (),
    )


def _title(found: ProfileView) -> str:
    return f"{found.display_name} (@{found.username}) · DreamDot"
