"""Statements of a month, and the chains of a person's accounts."""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.errors import Conflict, NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.money import TEST_CURRENCY
from dreamdot_app.core.settings import settings
from dreamdot_app.wallet import policy
from dreamdot_app.wallet.ledger.post import first_id
from dreamdot_app.wallet.shown import Names
from dreamdot_app.wallet.statements import repository
from dreamdot_app.wallet.statements.models import (
    BUCKETS,
    Closing,
    Head,
    Line,
    Month,
    Opening,
)

_AT_ONCE = 500


class StatementTooLong(Conflict):
    """More moved in the month than a statement of this form holds."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"More than {most:,} movements do not fit into this form. Take the other one."
        )


class Writing(Protocol):
    """A statement on its way into a file; called in this order, by one thread at a time."""

    def open(self, opening: Opening) -> None:
        """Write what stands before the movements."""

    def add(self, lines: Sequence[Line], names: Names) -> None:
        """Write the next movements."""

    def close(self, closing: Closing) -> None:
        """Write what stands after them."""


@asynccontextmanager
async def _as_of_now() -> AsyncGenerator[AsyncSession]:
    """One moment for all queries of a statement, whatever moves meanwhile."""
    async with reading(Database.ITEMS) as session:
        await session.execute(text("set transaction isolation level repeatable read, read only"))
        yield session


async def months(*, user_id: UserId, zone: ZoneInfo, now: datetime) -> tuple[Month, ...]:
    """The months in which a person's money moved, by the clocks of a zone, the latest first."""
    currency = policy.currency(settings())
    async with _as_of_now() as session:
        first = await repository.first_movement(session, owner=user_id, currency=currency)
        every = _months(first.astimezone(zone), now.astimezone(zone)) if first else []
        moved = await repository.moved_within(
            session,
            owner=user_id,
            currency=currency,
            spans=[(one.begins(zone), one.ends(zone)) for one in every],
        )
    return tuple(every[place] for place in reversed(moved))


def _months(first: datetime, last: datetime) -> list[Month]:
    found = [Month(first.year, first.month)]
    while found[-1] < Month(last.year, last.month):
        found.append(found[-1].next())
    return found


@dataclass
class _Sums:
    """The running balance of a statement."""

    held: dict[str, int]
    movements: int = 0

    def line(self, legs: Sequence[RowMapping], user_id: UserId) -> Line:
        first = legs[0]
        amounts: dict[str, int] = dict.fromkeys(BUCKETS, 0)
        for leg in legs:
            amounts[leg["bucket"]] += leg["amount"]
            self.held[leg["bucket"]] += leg["amount"]
        self.movements += 1
        return Line(
            id=ids.short(first["id"]),
            kind=first["kind"],
            title=first["memo"],
            counterparty_id=first["payee"] if first["payer"] == user_id else first["payer"],
            at=first["created_at"],
            amounts=amounts,
            balance_minor=sum(self.held.values()),
            is_incoming=sum(amounts.values()) > 0,
        )


async def write(*, viewer: Viewer, month: Month, zone: ZoneInfo, most: int, into: Writing) -> None:
    """Write a person's statement of a month: what they had, each movement, what they have then.

    Opening, movements and closing are of one moment, and add up to the cent.

    Raises:
        NotFound: nothing moved in that month.
        StatementTooLong: more than ``most`` movements.
    """
    currency, owner = policy.currency(settings()), viewer.id
    begins, until = month.begins(zone), month.ends(zone)
    async with _as_of_now() as session:
        held = dict.fromkeys(BUCKETS, 0) | await repository.held_before(
            session, owner=owner, currency=currency, until=begins
        )
        sums, after = _Sums(dict(held)), first_id(begins)
        while legs := await repository.own_legs(
            session, owner=owner, currency=currency, after=after, until=until, limit=_AT_ONCE
        ):
            if sums.movements == 0:
                into.open(_opening(viewer, month, zone, currency, held))
            lines = [sums.line(list(of_one), owner) for of_one in _by_transfer(legs)]
            if sums.movements > most:
                raise StatementTooLong(most)
            people = {one.counterparty_id for one in lines if one.counterparty_id}
            await asyncio.to_thread(into.add, lines, await accounts.cards(people))
            after = legs[-1]["id"]
        if sums.movements == 0:
            raise NotFound
        heads = await repository.heads(session, owner=owner, currency=currency, until=until)
    into.close(Closing(sums.held, sums.movements, [_head(row) for row in heads]))


def _by_transfer(legs: Sequence[RowMapping]) -> Iterator[list[RowMapping]]:
    for _, of_one in groupby(legs, key=lambda leg: leg["id"]):
        yield list(of_one)


def _opening(
    viewer: Viewer, month: Month, zone: ZoneInfo, currency: str, held: dict[str, int]
) -> Opening:
    return Opening(
        month=month,
        zone=zone,
        currency=currency,
        is_test_money=currency == TEST_CURRENCY,
        holder=viewer.display_name,
        amounts=held,
    )


def _head(row: RowMapping) -> Head:
    return Head(row["bucket"], row["id"], row["seq"], row["hash"])


async def chains(*, user_id: UserId) -> Sequence[RowMapping]:
    """A person's accounts as the ledger states them: their beginning, balance, length and head."""
    async with reading(Database.ITEMS) as session:
        return await repository.chains(session, owner=user_id)


async def links(*, user_id: UserId, account: int, after: int, limit: int) -> Sequence[RowMapping]:
    """The next entries of the chain of a person's own account, from behind the ``after``-th."""
    async with reading(Database.ITEMS) as session:
        return await repository.links(
            session, owner=user_id, account=account, after=after, limit=limit
        )
