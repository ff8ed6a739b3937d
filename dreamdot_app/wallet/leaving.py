"""What the wallet adds to an export, and what somebody who leaves gives up.

The ledger itself forgets nobody: it is append-only and holds ids alone. The money of an account
that is deleted stays where it is, and nobody can spend it. Importing this registers it.
"""

from collections.abc import AsyncIterator

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.service import Entry
from dreamdot_app.core import clock, money
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet import kept, service
from dreamdot_app.wallet.limits import service as limits
from dreamdot_app.wallet.withdrawing import service as withdrawing

_KEPT = {
    "top_ups": kept.TOP_UPS,
    "card_refunds": kept.CARD_REFUNDS,
    "promo_codes": kept.PROMO_CODES,
    "payout_accounts": kept.PAYOUT_ACCOUNTS,
}


async def _gather(user_id: UserId) -> AsyncIterator[Entry]:
    yield Entry("balance.json", await service.balances(user_id=user_id), done=0.1)
    limit = await limits.limit_of(owner=user_id, zone="", now=clock.now())
    yield Entry("spending_limit.json", limit, done=0.2)
    yield Entry("transfers.json", service.transfers(user_id=user_id), done=0.8)
    yield Entry("withdrawals.json", withdrawing.withdrawals(user_id=user_id), done=0.9)
    for name, query in _KEPT.items():
        yield Entry(f"{name}.json", kept.rows(query, user_id=user_id), done=1.0)


async def _at_stake(user_id: UserId) -> str:
    """The cash of a wallet; initial credit was never money, so it need not be given up.

    What is held or on its way counts too: it may come back when nobody can spend it any more.
    """
    held = await service.balances(user_id=user_id)
    async with reading(Database.ITEMS) as session:
        away = await kept.away(session, owner=user_id, currency=held.currency)
    cash = held.deposited_minor + held.pending_minor + held.earned_minor
    stakes = (
        (cash, "in your wallet"),
        (away.held_minor, "held for purchases"),
        (away.on_its_way_minor, "on its way to you"),
    )
    return ", ".join(f"{money.show(minor)} {where}" for minor, where in stakes if minor)


accounts.exports(
    "wallet",
    _gather,
    about="What you have, your monthly limit, and every movement of your money with its colour (P:"
    " initial credit, C: cash) and, for sales, who got what; what you added, withdrew and had given"
    " back to a card, and what became of it; codes that you redeemed; and the account that you are"
    " paid out to, with what Stripe still asks for.",
)
accounts.at_stake("wallet", _at_stake)
