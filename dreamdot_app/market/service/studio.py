"""A creator's own works with their state, and what they brought in."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import cards, cursors
from dreamdot_app.market.contract import Day, Status, StudioFigures, StudioPage
from dreamdot_app.market.models import Draft, Work
from dreamdot_app.market.repository import purchases
from dreamdot_app.market.repository import studio as rows
from dreamdot_app.market.repository.purchases import SalesOfDay
from dreamdot_app.market.service.lists import page_size

_MOST_DAYS = 366


async def studio(
    *, creator_id: UserId, status: Status | None = None, before: str = "", limit: int = 50
) -> StudioPage:
    """A creator's works and drafts, the latest begun first.

    A work that was never out is shown as its draft says; one that is out as its readers see it.

    Raises:
        BadInput: ``before`` is not the ``next`` of a page.
    """
    size = page_size(limit)
    async with reading(Database.ITEMS) as session:
        found = await rows.works(
            session,
            creator_id=creator_id,
            status=status,
            after=cursors.only_id(before) if before else None,
            limit=size + 1,
        )
    shown = found[:size]
    following = cursors.of_id(shown[-1][0].id) if len(found) > size else ""
    made = await cards.cards([_as_shown(work, draft) for work, draft in shown])
    works = tuple(
        cards.studio_work(card, work, draft)
        for card, (work, draft) in zip(made, shown, strict=True)
    )
    return StudioPage(works, following)


def _as_shown(work: Work, draft: Draft | None) -> Work:
    return work if work.content_id is not None else cards.drafted(work, draft)


async def figures(*, creator_id: UserId, now: datetime, days: int = 30) -> StudioFigures:
    """What the last days brought, today among them, beside as many days before (UTC)."""
    count = max(1, min(days, _MOST_DAYS))
    today = now.astimezone(UTC).date()
    first, first_before = today - timedelta(count - 1), today - timedelta(2 * count - 1)
    since = datetime(first_before.year, first_before.month, first_before.day, tzinfo=UTC)
    async with reading(Database.ITEMS) as session:
        sold = await purchases.sales_by_day(session, creator_id=creator_id, since=since)
        ever = await rows.totals(session, creator_id)
    by_day = {row.day: row for row in sold}
    now_days, days_before = _days(by_day, first, count), _days(by_day, first_before, count)
    recent = [row for row in sold if first <= row.day <= today]
    return StudioFigures(
        sales=sum(day.sales for day in now_days),
        sales_before=sum(day.sales for day in days_before),
        earned_minor=sum(day.earned_minor for day in now_days),
        earned_before_minor=sum(day.earned_minor for day in days_before),
        earned_promo_minor=sum(row.promo_minor for row in recent),
        earned_cash_minor=sum(row.cash_minor for row in recent),
        readers_ever=ever.readers,
        sales_ever=ever.sales,
        days=now_days,
        days_before=days_before,
    )


def _days(sold: Mapping[date, SalesOfDay], first: date, count: int) -> tuple[Day, ...]:
    """Every day of a period, those without a sale too."""
    days: list[Day] = []
    for day in (first + timedelta(number) for number in range(count)):
        row = sold.get(day)
        earned = row.promo_minor + row.cash_minor if row else 0
        days.append(Day(day.isoformat(), earned, row.sales if row else 0))
    return tuple(days)
