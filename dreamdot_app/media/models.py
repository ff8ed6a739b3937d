"""Tables of media, in the items database."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Integer
from sqlmodel import Field

from dreamdot_app.core import ids
from dreamdot_app.core.db import ItemsTable, moment, primary_key, reference


class Picture(ItemsTable, table=True):
    """One uploaded picture; its files lie in the media folder under its id."""

    id: UUID = primary_key(default_factory=ids.new)
    owner_id: UUID = reference(index=True)
    alt: str = Field(default="", max_length=500)
    mime: str = Field(max_length=40)
    original_bytes: int
    width: int
    height: int
    widths: list[int] = Field(sa_type=ARRAY(Integer))  # pyright: ignore[reportArgumentType] SQLModel's stub knows types only
    blurhash: str = Field(max_length=40)
    created_at: datetime = moment()
