"""Receipts, and earnings by work."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import RowMapping

from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.money import TEST_CURRENCY
from dreamdot_app.core.settings import settings
from dreamdot_app.wallet import policy, repository
from dreamdot_app.wallet.contract import (
    EarnedView,
    ReceiptView,
    RelatedView,
    ShareView,
    TransferId,
)
from dreamdot_app.wallet.history.kinds import SALES
from dreamdot_app.wallet.ledger.post import Bucket

_FIRST_DAY = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_DAY = datetime(9999, 1, 1, tzinfo=UTC)
_PROMO = {Bucket.PROMO, Bucket.FEES_PROMO}


def _other(row: RowMapping, user_id: UserId) -> UserId | None:
    return row["payee"] if row["payer"] == user_id else row["payer"]


async def receipt(*, user_id: UserId, transfer_id: TransferId) -> ReceiptView:
    """One transfer of a person's own, every split to the cent.

    Who was paid sees what colour the money had, not which buckets of the payer it came from.

    Raises:
        NotFound: no such transfer, or it moved nothing of this person's.
    """
    async with reading(Database.ITEMS) as session:
        legs = await repository.legs_of_own(session, owner=user_id, transfer=transfer_id)
    if not legs:
        raise NotFound
    first, own = legs[0], _own_parts(legs, user_id)
    amount = sum(own.values())
    async with reading(Database.ITEMS) as session:
        related = await repository.related(session, owner=user_id, transfer=transfer_id)
    return ReceiptView(
        id=ids.short(first["id"]),
        kind=first["kind"],
        title=first["memo"],
        currency=first["currency"],
        at=first["created_at"],
        is_incoming=amount > 0,
        counterparty_id=_other(first, user_id),
        reference=first["reference"],
        total_minor=sum(leg["amount"] for leg in legs if leg["amount"] > 0),
        amount_minor=amount,
        shares=_shares_of(first["kind"], legs),
        own=tuple(own.items()),
        related=tuple(_related(row) for row in related),
        is_test_money=first["currency"] == TEST_CURRENCY,
        matures_at=first["due_at"] if first["maturing"] else None,
    )


def _own_parts(legs: Sequence[RowMapping], user_id: UserId) -> dict[str, int]:
    return {leg["bucket"]: leg["amount"] for leg in legs if leg["owner"] == user_id}


def _shares_of(kind: str, legs: Sequence[RowMapping]) -> tuple[ShareView, ...]:
    if kind in SALES:
        return shares(legs)
    return shares(legs, gave=True) if kind == "refund" else ()


def shares(legs: Sequence[RowMapping], *, gave: bool = False) -> tuple[ShareView, ...]:
    """Everybody who got something (``gave``: of whom it came), people first."""
    got: dict[UserId | None, list[int]] = {}
    for leg in legs:
        if (leg["amount"] < 0) is gave:
            colours = got.setdefault(leg["owner"], [0, 0])
            colours[0 if leg["bucket"] in _PROMO else 1] += abs(leg["amount"])
    people = sorted(got, key=lambda person: person is None)
    return tuple(ShareView(person, *got[person]) for person in people)


def _related(row: RowMapping) -> RelatedView:
    return RelatedView(
        id=ids.short(row["id"]),
        kind=row["kind"],
        amount_minor=row["amount"],
        at=row["created_at"],
        has_receipt=row["has_receipt"],
    )


async def earned_from(
    *,
    seller_id: UserId,
    since: datetime = _FIRST_DAY,
    until: datetime = _LAST_DAY,
    limit: int = 100,
) -> tuple[EarnedView, ...]:
    """What sales brought a seller within a time, after fees, by what was sold, the most first."""
    async with reading(Database.ITEMS) as session:
        found = await repository.earned(
            session,
            seller=seller_id,
            currency=policy.currency(settings()),
            since=since,
            until=until,
            limit=max(1, min(limit, 1_000)),
        )
    return tuple(
        EarnedView(UUID(str(row["reference"])), row["sales"], row["promo"], row["cash"])
        for row in found
    )
