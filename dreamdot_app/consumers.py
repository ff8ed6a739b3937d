"""Who listens to which event, which jobs there are, where people's pictures are: importing this
registers all of it."""

from dreamdot_app.accounts import jobs as accounts
from dreamdot_app.admin import consumers as admin
from dreamdot_app.core import mail
from dreamdot_app.market import consumers as market
from dreamdot_app.market import jobs as market_jobs
from dreamdot_app.market import letters as market_letters
from dreamdot_app.media import jobs as media
from dreamdot_app.media import people as pictures
from dreamdot_app.wallet import consumers as wallet
from dreamdot_app.wallet import jobs as wallet_jobs

__all__ = [
    "accounts",
    "admin",
    "mail",
    "market",
    "market_jobs",
    "market_letters",
    "media",
    "pictures",
    "wallet",
    "wallet_jobs",
]
