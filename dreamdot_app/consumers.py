"""Who listens to which event, which jobs there are, where people's pictures are: importing this
registers all of it."""

from dreamdot_app.accounts import jobs as accounts
from dreamdot_app.accounts.leaving import consumers as leaving_consumers
from dreamdot_app.accounts.leaving import jobs as leaving_jobs
from dreamdot_app.accounts.leaving import own_data
from dreamdot_app.admin import consumers as admin
from dreamdot_app.admin import exports as admin_exports
from dreamdot_app.admin import leaving as admin_leaving
from dreamdot_app.core import mail
from dreamdot_app.market import consumers as market
from dreamdot_app.market import exports as market_exports
from dreamdot_app.market import jobs as market_jobs
from dreamdot_app.market import leaving as market_leaving
from dreamdot_app.market import letters as market_letters
from dreamdot_app.media import exports as media_exports
from dreamdot_app.media import jobs as media
from dreamdot_app.media import people as pictures
from dreamdot_app.social import leaving as social_leaving
from dreamdot_app.wallet import alerts as wallet_alerts
from dreamdot_app.wallet import consumers as wallet
from dreamdot_app.wallet import forgetting as wallet_forgetting
from dreamdot_app.wallet import jobs as wallet_jobs
from dreamdot_app.wallet import leaving as wallet_leaving
from dreamdot_app.wallet.adding import crediting, disputing
from dreamdot_app.wallet.adding import jobs as adding_jobs
from dreamdot_app.wallet.earning import jobs as earning_jobs
from dreamdot_app.wallet.standin import consumers as standin
from dreamdot_app.wallet.stripe import consumers as stripe
from dreamdot_app.wallet.stripe import jobs as stripe_jobs
from dreamdot_app.wallet.withdrawing import hearing as withdrawing_hearing
from dreamdot_app.wallet.withdrawing import jobs as withdrawing_jobs
from dreamdot_app.wallet.withdrawing import letters as withdrawing_letters
from dreamdot_app.wallet.withdrawing import on_the_way as withdrawing_on_the_way

__all__ = [
    "accounts",
    "adding_jobs",
    "admin",
    "admin_exports",
    "admin_leaving",
    "crediting",
    "disputing",
    "earning_jobs",
    "leaving_consumers",
    "leaving_jobs",
    "mail",
    "market",
    "market_exports",
    "market_jobs",
    "market_leaving",
    "market_letters",
    "media",
    "media_exports",
    "own_data",
    "pictures",
    "social_leaving",
    "standin",
    "stripe",
    "stripe_jobs",
    "wallet",
    "wallet_alerts",
    "wallet_forgetting",
    "wallet_jobs",
    "wallet_leaving",
    "withdrawing_hearing",
    "withdrawing_jobs",
    "withdrawing_letters",
    "withdrawing_on_the_way",
]
