"""What somebody has: their library, and what they are in the middle of."""

from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import cards, cursors
from dreamdot_app.market.contract import Kind, LibraryEntry, LibraryPage, Progress
from dreamdot_app.market.repository import purchases
from dreamdot_app.market.service.lists import page_size


async def library(
    *,
    user_id: UserId,
    kind: Kind | None = None,
    progress: Progress = Progress.ANY,
    before: str = "",
    limit: int = 24,
) -> LibraryPage:
    """What somebody bought or added, the latest first, withdrawn works among it.

    Raises:
        BadInput: ``before`` is not the ``next`` of a page.
    """
    size = page_size(limit)
    async with reading(Database.ITEMS) as session:
        owned = await purchases.library(
            session,
            buyer_id=user_id,
            kind=kind,
            progress=progress,
            after=cursors.time_and_id(before) if before else None,
            limit=size + 1,
        )
    shown = owned[:size]
    following = ""
    if len(owned) > size:
        following = cursors.of_time(shown[-1].purchase.created_at, shown[-1].purchase.id)
    made = await cards.cards([row.work for row in shown])
    entries = tuple(
        cards.library_entry(card, row.purchase, row.place)
        for card, row in zip(made, shown, strict=True)
    )
    return LibraryPage(entries, following)


async def reading_now(*, user_id: UserId, limit: int = 6) -> tuple[LibraryEntry, ...]:
    """What somebody has begun and not finished, the last read first."""
    async with reading(Database.ITEMS) as session:
        begun = await purchases.being_read(session, user_id=user_id, limit=page_size(limit))
    made = await cards.cards([work for work, _, _ in begun])
    return tuple(
        cards.library_entry(card, purchase, place)
        for card, (_, place, purchase) in zip(made, begun, strict=True)
    )
