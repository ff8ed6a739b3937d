"""The one small session state: who is signed in, for the frame; guards for everybody else."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from dreamdot_app.accounts import service
from dreamdot_app.accounts.answers import (
    answer_failure,
    answered,
    loading,
    sign_in_path,
    to_sign_in,
)
from dreamdot_app.accounts.contract import Role, UserId, Viewer
from dreamdot_app.accounts.preferences import service as preferences
from dreamdot_app.accounts.profile import person_shown
from dreamdot_app.core import ids
from dreamdot_app.core.errors import SignInRequired
from dreamdot_app.core.web.addresses import safe_next
from dreamdot_app.core.web.cookies import session_token
from dreamdot_app.ui import frame, live

__all__ = [
    "EntryState",
    "SessionState",
    "answer_failure",
    "answered",
    "guarded_page",
    "loading",
    "open_page",
    "own_news",
    "person_shown",
    "require_user",
    "require_viewer",
    "viewer",
]


async def viewer(state: rx.State) -> Viewer | None:
    """Who sent the event that is being handled: asked of the database (cached), never of a var."""
    return await service.viewer_of_token(session_token(state.router.headers.cookie))


async def require_viewer(state: rx.State) -> Viewer:
    """Who sent the event that is being handled.

    Raises:
        SignInRequired: nobody is signed in, or the session has ended.
    """
    asking = await viewer(state)
    if asking is None:
        raise SignInRequired
    return asking


async def require_user(state: rx.State) -> UserId:
    """The id of who sent the event that is being handled; every handler that acts for somebody
    begins so.

    Raises:
        SignInRequired: nobody is signed in, or the session has ended.
    """
    return (await require_viewer(state)).id


@asynccontextmanager
async def own_news(
    state: rx.State,
    topic_of: Callable[[UserId], str],
    *,
    look_every_s: float = live.LOOK_EVERY_S,
) -> AsyncGenerator[live.News]:
    """What is published for who is asking, from now on; nothing for visitors.

    It ends with their tab or their session (`ui.live.news`, which also says how a handler that
    waits for it is declared).
    """
    token = session_token(state.router.headers.cookie)
    asking = await service.viewer_of_token(token)

    async def is_signed_in() -> bool:
        return await service.viewer_of_token(token, is_use=False) is not None

    topic = topic_of(asking.id) if asking else ""
    async with live.news(state, topic, while_=is_signed_in, look_every_s=look_every_s) as messages:
        yield messages


class SessionState(rx.State):
    """What the frame shows of who is signed in. It decides nothing: it is only shown."""

    is_signed_in: bool = False
    person: str = ""
    username: str = ""
    display_name: str = ""
    avatar_url: str = ""
    needs_confirming: bool = False
    # For a link more in the menu; every page asks by itself who may see it.
    is_administrator: bool = False
    # When their account will be deleted, ISO 8601 in UTC; empty when it stays.
    leaves: str = ""
    # How they want DreamDot to look, as `ui.looks` reads it; empty for visitors.
    looks: dict[str, str] = {}  # noqa: RUF012 Reflex copies it for each tab

    @rx.event
    async def load(self) -> None:
        """Show who is signed in."""
        await self._show(await viewer(self))

    @rx.event
    async def require_sign_in(self) -> EventSpec | None:
        """Show who is signed in; visitors are led to the sign-in page, and back afterwards."""
        asking = await viewer(self)
        await self._show(asking)
        if asking is None:
            return to_sign_in(_page_of(self), self.router.headers.cookie)
        return None

    async def _show(self, asking: Viewer | None) -> None:
        self.is_signed_in = asking is not None
        self.person = ids.short(asking.id) if asking else ""
        self.username = asking.username if asking else ""
        self.display_name = asking.display_name if asking else ""
        self.avatar_url = asking.avatar_url if asking else ""
        self.needs_confirming = asking is not None and not asking.is_confirmed
        self.is_administrator = asking is not None and asking.role is Role.ADMINISTRATOR
        self.leaves = asking.leaves_at.isoformat() if asking and asking.leaves_at else ""
        self.looks = await preferences.looks(asking.id) if asking else {}


class EntryState(rx.State):
    """The pages for joining and signing in, each with a link to the other one."""

    to_join: str = "/join"
    to_sign_in: str = "/signin"

    @rx.event
    async def enter(self) -> EventSpec | None:
        """Keep where to go afterwards in the links; who is signed in already goes there at once."""
        target = safe_next(self.router.url.query_parameters.get("next"))
        self.to_sign_in = sign_in_path(target)
        self.to_join = self.to_sign_in.replace("/signin", "/join", 1)
        if await viewer(self) is not None:
            return rx.redirect(target, replace=True)
        return None


def open_page(*handlers: Any) -> Sequence[Any]:
    """``on_load`` of a page for everybody: who is signed in, these, then what the frame shows."""
    return [SessionState.load, *handlers, *frame.filled().loads]


def guarded_page(*handlers: Any) -> Sequence[Any]:
    """``on_load`` of a page for members: who is signed in, these, then what the frame shows.

    These run for visitors too, and refuse them: the guard only spares people an empty page.
    """
    return [SessionState.require_sign_in, *handlers, *frame.filled().loads]


def _page_of(state: rx.State) -> str:
    url = state.router.url
    return url.path + (f"?{url.query}" if url.query else "")
