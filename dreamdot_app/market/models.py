"""Tables of the items database: works, their drafts, purchases and reading places.

A draft is a row of its own beside its work. Autosave writes it every few seconds, and neither the
search index nor what readers see may move until the creator publishes: publishing copies the draft
into the work.

Contents are documents (see `documents`); `Work.content_id` names the one that readers get and
`Draft.content_id` the one that is being written.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    DDL,
    BigInteger,
    CheckConstraint,
    Column,
    Computed,
    Double,
    Index,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlmodel import Field

from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, ItemsTable, moment, primary_key, reference
from dreamdot_app.core.tables import beyond_tables
from dreamdot_app.market.views import Kind, Status


def _money(**options: object) -> int:
    return Field(default=0, sa_type=BigInteger, **options)  # pyright: ignore[reportCallIssue, reportArgumentType] SQLModel's stub lists options one by one


def _words(*, default: str = "") -> str:
    return Field(default=default, sa_type=Text)


def _quoted(values: type[Kind] | type[Status]) -> str:
    return ", ".join(f"'{value}'" for value in values)


_IS_PUBLISHED = text("status = 'published'")


class Work(ItemsTable, table=True):
    """A work as the world sees it; before it is published for the first time, hardly anything.

    ``creator_name`` is only for the search and follows the maker's name. ``revision`` counts
    the draft's saves and says which one is out. ``popularity`` is the natural logarithm of the
    work's decayed interest (`popularity`).
    """

    id: UUID = primary_key(default_factory=ids.new)
    creator_id: UUID = reference()
    creator_name: str = _words()
    kind: str = _words(default=Kind.WRITING.value)
    form: str = _words()
    title: str = _words()
    summary: str = _words()
    status: str = _words(default=Status.DRAFT.value)
    price_minor: int = _money()
    cover_id: UUID | None = reference(default=None)
    drawn: str | None = Field(default=None, sa_type=Text)
    language: str = _words(default="en")
    tags: list[str] = Field(default_factory=list, sa_type=ARRAY(Text), nullable=False)  # pyright: ignore[reportCallIssue, reportArgumentType] SQLModel's stub knows types only, instances work
    content_id: UUID | None = reference(default=None)
    revision: int = 0
    words: int = 0
    minutes: int = 0
    pages: int = 0
    sales: int = 0
    readers: int = 0
    earned_promo_minor: int = _money()
    earned_cash_minor: int = _money()
    popularity: float = Field(default=0.0, sa_type=Double)
    published_at: datetime | None = moment(default=None)
    created_at: datetime = moment()
    updated_at: datetime = moment()

    __table_args__ = (
        CheckConstraint(f"kind in ({_quoted(Kind)})", name="kind"),
        CheckConstraint(f"status in ({_quoted(Status)})", name="status"),
        CheckConstraint("price_minor >= 0", name="price"),
        CheckConstraint(
            "status = 'draft' or (content_id is not null and published_at is not null)",
            name="published_whole",
        ),
        # Newest and popular, over all kinds and of one; read backwards.
        Index("ix_work_newest", "published_at", "id", postgresql_where=_IS_PUBLISHED),
        Index("ix_work_kind_newest", "kind", "published_at", "id", postgresql_where=_IS_PUBLISHED),
        Index("ix_work_popular", "popularity", "id", postgresql_where=_IS_PUBLISHED),
        Index("ix_work_kind_popular", "kind", "popularity", "id", postgresql_where=_IS_PUBLISHED),
        Index("ix_work_creator_newest", "creator_id", "published_at", "id",
              postgresql_where=_IS_PUBLISHED),
        Index("ix_work_creator", "creator_id", "id"),
        Index("ix_work_tags", "tags", postgresql_using="gin", postgresql_where=_IS_PUBLISHED),
        # What asks which contents are still pointed to.
        Index("ix_work_content", "content_id"),
        # Room for a sale's counters on the same page, so that no index has to follow.
        {"postgresql_with": {"fillfactor": "90"}},
    )  # fmt: skip


class Draft(ItemsTable, table=True):
    """What a creator is writing; ``revision`` counts saves and tells two tabs apart.

    ``refused`` keeps, by field, why the last thing typed there could not be saved: a draft is not
    published while the writer believes that it says something else.
    ``digest`` is the SHA-256 of the content's HTML, so that an equal text is not written again.
    """

    work_id: UUID = primary_key(foreign_key="work.id", ondelete="CASCADE")
    creator_id: UUID = reference()
    title: str = _words()
    summary: str = _words()
    price_minor: int = _money()
    cover_id: UUID | None = reference(default=None)
    language: str = _words(default="en")
    tags: list[str] = Field(default_factory=list, sa_type=ARRAY(Text), nullable=False)  # pyright: ignore[reportCallIssue, reportArgumentType] SQLModel's stub knows types only, instances work
    content_id: UUID | None = reference(default=None)
    digest: str = _words()
    words: int = 0
    minutes: int = 0
    pages: int = 0
    revision: int = 0
    refused: dict[str, str] = Field(default_factory=dict, sa_type=JSONB, nullable=False)
    saved_at: datetime = moment()

    __table_args__ = (
        Index("ix_draft_content", "content_id"),
        Index("ix_draft_untouched", "saved_at", postgresql_where=text("revision = 0")),
    )


class Purchase(ItemsTable, table=True):
    """Somebody has a work: bought (``transfer_id`` names the ledger's transfer) or free (none).

    What the creator earned by it stands here too, so that their figures need no ledger.
    """

    id: UUID = primary_key(default_factory=ids.new)
    work_id: UUID = reference(foreign_key="work.id")
    buyer_id: UUID = reference()
    creator_id: UUID = reference()
    price_minor: int = _money()
    transfer_id: UUID | None = reference(default=None)
    earned_promo_minor: int = _money()
    earned_cash_minor: int = _money()
    request_id: str = _words()
    created_at: datetime = moment()

    __table_args__ = (
        # The last line against a purchase that happens twice.
        UniqueConstraint("work_id", "buyer_id"),
        CheckConstraint("price_minor >= 0", name="price"),
        CheckConstraint("(price_minor > 0) or (transfer_id is null)", name="free_without_transfer"),
        Index("ix_purchase_buyer", "buyer_id", "created_at", "id"),
        Index("ix_purchase_creator", "creator_id", "created_at"),
    )


class ReadingPlace(ItemsTable, table=True):
    """Where a person stopped in a work: the block, thousandths of it, thousandths of the whole.

    ``furthest_permille`` is the furthest that they have ever been: who begins again has finished.
    The table keeps it.
    """

    user_id: UUID = primary_key()
    work_id: UUID = primary_key(foreign_key="work.id", ondelete="CASCADE")
    revision: int = 0
    block: int = 0
    offset_permille: int = 0
    permille: int = 0
    updated_at: datetime = moment()
    furthest_permille: int = 0

    __table_args__ = (
        CheckConstraint("permille between 0 and 1000", name="permille"),
        CheckConstraint("furthest_permille between permille and 1000", name="furthest"),
        CheckConstraint("offset_permille between 0 and 1000", name="offset_permille"),
        Index("ix_reading_place_user", "user_id", "updated_at"),
        Index("ix_reading_place_work", "work_id"),
    )


beyond_tables(
    Database.ITEMS,
    """
create function reading_place_furthest() returns trigger language plpgsql as $$
begin
  new.furthest_permille := greatest(new.furthest_permille, new.permille);
  return new;
end $$;

create trigger reading_place_furthest before insert or update on reading_place
  for each row execute function reading_place_furthest();
""",
)


# Letters with accents, in capitals or as ligatures are found by their plain form. Words are what
# stands between punctuation and spaces, so that a hyphen or a dot never hides one of them from the
# parser. The same foldings are asked of a query (`search_terms`).
WORK_SEARCH_SQL = r"""
create or replace function work_fold(value text) returns text
language sql immutable strict parallel safe
return replace(replace(replace(lower(
    translate(regexp_replace(normalize(value, NFKD), '[\u0300-\u036f]+', '', 'g'),
              'łŁøØđĐħĦıŧŦ', 'lLoOdDhHitT') collate "pg_c_utf8"),
    'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe');

create or replace function work_words(value text) returns text
language sql immutable strict parallel safe
return regexp_replace(work_fold(value),
    '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+', ' ', 'g');

create or replace function work_names(title text, creator_name text) returns tsvector
language sql immutable strict parallel safe
return to_tsvector('pg_catalog.simple', work_words(title))
    || to_tsvector('pg_catalog.simple', work_words(creator_name));

create or replace function work_search(title text, creator_name text, tags text[], summary text)
returns tsvector
language sql immutable strict parallel safe
return work_names(title, creator_name)
    || to_tsvector('pg_catalog.simple', work_words(array_to_string(tags, ' ')))
    || to_tsvector('pg_catalog.simple', work_words(summary));
"""

# These columns stand in the table but not in the model: nothing ever loads them. What a work is
# called and everything that is said of it are two of them, not one with weights: an index knows no
# weights, and its statistics would mislead about how many works are called so. The functions that
# they are computed by have to be there before the table.
NAMES: Column[str] = Column(
    "names", TSVECTOR, Computed("work_names(title, creator_name)", persisted=True)
)
SEARCH: Column[str] = Column(
    "search", TSVECTOR, Computed("work_search(title, creator_name, tags, summary)", persisted=True)
)
WORK = Work.metadata.tables["work"]
for _column in (NAMES, SEARCH):
    WORK.append_column(_column)
    Index(
        f"ix_work_{_column.name}",
        _column,
        postgresql_using="gin",
        postgresql_where=_IS_PUBLISHED,
    )
event.listen(WORK, "before_create", DDL(WORK_SEARCH_SQL))
