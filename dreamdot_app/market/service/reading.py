"""A work's page, the work itself for those who may read it, and the place where they stopped."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import BadInput, NotAllowed, NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import cards, documents, policy, popularity
from dreamdot_app.market.contract import NO_BLOCK, Kind, MustBuy, Reading, WorkId, WorkView
from dreamdot_app.market.models import ReadingPlace, Work
from dreamdot_app.market.policy import Standing
from dreamdot_app.market.repository import places, purchases, works
from dreamdot_app.wallet import service as wallet


async def _seen(
    session: AsyncSession, work_id: UUID, viewer_id: UserId | None
) -> tuple[Work, Standing]:
    """A work that exists for somebody, and how they stand to it.

    Raises:
        NotFound: it does not, for them.
    """
    work = await works.work(session, work_id)
    if work is None:
        raise NotFound
    bought = await purchases.of_work(session, work_id, viewer_id) if viewer_id else None
    who = policy.standing(work, viewer_id, bought.id if bought else None)
    if not policy.may_see(work, who):
        raise NotFound
    return work, who


async def work(*, ref: object, viewer_id: UserId | None) -> WorkView:
    """A work's page.

    ``ref`` is the address's text: anything that ends with the work's id.

    Raises:
        NotFound: no such work, or none that this viewer may see.
    """
    work_id = ids.parse_ref(ref)
    async with reading(Database.ITEMS) as session:
        found, who = await _seen(session, work_id, viewer_id)
        stopped = await places.place(session, viewer_id, work_id) if viewer_id else None
    return await _view(found, who, stopped)


async def _view(found: Work, who: Standing, stopped: ReadingPlace | None) -> WorkView:
    quote = None
    if who.viewer_id and policy.may_buy(found, who) and found.price_minor:
        quote = await wallet.quote(buyer_id=who.viewer_id, price_minor=found.price_minor)
    assert found.content_id is not None  # noqa: S101 `policy.may_see` asks for it
    return WorkView(
        card=await cards.card_of(found),
        summary=found.summary,
        tags=tuple(found.tags),
        language=found.language,
        words=found.words,
        minutes=found.minutes,
        pages=found.pages,
        readers=found.readers,
        sales=found.sales if who.is_own else 0,
        beginning=await documents.beginning(Kind(found.kind), found.content_id),
        is_published=policy.is_published(found),
        is_own=who.is_own,
        is_owned=who.is_owned,
        may_read=policy.may_read(found, who),
        may_buy=policy.may_buy(found, who),
        quote=quote,
        place=cards.place(stopped, found.revision),
    )


async def read(*, ref: object, viewer_id: UserId | None) -> Reading:
    """All of a work: for anybody when it is free, for its creator and its buyers when it is not.

    Raises:
        MustBuy: it is for sale; with its price and beginning.
        NotFound: no such work, or none that this viewer may see.
    """
    work_id = ids.parse_ref(ref)
    async with reading(Database.ITEMS) as session:
        found, who = await _seen(session, work_id, viewer_id)
        stopped = await places.place(session, viewer_id, work_id) if viewer_id else None
    if not policy.may_read(found, who):
        raise MustBuy(await _view(found, who, stopped))
    assert found.content_id is not None  # noqa: S101 `policy.may_see` asks for it
    content = await documents.get(Kind(found.kind), found.content_id)
    short = ids.short(work_id)
    return Reading(
        card=await cards.card_of(found),
        html=content.html,
        pages=await cards.page_views(content.pages, found.title),
        words=found.words,
        minutes=found.minutes,
        revision=found.revision,
        reading_key=f"{short}:{ids.short(viewer_id)}" if viewer_id else short,
        place=cards.place(stopped, found.revision),
        place_url=f"/api/works/{short}/place" if viewer_id else "",
        is_own=who.is_own,
        is_owned=who.is_owned,
    )


async def save_place(
    *, work_id: WorkId, user_id: UserId, place: Mapping[str, object], now: datetime
) -> None:
    """Keep where somebody stopped; the last one wins, from whichever device.

    ``place``: ``block`` (index of a block of the text), ``offset`` (thousandths of that block),
    ``permille`` (thousandths of the whole).

    Raises:
        BadInput: a figure is missing or out of its range.
        NotAllowed: a paid work that they have not bought.
        NotFound: no such work, or none that they may see.
    """
    kept = ReadingPlace(
        user_id=user_id,
        work_id=work_id,
        block=_whole(place, "block", NO_BLOCK),
        offset_permille=_whole(place, "offset", 1_000),
        permille=_whole(place, "permille", 1_000),
        updated_at=now,
    )
    async with transaction(Database.ITEMS, actor=user_id) as session:
        found, who = await _seen(session, work_id, user_id)
        if not policy.may_read(found, who):
            raise NotAllowed
        kept.revision = found.revision
        is_new = await places.keep(session, kept)
        if is_new and not who.is_own:
            interest = popularity.of_event(popularity.BEGUN, now)
            await places.count_reader(session, work_id, interest=interest)


def _whole(place: Mapping[str, object], name: str, most: int) -> int:
    value = place.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise BadInput(f"A whole number from 0 to {most:,}.", field=name)
    return value
