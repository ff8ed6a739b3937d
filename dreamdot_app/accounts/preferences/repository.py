"""Queries on what people have chosen, nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dreamdot_app.accounts.preferences.models import NewsChoice, Preference


async def preferences(session: AsyncSession, accounts: Sequence[UUID]) -> Sequence[Preference]:
    """What these people have chosen; whoever chose nothing is absent."""
    rows = await session.scalars(select(Preference).where(col(Preference.account_id).in_(accounts)))
    return rows.all()


async def set_preferences(
    session: AsyncSession, account_id: UUID, changed: Mapping[str, Any]
) -> None:
    """Keep these choices, and leave the others as they are."""
    fresh = insert(Preference).values(account_id=account_id, **changed)
    await session.execute(
        fresh.on_conflict_do_update(index_elements=["account_id"], set_=dict(changed))
    )


async def news_choices(session: AsyncSession, account_id: UUID) -> Mapping[tuple[str, str], bool]:
    """``{(kind, way): is on}`` for what somebody has chosen."""
    rows = await session.scalars(select(NewsChoice).where(col(NewsChoice.account_id) == account_id))
    return {(row.kind, row.way): row.is_on for row in rows}


async def set_news_choice(
    session: AsyncSession, account_id: UUID, kind: str, way: str, *, is_on: bool
) -> None:
    """Keep whether a kind of news reaches somebody by a way."""
    fresh = insert(NewsChoice).values(account_id=account_id, kind=kind, way=way, is_on=is_on)
    await session.execute(
        fresh.on_conflict_do_update(
            index_elements=["account_id", "kind", "way"], set_={"is_on": is_on}
        )
    )
