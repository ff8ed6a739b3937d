"""Contents of works in MongoDB: immutable, each under an id of its own.

A work's text does not live where its title and price live, so the two are kept together by order:
the content is written FIRST, then one transaction of the items database points to it. A crash
between the two leaves a content that nobody points to, which `jobs.sweep_contents` removes after a
day (what a later save has replaced goes sooner: `service.superseding`); it never leaves a work that
points to nothing. Because a content never changes, a reader who was told an id a moment before a
new one was published still gets the whole of the older text, and publishing is nothing but copying
an id within one transaction.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from dreamdot_app.core import ids, mongo
from dreamdot_app.market.views import ContentId, Kind, WorkId

COLLECTIONS = {
    Kind.WRITING: "writings",
    Kind.COMIC: "comics",
    Kind.ART: "digital_art",
    Kind.ITEM: "items",
}
_LIST = {Kind.COMIC: "pages", Kind.ART: "pictures", Kind.ITEM: "files"}

for _name in COLLECTIONS.values():
    mongo.indexed(_name, [("work_id", 1)])
    mongo.indexed(_name, [("created_at", 1)])


@dataclass(frozen=True, slots=True)
class Page:
    """One page, piece or sheet: a generated drawing's address, or an uploaded picture's id."""

    drawn: str = ""
    picture_id: UUID | None = None
    width: int = 0
    height: int = 0
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What is in a work: HTML of a writing, or the pages of what is looked at."""

    id: ContentId
    work_id: WorkId
    kind: Kind
    created_at: datetime
    html: str = ""
    beginning: str = ""
    words: int = 0
    pages: tuple[Page, ...] = ()


def _document(content: Content) -> dict[str, Any]:
    document: dict[str, Any] = {
        "_id": content.id,
        "work_id": content.work_id,
        "created_at": content.created_at,
    }
    if content.kind is Kind.WRITING:
        return document | {
            "html": content.html,
            "beginning": content.beginning,
            "words": content.words,
        }
    return document | {_LIST[content.kind]: [_page_document(page) for page in content.pages]}


def _page_document(page: Page) -> dict[str, Any]:
    source = {"picture": page.picture_id} if page.picture_id else {"drawn": page.drawn}
    return source | {"width": page.width, "height": page.height, "alt": page.alt}


def _content(kind: Kind, document: dict[str, Any]) -> Content:
    pages: list[dict[str, Any]] = document.get(_LIST.get(kind, ""), [])
    return Content(
        id=ContentId(document["_id"]),
        work_id=WorkId(document["work_id"]),
        kind=kind,
        created_at=document["created_at"],
        html=document.get("html", ""),
        beginning=document.get("beginning", ""),
        words=document.get("words", 0),
        pages=tuple(
            Page(
                drawn=page.get("drawn", ""),
                picture_id=page.get("picture"),
                width=page["width"],
                height=page["height"],
                alt=page["alt"],
            )
            for page in pages
        ),
    )


async def add(content: Content) -> None:
    """Keep a new content."""
    await mongo.collection(COLLECTIONS[content.kind]).insert_one(_document(content))


async def add_many(kind: Kind, contents: Sequence[Content]) -> None:
    """Keep many contents of one kind.

    Those whose id is there already are left alone but for their time: their rows are about to be
    written, so they must not look like something that was left behind.
    """
    if not contents:
        return
    wanted = {"_id": {"$in": [content.id for content in contents]}}
    collection = mongo.collection(COLLECTIONS[kind])
    await collection.update_many(wanted, {"$set": {"created_at": contents[0].created_at}})
    known = {row["_id"] async for row in collection.find(wanted, {"_id": 1})}
    fresh = [_document(content) for content in contents if content.id not in known]
    if fresh:
        await collection.insert_many(fresh, ordered=False)


async def get(kind: Kind, content_id: UUID) -> Content:
    """A content that a row points to.

    Raises:
        LookupError: it is not there; the order of writing above makes that a fault, not a case.
    """
    document = await mongo.collection(COLLECTIONS[kind]).find_one({"_id": content_id})
    if document is None:
        raise LookupError(f"content {content_id} of kind {kind} is missing")
    return _content(kind, document)


async def shows(kind: Kind, works: Collection[UUID], picture_id: UUID) -> bool:
    """Whether any content of these works, also one that is not out, shows an uploaded picture."""
    at = f"/media/{ids.short(picture_id)}/"
    shown = (
        {"html": {"$regex": at}} if kind is Kind.WRITING else {f"{_LIST[kind]}.picture": picture_id}
    )
    asked = {"work_id": {"$in": list(works)}, **shown}
    return await mongo.collection(COLLECTIONS[kind]).find_one(asked, {"_id": 1}) is not None


async def beginning(kind: Kind, content_id: UUID) -> str:
    """How a writing begins; empty for every other kind."""
    if kind is not Kind.WRITING:
        return ""
    document = await mongo.collection(COLLECTIONS[kind]).find_one(
        {"_id": content_id}, {"beginning": 1}
    )
    return document["beginning"] if document else ""


async def ids_before(
    kind: Kind, before: datetime, *, batch: int = 1_000
) -> AsyncIterator[list[ContentId]]:
    """The ids of all contents that were neither written nor retired since a time, in batches."""
    asked = {"created_at": {"$lt": before}, "retired_at": {"$not": {"$gte": before}}}
    found = mongo.collection(COLLECTIONS[kind]).find(asked, {"_id": 1}, batch_size=batch)
    gathered: list[ContentId] = []
    async for document in found:
        gathered.append(ContentId(document["_id"]))
        if len(gathered) == batch:
            yield gathered
            gathered = []
    if gathered:
        yield gathered


async def retire(kind: Kind, content_id: UUID, now: datetime) -> None:
    """Note that a published content is about to be replaced: its readers may still ask for it.

    Called before the transaction that replaces it commits; if that fails, nothing has changed.
    """
    collection = mongo.collection(COLLECTIONS[kind])
    await collection.update_one({"_id": content_id}, {"$set": {"retired_at": now}})


async def never_out(kind: Kind, work_id: UUID, before: datetime) -> list[ContentId]:
    """A work's contents that were written before a time and never taken from readers."""
    asked = {"work_id": work_id, "created_at": {"$lt": before}, "retired_at": None}
    found = mongo.collection(COLLECTIONS[kind]).find(asked, {"_id": 1})
    return [ContentId(row["_id"]) async for row in found]


async def remove_never_out(kind: Kind, unwanted: Collection[UUID]) -> int:
    """Remove contents by their ids, but for those that were retired by now; how many went."""
    if not unwanted:
        return 0
    collection = mongo.collection(COLLECTIONS[kind])
    asked = {"_id": {"$in": list(unwanted)}, "retired_at": None}
    return (await collection.delete_many(asked)).deleted_count


async def remove_stale(kind: Kind, unwanted: Collection[UUID], before: datetime) -> int:
    """Remove contents by their ids, but for those that were retired since; how many went."""
    if not unwanted:
        return 0
    collection = mongo.collection(COLLECTIONS[kind])
    asked = {"_id": {"$in": list(unwanted)}, "retired_at": {"$not": {"$gte": before}}}
    return (await collection.delete_many(asked)).deleted_count


async def remove_of_work(kind: Kind, work_id: UUID, *, but: UUID | None = None) -> int:
    """Remove every content of a work, ``but`` the one that its readers keep; how many went."""
    collection = mongo.collection(COLLECTIONS[kind])
    return (await collection.delete_many({"work_id": work_id, "_id": {"$ne": but}})).deleted_count
