"""The list of somebody's sessions, as its page shows it."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import reflex as rx

from dreamdot_app.accounts.session_settings import service
from dreamdot_app.accounts.session_settings.service import SessionView
from dreamdot_app.accounts.state import answered, loading, require_viewer
from dreamdot_app.core import clock, ids
from dreamdot_app.core.settings import settings
from dreamdot_app.ui import dialog, lists, toast

END_OTHERS = "end_others"
_HOUR_S, _DAY_S = 3_600, 86_400


@dataclass(frozen=True, slots=True)
class SessionShown:
    """A row; times are ISO 8601 in UTC."""

    id: str = ""
    device: str = ""
    is_client: bool = False
    is_this: bool = False
    time_zone: str = ""
    used: str = ""
    began: str = ""


class SessionListState(rx.State):
    """Where one is signed in. It shows; ending is the service's."""

    rows: tuple[SessionShown, ...] = ()
    following_page: str = ""
    begins_after: str = ""
    has_others: bool = False
    lifetimes: str = ""
    ending: str = ""
    is_ending_all: bool = False
    is_loading: bool = True
    is_loading_more: bool = False
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> None:
        """Show the sessions, as far as they were shown before."""
        await self._show(await self._as_many())
        self.lifetimes = _lifetimes()
        self.is_loading = False

    @rx.event
    async def show_first(self) -> None:
        """Begin again at this session."""
        self.begins_after = ""
        await self._show(await self._page(""))

    @rx.event
    async def load_more(self) -> AsyncGenerator[None]:
        """Add the next page."""
        if not self.following_page or self.is_loading_more:
            return
        self.is_loading_more = True
        yield
        try:
            self.rows, self.following_page, self.begins_after = await lists.grown(
                self._page, self.rows, self.following_page, self.begins_after
            )
        finally:
            self.is_loading_more = False

    @rx.event
    @answered
    async def end(self, session: str) -> AsyncGenerator[Any]:
        """End one of one's own sessions."""
        viewer, wanted = await require_viewer(self), ids.parse(session)
        self.ending = session
        yield
        try:
            await service.end_session(viewer=viewer, session_id=wanted, now=clock.now())
            yield toast.good("That session is over.")
        finally:
            self.ending = ""
            await self._show(await self._as_many())

    @rx.event
    @answered
    async def end_others(self) -> AsyncGenerator[Any]:
        """End all sessions but this one."""
        viewer = await require_viewer(self)
        self.is_ending_all = True
        yield
        try:
            ended = await service.end_others(viewer=viewer, now=clock.now())
            yield dialog.close_dialog(END_OTHERS)
            yield toast.good(_said(ended))
        finally:
            self.is_ending_all, self.begins_after = False, ""
            await self._show(await self._page(""))

    async def _show(self, page: tuple[tuple[SessionShown, ...], str]) -> None:
        self.rows, self.following_page = page
        self.has_others = bool(self.begins_after) or any(not row.is_this for row in self.rows)

    async def _as_many(self) -> tuple[tuple[SessionShown, ...], str]:
        return await lists.as_many(self._page, len(self.rows), after=self.begins_after)

    async def _page(self, after: str) -> tuple[tuple[SessionShown, ...], str]:
        found, following = await service.sessions_of(
            viewer=await require_viewer(self),
            before=ids.parse(after) if after else None,
            now=clock.now(),
        )
        return tuple(_shown(one) for one in found), ids.short(following) if following else ""


def _shown(view: SessionView) -> SessionShown:
    return SessionShown(
        id=ids.short(view.id),
        device=view.device,
        is_client=view.is_client,
        is_this=view.is_this,
        time_zone=view.time_zone or "Place unknown",
        used=view.last_used_at.isoformat(),
        began=view.created_at.isoformat(),
    )


def _said(ended: int) -> str:
    if ended == 0:
        return "There was no other session."
    return "The other session is over." if ended == 1 else f"{ended} other sessions are over."


def _lifetimes() -> str:
    chosen = settings()
    return (
        f"A session ends by itself after {_in_words(chosen.session_idle_s)} without use, and"
        f" {_in_words(chosen.session_lifetime_s)} after it began at the latest. Of where you are we"
        " know the time zone that your browser tells, and nothing more."
    )


def _in_words(seconds: int) -> str:
    if seconds >= 2 * _DAY_S:
        return f"{seconds // _DAY_S} days"
    hours = max(1, seconds // _HOUR_S)
    return "an hour" if hours == 1 else f"{hours} hours"
