"""The settings that are kept the moment they are chosen: privacy, looks, language, news."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from dreamdot_app.accounts.answers import loading
from dreamdot_app.accounts.preferences import service
from dreamdot_app.accounts.preferences.choices import Preferences
from dreamdot_app.accounts.preferences.news import KINDS, Way
from dreamdot_app.accounts.state import SessionState, require_user
from dreamdot_app.core.errors import BadInput
from dreamdot_app.ui import toast


class PreferencesState(rx.State):
    """What somebody has chosen. It shows; the service decides."""

    chosen: Preferences = Preferences()
    is_loading: bool = True
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> None:
        """Show what is chosen."""
        self.chosen = await service.preferences(await require_user(self))
        self.is_loading = False

    @rx.event
    async def choose(self, name: str, value: Any) -> Any:
        """Keep a choice, and have it everywhere at once."""
        return await self._keep({name: value})

    @rx.event
    async def keep_theme(self, theme: str) -> Any:
        """Keep the theme that was chosen by a switch, wherever that is."""
        return await self._keep({"theme": theme})

    async def _keep(self, choices: Mapping[str, object]) -> Any:
        owner = await require_user(self)
        try:
            self.chosen = await service.choose(user_id=owner, choices=choices)
        except BadInput as refusal:
            self.chosen = await service.preferences(owner)
            return toast.bad(refusal.message)
        return SessionState.load


class NewsState(rx.State):
    """Which news reach somebody by which way: the ways that are on, by kind."""

    on: dict[str, list[str]] = {}  # noqa: RUF012 Reflex copies it for each tab
    is_loading: bool = True
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> None:
        """Show what is on."""
        await self._show()
        self.is_loading = False

    @rx.event
    async def choose(self, kind: str, way: str, is_on: Any) -> Any:
        """Switch a kind of news on or off for a way."""
        owner = await require_user(self)
        try:
            await service.choose_news(user_id=owner, kind=kind, way=way, is_on=is_on)
        except BadInput as refusal:
            await self._show()
            return toast.bad(refusal.message)
        await self._show()
        return None

    async def _show(self) -> None:
        ways = await service.news(await require_user(self))
        self.on = {kind: [way.value for way in Way if way in ways[kind]] for kind in KINDS}
