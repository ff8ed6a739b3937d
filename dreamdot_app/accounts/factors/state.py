"""What the page for security shows: which factors somebody has. It holds no secret."""

from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from dreamdot_app.accounts.factors import service
from dreamdot_app.accounts.factors.contract import FEW_LEFT, FactorsView, PasskeyView
from dreamdot_app.accounts.factors.errors import PasskeysImpossible
from dreamdot_app.accounts.factors.relying_party import relying_party
from dreamdot_app.accounts.state import loading, require_viewer
from dreamdot_app.core import ids
from dreamdot_app.core.errors import NotFound
from dreamdot_app.ui import dialog

RENAME_DIALOG, REMOVE_DIALOG = "rename-passkey", "remove-passkey"


@dataclass(frozen=True, slots=True)
class ShownPasskey:
    """A passkey in the list; times are ISO texts, empty for never."""

    id: str = ""
    name: str = ""
    is_backed_up: bool = False
    added: str = ""
    used: str = ""


class SecurityState(rx.State):
    """The page for security."""

    has_password: bool = True
    is_confirmed: bool = True
    is_on: bool = False
    authenticator_since: str = ""
    codes_left: int = 0
    few_left: bool = False
    passkeys: tuple[ShownPasskey, ...] = ()
    chosen: ShownPasskey = ShownPasskey()
    no_passkeys: str = ""
    is_loading: bool = True
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> None:
        """Show what somebody has."""
        viewer = await require_viewer(self)
        self.is_confirmed = viewer.is_confirmed
        self._show(await service.factors_of(account_id=viewer.id))
        self.no_passkeys = _why_no_passkeys()
        self.is_loading = False

    @rx.event
    async def choose_to_rename(self, passkey: str) -> EventSpec:
        """Open the dialog for a passkey's name."""
        await self._choose(passkey)
        return dialog.open_dialog(RENAME_DIALOG)

    @rx.event
    async def choose_to_remove(self, passkey: str) -> EventSpec:
        """Open the dialog for taking a passkey off."""
        await self._choose(passkey)
        return dialog.open_dialog(REMOVE_DIALOG)

    async def _choose(self, passkey: str) -> None:
        viewer = await require_viewer(self)
        self._show(await service.factors_of(account_id=viewer.id))
        found = [one for one in self.passkeys if one.id == passkey]
        if not found:
            raise NotFound
        self.chosen = found[0]

    def _show(self, held: FactorsView) -> None:
        since = held.authenticator_since
        self.has_password, self.is_on = held.has_password, held.is_on
        self.authenticator_since = since.isoformat() if since else ""
        self.codes_left = held.codes_left
        self.few_left = held.is_on and held.codes_left <= FEW_LEFT
        self.passkeys = tuple(_shown(key) for key in held.passkeys)


def _shown(key: PasskeyView) -> ShownPasskey:
    return ShownPasskey(
        id=ids.short(key.id),
        name=key.name,
        is_backed_up=key.is_backed_up,
        added=key.created_at.isoformat(),
        used=key.last_used_at.isoformat() if key.last_used_at else "",
    )


def _why_no_passkeys() -> str:
    try:
        relying_party()
    except PasskeysImpossible as refusal:
        return refusal.message
    return ""
