"""Letters about a sale: the receipt to the buyer, the news to the seller."""

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import service as accounts
from dreamdot_app.core import ids, mail, money, outbox
from dreamdot_app.core.db import Database, reading
from dreamdot_app.market.contract import WorkSold
from dreamdot_app.market.repository import works


@outbox.consumer(WorkSold, name="market.write_of_sale", into=Database.USER)
async def write_of_sale(session: AsyncSession, event: WorkSold) -> None:
    """Ask for both letters; what was free and is only in a library now is no news."""
    if not event.price_minor:
        return
    async with reading(Database.ITEMS) as items:
        work = await works.work(items, event.work_id)
    if work is None:
        return
    names = await accounts.cards([event.buyer_id, event.creator_id])
    buyer, creator = names.get(event.buyer_id), names.get(event.creator_id)
    key, read = ids.short(event.purchase_id), f"/read/{ids.short(event.work_id)}"
    receipt = _receipt(event, work.title, creator.display_name if creator else "", read)
    await accounts.write_news(
        session, event.buyer_id, kind="purchases", letter=receipt, key=f"receipt {key}"
    )
    sale = _sale(event, work.title, buyer.display_name if buyer else "Somebody")
    await accounts.write_news(
        session, event.creator_id, kind="sales", letter=sale, key=f"sale {key}"
    )


def _receipt(event: WorkSold, title: str, creator: str, read: str) -> mail.Letter:
    by = f" by {creator}" if creator else ""
    return mail.Letter(
        subject=f"Your receipt for {title}",
        heading=f"{title} is yours",
        paragraphs=(
            f"You bought {title}{by} for {money.show(event.price_minor)}.",
            "It stays in your library. The receipt with every split is in your wallet.",
        ),
        action=("Read it", read),
    )


def _sale(event: WorkSold, title: str, buyer: str) -> mail.Letter:
    earned = event.earned_promo_minor + event.earned_cash_minor
    return mail.Letter(
        subject=f"{title} was bought",
        heading="A sale",
        paragraphs=(
            f"{buyer} bought {title} for {money.show(event.price_minor)}.",
            f"You receive {money.show(earned)}, after DreamDot’s share.",
        ),
        action=("See your wallet", "/wallet"),
    )
