"""The history of one's own money, page by page."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from dreamdot_app.accounts import service as accounts
from dreamdot_app.core import clock, ids, rates
from dreamdot_app.core.allowances import SEARCHES
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.settings import settings
from dreamdot_app.core.web.documented import refusals
from dreamdot_app.wallet import policy, service
from dreamdot_app.wallet.api.asking import type_owner
from dreamdot_app.wallet.contract import Direction, HistoryRow, TransferId
from dreamdot_app.wallet.history.asked import asked_of
from dreamdot_app.wallet.history.kinds import Group

router = APIRouter()


class TransactionsAsked(BaseModel):
    """Which part of a history: as the wallet's page has it in its address.

    ``before`` is the ``next`` of the page before. ``q`` is found in titles and people's names, or
    is an amount, or the number of a receipt.
    """

    kind: Group = Group.ALL
    way: Direction = Direction.ALL
    when: str = Field("", pattern=r"^(30d|90d|2\d{3})?$", description="30d, 90d or a year")
    q: str = Field("", max_length=100)
    before: str = Field("", max_length=40)
    limit: int = Field(20, ge=1, le=100)


class Transaction(BaseModel):
    """A transfer as its owner sees it. Amounts are minor units: what came in is above zero.

    ``promo_minor`` of it is initial credit. ``maturing_minor`` of a sale is not earned before
    ``matures_at``. ``kind`` is the ledger's: more of them may come.
    """

    id: str
    kind: str
    title: str
    counterparty: str | None
    amount_minor: int
    promo_minor: int
    maturing_minor: int
    matures_at: datetime | None
    at: datetime


class TransactionsPage(BaseModel):
    """A page, the newest first; ``next`` is empty at the end."""

    currency: str
    transactions: list[Transaction]
    next: str


@router.get("/transactions/{user_id}", responses=refusals(401, 404, 422, 429))
async def transactions(
    user_id: str, viewer: type_owner, asked: Annotated[TransactionsAsked, Query()]
) -> TransactionsPage:
    """What moved the viewer's money. Nobody sees that of others: they are not found."""
    if ids.parse(user_id) != viewer.id:
        raise NotFound
    if asked.q:
        await rates.spend([(SEARCHES.by_account, str(viewer.id))])
    page = await service.search(
        user_id=viewer.id,
        asked=asked_of(asked.model_dump()),
        now=clock.now().astimezone(policy.clock_of(await accounts.zone_of(viewer))),
        before=TransferId(ids.parse(asked.before)) if asked.before else None,
        limit=asked.limit,
    )
    return TransactionsPage(
        currency=policy.currency(settings()),
        transactions=[_shown(row) for row in page.rows],
        next=page.next,
    )


def _shown(row: HistoryRow) -> Transaction:
    return Transaction(
        id=row.id,
        kind=row.kind,
        title=row.title,
        counterparty=ids.short(row.counterparty_id) if row.counterparty_id else None,
        amount_minor=row.amount_minor,
        promo_minor=row.promo_minor,
        maturing_minor=row.maturing_minor,
        matures_at=row.matures_at,
        at=row.at,
    )
