"""Looking at one's earnings."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping

from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.settings import settings
from dreamdot_app.wallet import policy as wallet_policy
from dreamdot_app.wallet.earning import adding_up, policy, repository
from dreamdot_app.wallet.earning.contract import (
    DayEarned,
    EarningsView,
    MaturingDay,
    Sums,
    WorkEarned,
)
from dreamdot_app.wallet.earning.spans import Span, Stretch, stretch
from dreamdot_app.wallet.service.balances import balances

MOST_WORKS = 50
# Sales mature within a fortnight; terms may change, and then there are some more days.
_MOST_MATURING = 60
_SUMS = Sums.__dataclass_fields__


async def earnings(*, seller: UserId, span: Span, zone: str, now: datetime) -> EarningsView:
    """What a seller's sales came to within a span, on the clock of ``zone`` (IANA, empty: UTC).

    Up to this moment: what was not added up yet is, first.
    """
    currency = wallet_policy.currency(settings())
    await catch_up(seller=seller, currency=currency)
    held = await balances(user_id=seller)
    async with reading(Database.ITEMS) as session:
        first_at = await repository.first_slot(session, owner=seller, currency=currency)
        chosen = stretch(span, zone=zone, now=now, first_at=first_at)
        wanted: dict[str, Any] = {"owner": seller, "currency": currency}
        wanted |= {"since": chosen.since, "until": chosen.until}
        rows = await repository.by_time(session, **wanted, unit=chosen.unit, zone=zone)
        sold = await repository.by_work(session, **wanted, most=MOST_WORKS)
        titles = await repository.titles(session, [row["last_sale"] for row in sold])
        due = await repository.maturing(
            session, owner=seller, currency=currency, zone=zone, most=_MOST_MATURING
        )
    by_day = {row["day"]: _sums(row) for row in rows}
    maturing = tuple(MaturingDay(row["due_at"], row["amount"], row["sales"]) for row in due)
    return EarningsView(
        unit=chosen.unit,
        total=_together(by_day.values()),
        days=tuple(DayEarned(day, by_day.get(day, Sums())) for day in chosen.days()),
        works=tuple(_work(row, titles) for row in sold),
        works_sold=sold[0]["among"] if sold else 0,
        has_sold=first_at is not None,
        maturing=maturing,
        payout=policy.next_payout(held, maturing),
    )


async def stretch_of(*, seller: UserId, span: Span, zone: str, now: datetime) -> Stretch:
    """From when until when a span of a seller's is."""
    currency = wallet_policy.currency(settings())
    first_at = None
    if span is Span.ALL:
        await catch_up(seller=seller, currency=currency)
        async with reading(Database.ITEMS) as session:
            first_at = await repository.first_slot(session, owner=seller, currency=currency)
    return stretch(span, zone=zone, now=now, first_at=first_at)


async def catch_up(*, seller: UserId, currency: str) -> None:
    """Add up everything that a seller's accounts have moved until now."""
    is_behind = True
    while is_behind:
        async with transaction(Database.ITEMS, actor=seller) as session:
            is_behind = await adding_up.add_up(session, owner=seller, currency=currency)


def _sums(row: RowMapping) -> Sums:
    return Sums(**{name: row[name] for name in _SUMS})


def _together(parts: Iterable[Sums]) -> Sums:
    whole = dict.fromkeys(_SUMS, 0)
    for part in parts:
        for name in _SUMS:
            whole[name] += getattr(part, name)
    return Sums(**whole)


def _work(row: RowMapping, titles: dict[UUID, str]) -> WorkEarned:
    return WorkEarned(row["source"], titles.get(row["last_sale"], ""), _sums(row))
