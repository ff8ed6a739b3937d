"""What Settings > Your data shows: exports as they are made, and what leaving would cost."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

import reflex as rx

from dreamdot_app.accounts.answers import loading
from dreamdot_app.accounts.leaving import exports
from dreamdot_app.accounts.leaving.exports import ExportView
from dreamdot_app.accounts.leaving.parts import stakes_of
from dreamdot_app.accounts.state import own_news, require_user, require_viewer


@dataclass(frozen=True)
class ExportShown:
    """An export in words; times are ISO 8601 in UTC. ``state`` is making, ready or failed."""

    id: str = ""
    state: str = ""
    asked: str = ""
    percent: int = 0
    size: str = ""
    expires: str = ""
    href: str = ""


class YourDataState(rx.State):
    """The page Your data. It only shows."""

    shown: tuple[ExportShown, ...] = ()
    is_making: bool = False
    stakes: str = ""
    username: str = ""
    leaves: str = ""
    # Somebody came from a letter's link to an export that is over.
    is_gone: bool = False
    is_loading: bool = True
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> None:
        """Show exports, whether the account is leaving, and what it would lose by that."""
        viewer = await require_viewer(self)
        self.username = viewer.username
        self.is_gone = self.router.url.query_parameters.get("export") == "gone"
        self.leaves = viewer.leaves_at.isoformat() if viewer.leaves_at else ""
        self.stakes = await stakes_of(viewer.id)
        await self._show()
        self.is_loading = False

    @rx.event(background=True, supersedes=True)
    async def watch(self) -> AsyncGenerator[None]:
        """Show how far an export is, until the page is left, the tab closed or the session over."""
        async with own_news(self, exports.topic) as news:
            async for _ in news:
                async with self:
                    await self._show()
                yield

    @rx.event
    async def look_again(self) -> None:
        """Show what was just asked for."""
        await self._show()

    async def _show(self) -> None:
        found = await exports.exports_of(await require_user(self))
        self.shown = tuple(_shown(one) for one in found)
        self.is_making = any(one.state == "making" for one in self.shown)


def _shown(view: ExportView) -> ExportShown:
    state = "ready" if view.ready_at else "failed" if view.failed_at else "making"
    return ExportShown(
        id=view.id.hex,
        state=state,
        asked=view.asked_at.isoformat(),
        percent=view.progress_percent,
        size=size_in_words(view.size_bytes),
        expires=view.expires_at.isoformat() if view.expires_at else "",
        href=exports.download_path(view.id),
    )


def size_in_words(size_bytes: int) -> str:
    """``412 KB``, ``12.0 MB``, ``3.1 GB``: a size as people know it from their files."""
    if size_bytes < 1_000_000:
        return f"{max(1, round(size_bytes / 1_000))} KB"
    if size_bytes < 1_000_000_000:
        return f"{size_bytes / 1_000_000:.1f} MB"
    return f"{size_bytes / 1_000_000_000:.1f} GB"
