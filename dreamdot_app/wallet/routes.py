"""The wallet's routes, of all its packages. They belong before the API's own application."""

from starlette.routing import BaseRoute

from dreamdot_app.wallet.adding import routes as adding
from dreamdot_app.wallet.codes import routes as codes
from dreamdot_app.wallet.earning import routes as earning
from dreamdot_app.wallet.limits import routes as limits
from dreamdot_app.wallet.standin import routes as standin
from dreamdot_app.wallet.stripe import routes as stripe
from dreamdot_app.wallet.withdrawing import routes as withdrawing


def wallet_routes() -> list[BaseRoute]:
    """Every route of the wallet."""
    return [
        *adding.routes(),
        *codes.routes(),
        *earning.routes(),
        *limits.routes(),
        *standin.routes(),
        *stripe.routes(),
        *withdrawing.routes(),
    ]
