"""Which months somebody has a statement of."""

from dataclasses import dataclass

import reflex as rx

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.state import loading, require_viewer
from dreamdot_app.core import clock, money
from dreamdot_app.core.settings import settings
from dreamdot_app.wallet import policy
from dreamdot_app.wallet.statements import service
from dreamdot_app.wallet.statements.models import Month


@dataclass(frozen=True, slots=True)
class Listed:
    """A month of the list; ``note`` says that it goes on."""

    text: str = ""
    name: str = ""
    note: str = ""


class StatementsState(rx.State):
    """The months, the latest first."""

    months: tuple[Listed, ...] = ()
    zone: str = ""
    is_test_money: bool = False
    is_loading: bool = True
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> None:
        """Show the months in which one's money moved."""
        asking = await require_viewer(self)
        zone = policy.clock_of(await accounts.zone_of(asking))
        now = clock.now()
        found = await service.months(user_id=asking.id, zone=zone, now=now)
        here = now.astimezone(zone)
        present = Month(here.year, here.month)
        self.months = tuple(
            Listed(one.text, one.name, "So far" if one == present else "") for one in found
        )
        self.zone = zone.key
        self.is_test_money = policy.currency(settings()) == money.TEST_CURRENCY
        self.is_loading = False
