"""A person's page: the state that shows it, and what previews read of it."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from urllib.parse import quote

import reflex as rx
from reflex.event import EventSpec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dreamdot_app.accounts import service
from dreamdot_app.accounts.answers import loading
from dreamdot_app.accounts.contract import (
    NO_PICTURE,
    BioPart,
    LinkView,
    PictureShown,
    ProfileView,
    UserId,
    profile_path,
)
from dreamdot_app.accounts.preferences import service as preferences
from dreamdot_app.core import clock, ids
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.web.metadata import Moved, PageMetadata

PROFILE_ROUTE = "/u/[handle]"
_DESCRIPTION_LENGTH = 200


@dataclass(frozen=True)
class ProfileShown:
    """A person, as the page shows them; ``joined`` is ISO 8601 in UTC."""

    person: str = ""
    username: str = ""
    display_name: str = ""
    pronouns: str = ""
    location: str = ""
    bio: tuple[BioPart, ...] = ()
    links: tuple[LinkView, ...] = ()
    avatar: PictureShown = NO_PICTURE
    banner: PictureShown = NO_PICTURE
    joined: str = ""


class ProfileState(rx.State):
    """The person whose page is open."""

    shown: ProfileShown = ProfileShown()
    title: str = "DreamDot"
    is_loading: bool = True
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> AsyncGenerator[EventSpec]:
        """Show the person named in the address; who had this name until lately is elsewhere."""
        self.is_loading, self.shown, self.title = True, ProfileShown(), "DreamDot"
        handle = self.router.url.path.rstrip("/").rpartition("/")[2]
        try:
            found = await service.by_username(handle)
        except NotFound:
            present = await service.present_name(handle, now=clock.now())
            if present is not None:
                yield rx.redirect(profile_path(present), replace=True)
                return
            self.is_loading, self.title = False, "Nobody has this name · DreamDot"
            return
        self.shown = _shown(found)
        self.title = _title(found)
        self.is_loading = False


def _shown(found: ProfileView) -> ProfileShown:
    return ProfileShown(
        person=ids.short(found.id),
        username=found.username,
        display_name=found.display_name,
        pronouns=found.pronouns,
        location=found.location,
        bio=found.bio_parts,
        links=found.links,
        avatar=found.avatar,
        banner=found.banner,
        joined=found.joined_at.isoformat(),
    )


async def person_shown(state: rx.State) -> UserId | None:
    """Whose page is open, for the handlers of slices that show something there."""
    profile = await state.get_state(ProfileState)
    return UserId(ids.parse(profile.shown.person)) if profile.shown.person else None


async def profile_metadata(params: dict[str, str]) -> PageMetadata | Moved:
    """A person for search engines and link previews; where they are who had this name until lately.

    Raises:
        NotFound: nobody has this name.
    """
    try:
        found = await service.by_username(params["handle"])
    except NotFound:
        present = await service.present_name(params["handle"], now=clock.now())
        if present is None:
            raise
        return Moved(profile_path(present))
    about = found.bio or f"{found.display_name} is on DreamDot."
    chosen = await preferences.preferences(found.id)
    return PageMetadata(
        title=_title(found),
        description=about[:_DESCRIPTION_LENGTH],
        path=found.href,
        # No preview shows a drawing; the wordmark's picture stands in for it.
        image_url=_preview(found),
        kind="profile",
        json_ld={
            "@context": "https://schema.org",
            "@type": "ProfilePage",
            "dateCreated": found.joined_at.isoformat(),
            "mainEntity": _person(found),
        },
        paragraphs=tuple(part for part in (found.pronouns, found.bio, found.location) if part),
        is_hidden=not chosen.is_searchable,
        elsewhere=tuple(one.url for one in found.links),
    )


def _person(found: ProfileView) -> dict[str, object]:
    """A person as schema.org describes them; what is not told is left out."""
    told: dict[str, object] = {
        "@type": "Person",
        "name": found.display_name,
        "alternateName": found.username,
        "description": found.bio,
    }
    if found.location:
        told["homeLocation"] = {"@type": "Place", "name": found.location}
    if found.links:
        told["sameAs"] = [link.url for link in found.links]
    return told


def _preview(found: ProfileView) -> str:
    # The widest of each: previews are large. Drawings have one address and no widths.
    widest = (shown.srcset.rpartition(", ")[2] for shown in (found.banner, found.avatar))
    return next((one.partition(" ")[0] for one in widest if one), "/og.jpg")


def _title(found: ProfileView) -> str:
    return f"{found.display_name} (@{found.username}) · DreamDot"


def routes() -> list[Route]:
    """The short address of people: ``/@name``.

    The pages' router knows parameters that are a whole part of an address only, and one of the
    first part would take every unknown address to be a person. So this leads to where they are.
    """
    return [Route("/@{rest:path}", _from_short_address, methods=["GET", "HEAD"])]


async def _from_short_address(request: Request) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/u/{quote(request.path_params['rest'])}{query}", status_code=308)
