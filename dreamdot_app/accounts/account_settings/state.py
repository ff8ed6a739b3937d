"""What the account's settings show."""

from typing import Any

import reflex as rx

from dreamdot_app.accounts.account_settings import addresses
from dreamdot_app.accounts.account_settings.addresses import AddressView
from dreamdot_app.accounts.answers import answered, loading
from dreamdot_app.accounts.state import require_viewer
from dreamdot_app.core import clock


class AddressState(rx.State):
    """Somebody's own address, and the one that they have asked for."""

    shown: AddressView = AddressView()
    is_loading: bool = True
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> None:
        """Show the address."""
        await self._read()
        self.is_loading = False

    @rx.event
    @answered
    async def look_again(self, _answer: dict[str, Any]) -> None:
        """Show it as it is after something was done about it."""
        await self._read()

    async def _read(self) -> None:
        self.shown = await addresses.address_of(await require_viewer(self), now=clock.now())
