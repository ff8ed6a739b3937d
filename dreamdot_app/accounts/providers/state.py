"""What pages show of providers: which are offered, which are linked, who is joining with one."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from dreamdot_app.accounts.answers import loading
from dreamdot_app.accounts.providers import linking, newcomers
from dreamdot_app.accounts.providers.configured import offered
from dreamdot_app.accounts.providers.cookies import trip_token
from dreamdot_app.accounts.providers.errors import LABELS, TOLD
from dreamdot_app.accounts.state import require_user
from dreamdot_app.core import clock
from dreamdot_app.core.settings import settings
from dreamdot_app.ui import toast


@dataclass(frozen=True)
class LinkRow:
    """A provider in the settings; ``since`` is when it was linked (ISO 8601), or empty."""

    provider: str = ""
    name: str = ""
    label: str = ""
    since: str = ""
    is_offered: bool = False


class OfferedState(rx.State):
    """Which providers can be used, and why one of them did not let somebody in."""

    offered: list[str] = []  # noqa: RUF012 a var of the state
    trouble: str = ""
    trouble_with: str = ""

    @rx.event
    async def load(self) -> None:
        """Show the buttons, and what the page's address says went wrong."""
        self.offered = list(offered(settings()))
        self.trouble, self.trouble_with = _trouble(self)


class LinksState(rx.State):
    """The providers in somebody's settings."""

    rows: list[LinkRow] = []  # noqa: RUF012 a var of the state
    is_loading: bool = True
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> AsyncIterator[EventSpec]:
        """Show what is offered and what is linked."""
        known = offered(settings())
        links = await linking.links_of(await require_user(self), known)
        self.rows = [
            LinkRow(
                provider=link.provider,
                name=LABELS.get(link.provider, link.provider),
                label=link.label,
                since=link.linked_at.isoformat() if link.linked_at else "",
                is_offered=link.provider in known,
            )
            for link in links
        ]
        self.is_loading = False
        words, _ = _trouble(self)
        if words:
            yield toast.bad(words)


class NewcomerState(rx.State):
    """Who is joining with an account elsewhere."""

    provider: str = ""
    email: str = ""
    is_verified: bool = False
    suggested: str = ""
    display_name: str = ""
    is_loading: bool = True
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> AsyncIterator[EventSpec]:
        """Show what the provider told; whoever comes from none joins as everybody does."""
        token = trip_token(self.router.headers.cookie)
        found = await newcomers.newcomer(token, now=clock.now())
        if found is None:
            yield rx.redirect("/join", replace=True)
            return
        self.provider = LABELS[found.provider]
        self.email, self.is_verified = found.email, found.is_verified
        self.suggested, self.display_name = found.username, found.display_name
        self.is_loading = False


def _trouble(state: rx.State) -> tuple[str, str]:
    """What the page's address says went wrong, in our own words, and with which provider."""
    asked = state.router.url.query_parameters
    told, provider = TOLD.get(asked.get("trouble") or ""), asked.get("with") or ""
    return (told(provider).message, provider) if told else ("", "")
