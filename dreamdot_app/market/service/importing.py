"""Works, purchases and places in bulk, for the demonstration world and for moving house.

The order is the one of `documents`: contents first, then the rows that point to them. Rows whose
id (or key) is there already are left alone, so an import that was cut off is simply run again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import TypeVar
from uuid import UUID

from dreamdot_app.core import clock
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import cards, documents, fields, popularity
from dreamdot_app.market.contract import NO_BLOCK, ContentId, Kind, Status, WorkId
from dreamdot_app.market.documents import Content, Page
from dreamdot_app.market.models import Purchase, ReadingPlace, Work
from dreamdot_app.market.repository import bulk
from dreamdot_app.market.repository.bulk import Figures

_BATCH = 2_000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A generated drawing among a work's pages; its size in CSS pixels."""

    url: str
    width: int
    height: int
    alt: str = ""


@dataclass(frozen=True, slots=True)
class ImportedWork:
    """A published work. ``html`` is clean already; other kinds than writings have ``pages``."""

    id: WorkId
    creator_id: UserId
    creator_name: str
    kind: Kind
    form: str
    title: str
    summary: str
    tags: Sequence[str]
    language: str
    price_minor: int
    drawn_design: str
    drawn_key: str
    published_at: datetime
    html: str = ""
    pages: Sequence[DrawnPage] = ()
    cover_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ImportedPurchase:
    """Somebody has a work; the ledger's side of it is the wallet's own import."""

    id: UUID
    work_id: WorkId
    buyer_id: UserId
    creator_id: UserId
    price_minor: int
    bought_at: datetime
    transfer_id: UUID | None = None
    earned_promo_minor: int = 0
    earned_cash_minor: int = 0


@dataclass(frozen=True, slots=True)
class ImportedPlace:
    """How far somebody has read; ``fraction`` from 0 to 1."""

    user_id: UserId
    work_id: WorkId
    fraction: float
    at: datetime


def _batches(rows: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, _BATCH)):
        yield batch


@lru_cache(maxsize=1_000)
def _measured(html: str) -> fields.Text:
    """Large worlds tell the same stories under many titles; each is measured once."""
    return fields.measured(html)


async def import_works(*, rows: Iterable[ImportedWork]) -> int:
    """Add published works with their contents; how many were not there yet."""
    added = 0
    for batch in _batches(rows):
        # The time of writing, for the sweep of what was left behind goes by it.
        now = clock.now()
        for kind in Kind:
            contents = [_content(row, now) for row in batch if row.kind is kind]
            await documents.add_many(kind, contents)
        async with transaction(Database.ITEMS, actor=None) as session:
            added += await bulk.add_works(session, [_work(row) for row in batch])
    return added


def _content(row: ImportedWork, now: datetime) -> Content:
    # The work's own id serves as its first content's: the same at a second run.
    measured = _measured(row.html)
    return Content(
        id=ContentId(row.id),
        work_id=row.id,
        kind=row.kind,
        created_at=now,
        html=measured.html,
        beginning=measured.beginning,
        words=measured.words,
        pages=tuple(
            Page(drawn=page.url, width=page.width, height=page.height, alt=page.alt)
            for page in row.pages
        ),
    )


def _work(row: ImportedWork) -> Work:
    measured = _measured(row.html)
    return Work(
        id=row.id,
        creator_id=row.creator_id,
        creator_name=row.creator_name,
        kind=row.kind.value,
        form=row.form,
        title=row.title,
        summary=row.summary,
        status=Status.PUBLISHED.value,
        price_minor=row.price_minor,
        cover_id=row.cover_id,
        drawn=cards.drawn_text(row.drawn_design, row.drawn_key),
        language=row.language,
        tags=list(row.tags),
        content_id=row.id,
        revision=1,
        words=measured.words,
        minutes=measured.minutes,
        pages=len(row.pages),
        popularity=popularity.of_event(popularity.PUBLISHED, row.published_at),
        published_at=row.published_at,
        created_at=row.published_at,
        updated_at=row.published_at,
    )


async def import_purchases(*, rows: Iterable[ImportedPurchase]) -> int:
    """Add purchases, and count them for their works; how many were not there yet."""
    added = 0
    for batch in _batches(rows):
        async with transaction(Database.ITEMS, actor=None) as session:
            fresh = await bulk.add_purchases(session, [_purchase(row) for row in batch])
            counted = [row for row in batch if row.id in fresh]
            await bulk.raise_figures(session, _figures_of_sales(counted))
        added += len(counted)
    return added


def _purchase(row: ImportedPurchase) -> Purchase:
    return Purchase(
        id=row.id,
        work_id=row.work_id,
        buyer_id=row.buyer_id,
        creator_id=row.creator_id,
        price_minor=row.price_minor,
        transfer_id=row.transfer_id,
        earned_promo_minor=row.earned_promo_minor,
        earned_cash_minor=row.earned_cash_minor,
        created_at=row.bought_at,
    )


def _figures_of_sales(rows: Iterable[ImportedPurchase]) -> dict[UUID, Figures]:
    figures: defaultdict[UUID, Figures] = defaultdict(Figures)
    for row in rows:
        work = figures[row.work_id]
        work.sales += row.price_minor > 0
        work.promo_minor += row.earned_promo_minor
        work.cash_minor += row.earned_cash_minor
        weight = popularity.BOUGHT if row.price_minor else popularity.ADDED_FREE
        _interest(work, popularity.of_event(weight, row.bought_at))
    return figures


def _interest(work: Figures, more: float) -> None:
    work.interest = more if work.interest is None else popularity.raised(work.interest, more)


async def import_places(*, rows: Iterable[ImportedPlace]) -> int:
    """Add reading places, and count their readers; how many were not there yet."""
    added = 0
    for batch in _batches(rows):
        async with transaction(Database.ITEMS, actor=None) as session:
            fresh = await bulk.add_places(session, [_place(row) for row in batch])
            counted = [row for row in batch if (row.user_id, row.work_id) in fresh]
            figures: defaultdict[UUID, Figures] = defaultdict(Figures)
            for row in counted:
                figures[row.work_id].readers += 1
                _interest(figures[row.work_id], popularity.of_event(popularity.BEGUN, row.at))
            await bulk.raise_figures(session, figures)
        added += len(counted)
    return added


def _place(row: ImportedPlace) -> ReadingPlace:
    permille = max(0, min(1_000, round(row.fraction * 1_000)))
    return ReadingPlace(
        user_id=row.user_id,
        work_id=row.work_id,
        revision=1,
        block=NO_BLOCK,
        permille=permille,
        updated_at=row.at,
    )
