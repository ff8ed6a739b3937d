"""What market does about events: a sale raises a work's popularity, a maker's new name is found, a
picture that nothing shows any more goes.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts.contract import DisplayNameChanged, PicturesReplaced
from dreamdot_app.core import outbox
from dreamdot_app.core.db import Database
from dreamdot_app.market import popularity
from dreamdot_app.market.contract import WorkSold
from dreamdot_app.market.repository import works
from dreamdot_app.market.service.replaced import forget_replaced


@outbox.consumer(WorkSold, name="market.raise_popularity", into=Database.ITEMS)
async def raise_popularity(session: AsyncSession, event: WorkSold) -> None:
    """Add a sale's interest to the work, by the time of the sale.

    Not in the purchase's own transaction: the figure is in indexes, and whoever buys the same work
    next should not wait for those.
    """
    weight = popularity.BOUGHT if event.price_minor else popularity.ADDED_FREE
    await works.raise_popularity(session, event.work_id, popularity.of_event(weight, event.sold_at))


@outbox.consumer(DisplayNameChanged, name="market.rename_maker", into=Database.ITEMS)
async def rename_maker(session: AsyncSession, event: DisplayNameChanged) -> None:
    """Let searches find somebody's works under the name that they are shown with now."""
    await works.rename_maker(session, event.account_id, event.display_name)


@outbox.consumer(PicturesReplaced, name="market.forget_replaced", into=Database.ITEMS)
async def forget_pictures(session: AsyncSession, event: PicturesReplaced) -> None:
    """Remove what was taken off a profile: market alone knows whether a work shows it too."""
    await forget_replaced(session, user_id=event.account_id, pictures=event.pictures)
