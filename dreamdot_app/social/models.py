"""Tables of the social database: whom people keep away."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from dreamdot_app.core import ids
from dreamdot_app.core.db import SocialTable, moment, primary_key, reference


class Aversion(SocialTable, table=True):
    """One person keeps another away. Both are accounts of the user database."""

    __table_args__ = (
        sa.UniqueConstraint("account_id", "other_id", "distance"),
        sa.CheckConstraint("distance in ('muted', 'blocked')", name="distance_is_known"),
        sa.CheckConstraint("account_id <> other_id", name="nobody_is_their_own"),
        sa.Index("ix_aversion_list", "account_id", "distance", "id"),
        sa.Index("ix_aversion_other", "other_id", "distance"),
    )

    id: UUID = primary_key(default_factory=ids.new)
    account_id: UUID = reference()
    other_id: UUID = reference()
    distance: str = Field(max_length=10)
    since: datetime = moment()
