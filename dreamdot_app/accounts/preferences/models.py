"""Tables of what people have chosen; whoever chose nothing has no row."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from dreamdot_app.core.db import UserTable


def _choice(default: str, *, max_length: int = 20) -> Any:
    return Field(
        default=default, max_length=max_length, sa_column_kwargs={"server_default": default}
    )


class Preference(UserTable, table=True):
    """How DreamDot looks to somebody, and what others may do with them."""

    account_id: UUID = Field(
        foreign_key="account.id", ondelete="CASCADE", primary_key=True, sa_type=sa.Uuid
    )
    theme: str = _choice("system")
    motion: str = _choice("system")
    text_size: str = _choice("normal")
    language: str = _choice("en")
    amounts: str = _choice("")
    time_zone: str = _choice("", max_length=60)
    may_message: str = _choice("everyone")
    may_mention: str = _choice("everyone")
    sees_likes: str = _choice("everyone")
    is_searchable: bool = Field(default=True, sa_column_kwargs={"server_default": sa.true()})


class NewsChoice(UserTable, table=True):
    """Whether a kind of news reaches somebody by a way; absent: as its default says."""

    account_id: UUID = Field(
        foreign_key="account.id", ondelete="CASCADE", primary_key=True, sa_type=sa.Uuid
    )
    kind: str = Field(primary_key=True, max_length=40)
    way: str = Field(primary_key=True, max_length=10)
    is_on: bool
