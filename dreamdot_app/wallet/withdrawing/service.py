"""The verbs of withdrawing."""

from dreamdot_app.wallet.withdrawing.onboarding import look as look_at_account
from dreamdot_app.wallet.withdrawing.onboarding import onboarding_url, open_account
from dreamdot_app.wallet.withdrawing.refunding import give_back
from dreamdot_app.wallet.withdrawing.requesting import redeem, take_back
from dreamdot_app.wallet.withdrawing.showing import withdrawals, withdrawing

__all__ = [
    "give_back",
    "look_at_account",
    "onboarding_url",
    "open_account",
    "redeem",
    "take_back",
    "withdrawals",
    "withdrawing",
]
