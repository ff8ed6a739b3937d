"""Works, drafts, purchases and reading places."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0004"
down_revision = "0003"

# What the generated columns of `work` are computed by.
SEARCH_SQL = r"""
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


def upgrade() -> None:
    op.execute(SEARCH_SQL)
    op.create_table(
        "work",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("creator_id", sa.Uuid(), nullable=False),
        sa.Column("creator_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("cover_id", sa.Uuid(), nullable=True),
        sa.Column("drawn", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("tags", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("content_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sales", sa.Integer(), nullable=False),
        sa.Column("readers", sa.Integer(), nullable=False),
        sa.Column("earned_promo_minor", sa.BigInteger(), nullable=False),
        sa.Column("earned_cash_minor", sa.BigInteger(), nullable=False),
        sa.Column("popularity", sa.Double(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "names",
            postgresql.TSVECTOR(),
            sa.Computed("work_names(title, creator_name)", persisted=True),
            nullable=True,
        ),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed("work_search(title, creator_name, tags, summary)", persisted=True),
            nullable=True,
        ),
        sa.CheckConstraint("kind in ('writing', 'comic', 'art', 'item')", name="ck_work_kind"),
        sa.CheckConstraint(
            "status = 'draft' or (content_id is not null and published_at is not null)",
            name="ck_work_published_whole",
        ),
        sa.CheckConstraint("status in ('draft', 'published')", name="ck_work_status"),
        sa.CheckConstraint("price_minor >= 0", name="ck_work_price"),
        sa.PrimaryKeyConstraint("id", name="pk_work"),
        postgresql_with={"fillfactor": "90"},
    )
    op.create_index("ix_work_content", "work", ["content_id"], unique=False)
    op.create_index("ix_work_creator", "work", ["creator_id", "id"], unique=False)
    op.create_index(
        "ix_work_creator_newest",
        "work",
        ["creator_id", "published_at", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index(
        "ix_work_kind_newest",
        "work",
        ["kind", "published_at", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index(
        "ix_work_kind_popular",
        "work",
        ["kind", "popularity", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index(
        "ix_work_newest",
        "work",
        ["published_at", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index(
        "ix_work_popular",
        "work",
        ["popularity", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index(
        "ix_work_names",
        "work",
        ["names"],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index(
        "ix_work_search",
        "work",
        ["search"],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index(
        "ix_work_tags",
        "work",
        ["tags"],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_table(
        "draft",
        sa.Column("work_id", sa.Uuid(), nullable=False),
        sa.Column("creator_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("cover_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("tags", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("content_id", sa.Uuid(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("refused", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["work_id"], ["work.id"], name="fk_draft_work_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("work_id", name="pk_draft"),
    )
    op.create_index("ix_draft_content", "draft", ["content_id"], unique=False)
    op.create_index(
        "ix_draft_untouched",
        "draft",
        ["saved_at"],
        unique=False,
        postgresql_where=sa.text("revision = 0"),
    )
    op.create_table(
        "purchase",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("work_id", sa.Uuid(), nullable=False),
        sa.Column("buyer_id", sa.Uuid(), nullable=False),
        sa.Column("creator_id", sa.Uuid(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=True),
        sa.Column("earned_promo_minor", sa.BigInteger(), nullable=False),
        sa.Column("earned_cash_minor", sa.BigInteger(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(price_minor > 0) or (transfer_id is null)", name="ck_purchase_free_without_transfer"
        ),
        sa.CheckConstraint("price_minor >= 0", name="ck_purchase_price"),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name="fk_purchase_work_id"),
        sa.PrimaryKeyConstraint("id", name="pk_purchase"),
        sa.UniqueConstraint("work_id", "buyer_id", name="uq_purchase_work_id_buyer_id"),
    )
    op.create_index("ix_purchase_buyer", "purchase", ["buyer_id", "created_at", "id"], unique=False)
    op.create_index("ix_purchase_creator", "purchase", ["creator_id", "created_at"], unique=False)
    op.create_table(
        "reading_place",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("work_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("offset_permille", sa.Integer(), nullable=False),
        sa.Column("permille", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "offset_permille between 0 and 1000", name="ck_reading_place_offset_permille"
        ),
        sa.CheckConstraint("permille between 0 and 1000", name="ck_reading_place_permille"),
        sa.ForeignKeyConstraint(
            ["work_id"], ["work.id"], name="fk_reading_place_work_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "work_id", name="pk_reading_place"),
    )
    op.create_index(
        "ix_reading_place_user", "reading_place", ["user_id", "updated_at"], unique=False
    )
    op.create_index("ix_reading_place_work", "reading_place", ["work_id"], unique=False)


def downgrade() -> None:
    op.drop_table("reading_place")
    op.drop_table("purchase")
    op.drop_table("draft")
    op.drop_table("work")
    op.execute("drop function work_search, work_names, work_words, work_fold")
