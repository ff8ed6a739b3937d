"""What market adds to an export: works with their texts, drafts, purchases, sales, places.

Importing this registers it.
"""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.service import Entry
from dreamdot_app.core import ids, text
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import documents
from dreamdot_app.market.contract import Kind
from dreamdot_app.market.models import Draft, Work
from dreamdot_app.market.repository import belongings
from dreamdot_app.market.writing import measures

_WORK = (
    "id", "kind", "form", "title", "summary", "status", "price_minor", "language", "tags",
    "cover_id", "drawn", "words", "minutes", "pages", "sales", "readers", "earned_promo_minor",
    "earned_cash_minor", "published_at", "created_at", "updated_at",
)  # fmt: skip
_DRAFT = (
    "title", "summary", "price_minor", "language", "tags", "cover_id", "words", "minutes", "pages",
    "revision", "saved_at",
)  # fmt: skip
_PURCHASE = ("id", "work_id", "price_minor", "transfer_id", "created_at")
_SALE = (
    "id", "work_id", "price_minor", "transfer_id", "earned_promo_minor", "earned_cash_minor",
    "created_at",
)  # fmt: skip
_PLACE = ("work_id", "permille", "furthest_permille", "block", "revision", "updated_at")


def _picked(row: SQLModel, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


async def _works(user_id: UserId) -> AsyncIterator[Entry]:
    async with reading(Database.ITEMS) as session:
        works = await belongings.works(session, user_id)
    for number, (work, draft) in enumerate(works, start=1):
        folder = _folder(work, draft)
        yield Entry(f"{folder}/work.json", _picked(work, _WORK))
        async for entry in _content(work, work.content_id, folder, "text"):
            yield entry
        if draft is not None and draft.revision > work.revision:
            yield Entry(f"{folder}/draft.json", _picked(draft, _DRAFT))
            if draft.content_id != work.content_id:
                async for entry in _content(work, draft.content_id, folder, "draft"):
                    yield entry
        yield Entry(f"{folder}/id.txt", f"{work.id}\n", done=number / len(works))


def _folder(work: Work, draft: Draft | None) -> str:
    slug = text.slug(work.title or (draft.title if draft else ""))
    return f"{slug}-{ids.short(work.id)}" if slug else ids.short(work.id)


async def _content(
    work: Work, content_id: UUID | None, folder: str, name: str
) -> AsyncIterator[Entry]:
    if content_id is None:
        return
    content = await documents.get(Kind(work.kind), content_id)
    if work.kind == Kind.WRITING:
        yield Entry(f"{folder}/{name}.html", content.html)
        yield Entry(f"{folder}/{name}.txt", measures.plain_text(content.html))
    else:
        yield Entry(f"{folder}/{name}-pages.json", content.pages)


async def _library(user_id: UserId) -> AsyncIterator[Entry]:
    async with reading(Database.ITEMS) as session:
        bought = await belongings.purchases(session, user_id)
        sold = await belongings.sales(session, user_id)
        places = await belongings.places(session, user_id)
    purchases = [{"title": title, **_picked(row, _PURCHASE)} for row, title in bought]
    yield Entry("purchases.json", purchases, done=0.4)
    yield Entry("sales.json", [_picked(row, _SALE) for row in sold], done=0.8)
    yield Entry("reading-places.json", [_picked(row, _PLACE) for row in places], done=1.0)


accounts.exports(
    "works",
    _works,
    about="What you wrote and made, published or not: what is said of it, and its text or pages.",
)
accounts.exports(
    "library",
    _library,
    about="What you bought or added, where you stopped reading, and what others bought of you.",
)
