"""Whom one keeps away: on a profile, and as lists in the settings."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import reflex as rx

from dreamdot_app.accounts.contract import profile_path
from dreamdot_app.accounts.state import loading, person_shown, require_user, viewer
from dreamdot_app.core import clock, ids
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.social import service
from dreamdot_app.social.contract import Distance, KeptAway, Standing
from dreamdot_app.ui import lists, toast


async def unseen_here(state: rx.State) -> frozenset[UserId]:
    """Whose works are not shown in lists to who sent the event that is being handled."""
    asking = await viewer(state)
    return await service.unseen_by(asking.id if asking else None)


def distance_of(value: object) -> Distance:
    """Read how somebody is kept away, as it was sent.

    Raises:
        NotFound: there is no such way.
    """
    if not isinstance(value, str) or value not in set(Distance):
        raise NotFound
    return Distance(value)


class StandingState(rx.State):
    """How one who looks at a profile stands to the person on it."""

    standing: Standing = Standing()
    is_other: bool = False

    @rx.event
    async def load(self) -> None:
        """Show how one stands to the person whose page is open."""
        asking, other = await viewer(self), await person_shown(self)
        self.is_other = asking is not None and other is not None and asking.id != other
        self.standing = Standing()
        if asking and other and self.is_other:
            self.standing = await service.standing(user_id=asking.id, other_id=other)

    @rx.event
    async def keep_away(self, distance: str) -> Any:
        """Mute or block the person whose page is open."""
        user, other = await self._both()
        way = distance_of(distance)
        await service.keep_away(user_id=user, other_id=other, distance=way, now=clock.now())
        self.standing = await service.standing(user_id=user, other_id=other)
        words = {
            Distance.MUTED: "Muted. Their works are left out of your shelves and searches.",
            Distance.BLOCKED: "Blocked. Neither of you finds the other’s works any more.",
        }
        return toast.good(words[way])

    @rx.event
    async def let_back(self, distance: str) -> None:
        """Unmute or unblock the person whose page is open."""
        user, other = await self._both()
        await service.let_back(user_id=user, other_id=other, distance=distance_of(distance))
        self.standing = await service.standing(user_id=user, other_id=other)

    async def _both(self) -> tuple[UserId, UserId]:
        user, other = await require_user(self), await person_shown(self)
        if other is None:
            raise NotFound("Nobody has this name.")
        return user, other


@dataclass(frozen=True)
class PersonRow:
    """Somebody who is kept away, as the list shows them; ``since`` is ISO 8601 in UTC."""

    id: str
    name: str
    username: str
    href: str
    avatar_url: str
    since: str


def _row(kept: KeptAway) -> PersonRow:
    person = kept.person
    return PersonRow(
        id=ids.short(person.id),
        name=person.display_name,
        username=person.username,
        href=profile_path(person.username),
        avatar_url=person.avatar_url,
        since=kept.since.isoformat(),
    )


class KeptAwayState(rx.State):
    """The lists of the settings: the blocked, or the muted."""

    distance: str = Distance.BLOCKED.value
    people: tuple[PersonRow, ...] = ()
    following_page: str = ""
    begins_after: str = ""
    is_loading: bool = True
    is_loading_more: bool = False
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> None:
        """Show the list, as far as it was shown before."""
        await self._show_as_many()
        self.is_loading = False

    @rx.event
    async def show(self, distance: str) -> None:
        """Show the blocked, or the muted."""
        await require_user(self)
        self.distance = distance_of(distance).value
        await self.show_first()

    @rx.event
    async def show_first(self) -> None:
        """Begin again at the first row."""
        self.begins_after = ""
        self.people, self.following_page = await self._page("")

    @rx.event
    async def load_more(self) -> AsyncGenerator[None]:
        """Add the next page."""
        if not self.following_page or self.is_loading_more:
            return
        self.is_loading_more = True
        yield
        try:
            self.people, self.following_page, self.begins_after = await lists.grown(
                self._page, self.people, self.following_page, self.begins_after
            )
        finally:
            self.is_loading_more = False

    @rx.event
    async def let_back(self, person: str) -> None:
        """Unblock or unmute somebody on the list."""
        await service.let_back(
            user_id=await require_user(self),
            other_id=UserId(ids.parse(person)),
            distance=distance_of(self.distance),
        )
        await self._show_as_many()

    async def _show_as_many(self) -> None:
        self.people, self.following_page = await lists.as_many(
            self._page, len(self.people), after=self.begins_after
        )

    async def _page(self, after: str) -> tuple[tuple[PersonRow, ...], str]:
        page = await service.kept_away(
            user_id=await require_user(self), distance=distance_of(self.distance), before=after
        )
        return tuple(_row(kept) for kept in page.people), page.next
