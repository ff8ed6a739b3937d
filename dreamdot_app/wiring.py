"""What the composition root hands to the slices: routes, slots, consumers and jobs."""

from contextlib import suppress
from typing import Any, cast

import reflex as rx
from starlette.requests import Request
from starlette.routing import BaseRoute
from starlette.types import Scope

from dreamdot_app import consumers as _consumers  # noqa: F401 registers consumers and jobs
from dreamdot_app.accounts import routes as account_routes
from dreamdot_app.accounts.preferences.state import PreferencesState
from dreamdot_app.accounts.state import SessionState
from dreamdot_app.core.errors import DomainError
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.mail.page import letter_routes
from dreamdot_app.core.settings import settings
from dreamdot_app.market import api as market_api
from dreamdot_app.media import api as media_api
from dreamdot_app.ui import frame, money
from dreamdot_app.ui.drawings import drawn_routes
from dreamdot_app.wallet import api as wallet_api
from dreamdot_app.wallet.adding import api as adding_api
from dreamdot_app.wallet.routes import wallet_routes
from dreamdot_app.wallet.state import BalanceState
from dreamdot_app.wallet.stripe.described import webhooks
from dreamdot_app.wallet.withdrawing import api as withdrawing_api


async def asking(scope: Scope) -> UserId | None:
    """The account that sends a request, for limits; what is wrong with it is said by its route."""
    with suppress(DomainError):
        if viewer := await account_routes.viewer_of_request(Request(scope)):
            return viewer.id
    return None


def routes() -> list[BaseRoute]:
    """Every route that is not a page."""
    not_for_production = [] if settings().is_production else letter_routes()
    return [
        *account_routes.auth_routes(),
        *media_api.media_routes(),
        *wallet_routes(),
        *market_api.market_routes(
            adding_api.router, wallet_api.router, withdrawing_api.router, webhooks=webhooks
        ),
        *drawn_routes(),
        *not_for_production,
    ]


def fill_slots() -> None:
    """Tell the frame who is signed in and what they can spend."""
    frame.fill(
        frame.Slots(
            ready=SessionState.is_hydrated,
            signed_in=SessionState.is_signed_in,
            person=SessionState.person,
            name=SessionState.display_name,
            username=SessionState.username,
            avatar_url=SessionState.avatar_url,
            balance=money.text(cast("rx.Var[Any]", BalanceState.spendable_minor)),
            has_balance=cast("rx.Var[Any]", BalanceState.is_known),
            loads=[BalanceState.load],
            is_administrator=SessionState.is_administrator,
            sign_out_action="/auth/sign-out",
            looks=cast("rx.Var[Any]", SessionState.looks),
            on_theme=PreferencesState.keep_theme,
        )
    )
