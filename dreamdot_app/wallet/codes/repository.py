"""Queries on promo codes, nothing else."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.codes.models import PromoCode, PromoRedemption


async def add(session: AsyncSession, fresh: PromoCode) -> bool:
    """Write a code down; false when there is one of its name."""
    written = await session.execute(
        insert(PromoCode)
        .values(**fresh.model_dump())
        .on_conflict_do_nothing(index_elements=["code"])
        .returning(col(PromoCode.id))
    )
    return written.first() is not None


async def code_to_redeem(session: AsyncSession, key: str) -> PromoCode | None:
    """A code by its name, locked: of its last use there is one."""
    return await session.scalar(
        select(PromoCode).where(col(PromoCode.code) == key).with_for_update()
    )


async def code_to_change(session: AsyncSession, code_id: UUID) -> PromoCode | None:
    """A code, locked."""
    return await session.get(PromoCode, code_id, with_for_update=True)


async def redeemed(session: AsyncSession, code_id: UUID, owner: UserId) -> bool:
    """Whether somebody has redeemed a code."""
    return await session.get(PromoRedemption, (code_id, owner)) is not None


async def codes(session: AsyncSession, *, before: UUID | None, limit: int) -> Sequence[PromoCode]:
    """Codes, the newest first."""
    wanted = select(PromoCode).order_by(col(PromoCode.id).desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(col(PromoCode.id) < before)
    return (await session.scalars(wanted)).all()
