"""What market shows: frozen views with a default for every field, so that an empty one is a start.

Ids are their short text form, ready to be an event's argument; money is in minor units; times are
aware and in UTC; sequences are tuples.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from dreamdot_app.accounts.contract import PersonCard
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.contract import Quote

WorkId = NewType("WorkId", UUID)
PurchaseId = NewType("PurchaseId", UUID)
ContentId = NewType("ContentId", UUID)

NOBODY = PersonCard(id=UserId(UUID(int=0)), username="", display_name="", avatar_url="")


class Kind(StrEnum):
    """What a work is, and so what it is read or looked at with."""

    WRITING = "writing"
    COMIC = "comic"
    ART = "art"
    ITEM = "item"


class Status(StrEnum):
    """Whether the world can find a work."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Price(StrEnum):
    """A filter: what a work may cost."""

    ANY = "any"
    FREE = "free"
    PAID = "paid"


class Progress(StrEnum):
    """A filter: how far a library's work was read."""

    ANY = "any"
    UNREAD = "unread"
    READING = "reading"
    FINISHED = "finished"


# What is read from its beginning to its end. The rest is looked at: opened, or not yet.
KINDS_WITH_AN_END = (Kind.WRITING, Kind.COMIC)

# Thousandths of a text from which on it counts as read: the last lines are rarely scrolled to.
FINISHED_PERMILLE = 970


# A block that no text has: a reader sent there goes by the thousandths of the whole instead.
NO_BLOCK = 400_000


@dataclass(frozen=True, slots=True)
class Cover:
    """A work's cover: a picture of the creator's, or a generated drawing."""

    url: str = ""
    srcset: str = ""
    width: int = 0
    height: int = 0
    blurhash: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class WorkCard:
    """A work on a shelf, in a list or beside a purchase."""

    id: str = ""
    ref: str = ""
    url: str = ""
    read_url: str = ""
    title: str = ""
    kind: str = ""
    form: str = ""
    creator: PersonCard = NOBODY
    creator_url: str = ""
    price_minor: int = 0
    is_free: bool = False
    cover: Cover = Cover()
    minutes: int = 0
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PinnedWork:
    """The work that its maker has put first on their page."""

    card: WorkCard = WorkCard()
    summary: str = ""


@dataclass(frozen=True, slots=True)
class WorkPage:
    """A page of a list; ``next`` is what the following page is asked with, empty at the end."""

    works: tuple[WorkCard, ...] = ()
    next: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stopped: block of the text, thousandths of it, thousandths of the whole.

    The block is `NO_BLOCK` where only the last is known.
    """

    block: int = 0
    offset: int = 0
    permille: int = 0
    revision: int = 0
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WorkView:
    """A work's page, as one viewer may see it."""

    card: WorkCard = WorkCard()
    summary: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    words: int = 0
    minutes: int = 0
    pages: int = 0
    readers: int = 0
    sales: int = 0
    beginning: str = ""
    is_published: bool = False
    is_own: bool = False
    is_owned: bool = False
    may_read: bool = False
    may_buy: bool = False
    quote: Quote | None = None
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class PageView:
    """A page of a comic, a piece of art, a sheet of an item."""

    url: str = ""
    srcset: str = ""
    width: int = 0
    height: int = 0
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole work, for somebody who may read it."""

    card: WorkCard = WorkCard()
    html: str = ""
    pages: tuple[PageView, ...] = ()
    words: int = 0
    minutes: int = 0
    revision: int = 0
    reading_key: str = ""
    place: Place = Place()
    place_url: str = ""
    is_preview: bool = False
    is_own: bool = False
    is_owned: bool = False


@dataclass(frozen=True, slots=True)
class DraftView:
    """What the editor's form holds; ``price`` and ``tags`` are texts as one types them."""

    id: str = ""
    revision: int = 0
    kind: str = ""
    title: str = ""
    summary: str = ""
    html: str = ""
    price: str = ""
    tags: str = ""
    language: str = ""
    cover: Cover = Cover()
    cover_id: str = ""
    words: int = 0
    saved_at: datetime | None = None
    is_published: bool = False
    has_changes: bool = False
    url: str = ""
    publish_url: str = ""
    work_url: str = ""
    preview_url: str = ""


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """The answer to a save."""

    revision: int
    saved_at: datetime
    words: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Published:
    """The answer to a publishing; ``url`` is the work's page."""

    id: str
    ref: str
    url: str
    revision: int
    published_at: datetime
    first_time: bool


@dataclass(frozen=True, slots=True)
class Purchased:
    """The answer to a purchase; ``happened_before``: it was bought by another click than this."""

    purchase_id: str
    card: WorkCard
    price_minor: int
    at: datetime
    happened_before: bool


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """A work that somebody has, and where in it they are.

    Only what has an end is ever finished, and stays so when it is begun again.
    """

    card: WorkCard = WorkCard()
    price_minor: int = 0
    bought_at: datetime | None = None
    permille: int = 0
    is_begun: bool = False
    is_finished: bool = False
    place_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """A page of a library."""

    entries: tuple[LibraryEntry, ...] = ()
    next: str = ""


@dataclass(frozen=True, slots=True)
class StudioWork:
    """A creator's own work with its state and figures."""

    card: WorkCard = WorkCard()
    status: str = ""
    has_changes: bool = False
    sales: int = 0
    readers: int = 0
    earned_minor: int = 0
    earned_promo_minor: int = 0
    earned_cash_minor: int = 0
    edit_url: str = ""
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StudioPage:
    """A page of a creator's works."""

    works: tuple[StudioWork, ...] = ()
    next: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """What one day (UTC, ISO date) brought."""

    date: str = ""
    earned_minor: int = 0
    sales: int = 0


@dataclass(frozen=True, slots=True)
class StudioFigures:
    """A creator's last days beside the same number of days before them."""

    sales: int = 0
    sales_before: int = 0
    earned_minor: int = 0
    earned_before_minor: int = 0
    earned_promo_minor: int = 0
    earned_cash_minor: int = 0
    readers_ever: int = 0
    sales_ever: int = 0
    days: tuple[Day, ...] = field(default=())
    days_before: tuple[Day, ...] = field(default=())
