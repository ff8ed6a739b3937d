"""Every slice's tables, imported so that the five metadatas are complete (migrations need them)."""

from dreamdot_app.accounts import models as accounts
from dreamdot_app.accounts.factors import models as factors
from dreamdot_app.accounts.leaving import models as leaving
from dreamdot_app.accounts.preferences import models as preferences
from dreamdot_app.accounts.providers import models as providers
from dreamdot_app.admin import models as admin
from dreamdot_app.market import models as market
from dreamdot_app.media import models as media
from dreamdot_app.social import models as social
from dreamdot_app.wallet import models as wallet

__all__ = [
    "accounts",
    "admin",
    "factors",
    "leaving",
    "market",
    "media",
    "preferences",
    "providers",
    "social",
    "wallet",
]
