"""What the wallet does about what happens elsewhere."""

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts.contract import AccountJoined
from dreamdot_app.core.db import Database
from dreamdot_app.core.outbox import consumer, envelope_of
from dreamdot_app.wallet.service.balances import open_wallet_in


@consumer(AccountJoined, name="wallet.open_wallet", into=Database.ITEMS)
async def open_on_joining(session: AsyncSession, event: AccountJoined) -> None:
    """Give who joined a wallet with its initial credit, unless they have looked at it already."""
    joined_at = envelope_of(session).created_at
    await open_wallet_in(session, user_id=event.account_id, now=joined_at)
