"""Making codes, ending them, redeeming them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.core import ids, outbox
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.settings import settings
from dreamdot_app.wallet import policy
from dreamdot_app.wallet.codes import policy as rules
from dreamdot_app.wallet.codes import repository
from dreamdot_app.wallet.codes.errors import CodeRedeemed, CodeRefused, CodeTaken
from dreamdot_app.wallet.codes.events import PromoCodeEnded, PromoCodeMade, PromoCodeRedeemed
from dreamdot_app.wallet.codes.models import PromoCode, PromoRedemption
from dreamdot_app.wallet.codes.parsing import code_key, parse_new
from dreamdot_app.wallet.ledger.issuing import issue_promo
from dreamdot_app.wallet.service.balances import open_wallet_in
from dreamdot_app.wallet.telling import tell_on_commit

PAGE = 40


@dataclass(frozen=True, slots=True)
class CodeView:
    """A code as administrators see it; amounts are minor units, times UTC."""

    id: UUID
    code: str
    amount_minor: int
    max_uses: int
    uses: int
    expires_at: datetime | None
    ended_at: datetime | None
    is_over: bool
    made_by: UserId
    note: str
    created_at: datetime


async def make(*, viewer: Viewer, sent: Mapping[str, object], zone: str, now: datetime) -> CodeView:
    """Make a code. ``sent`` is as `parsing.parse_new` reads it; without a name it gets one.

    Raises:
        NotFound: they are no administrator.
        BadInput: a field does not fit.
        ProofNeeded: they have to prove once more who they are, with their second factor if there
            is one: a code is as good as money.
        CodeTaken: there is one of this name.
    """
    rules.require_administrator(viewer)
    wanted = parse_new(sent, zone=zone, now=now)
    await accounts.require_strong_proof(viewer, now=now)
    fresh = PromoCode(
        code=wanted.code,
        currency=policy.currency(settings()),
        amount_minor=wanted.amount_minor,
        max_uses=wanted.max_uses,
        expires_at=wanted.expires_at,
        made_by=viewer.id,
        note=wanted.note,
        created_at=now,
    )
    async with transaction(Database.ITEMS, actor=viewer.id) as session:
        if not await repository.add(session, fresh):
            raise CodeTaken
        made = PromoCodeMade(fresh.id, viewer.id, fresh.amount_minor, fresh.max_uses)
        outbox.add(session, made)
    return _view(fresh, now)


async def end(*, viewer: Viewer, code_id: UUID, now: datetime) -> None:
    """End a code: from now on nobody can redeem it. Who has keeps what it brought.

    Raises:
        NotFound: no such code, or they are no administrator.
    """
    rules.require_administrator(viewer)
    async with transaction(Database.ITEMS, actor=viewer.id) as session:
        code = await repository.code_to_change(session, code_id)
        if code is None:
            raise NotFound
        if code.ended_at is None:
            code.ended_at = now
            outbox.add(session, PromoCodeEnded(code.id, viewer.id, code.uses))


async def codes(
    *, viewer: Viewer, before: UUID | None, now: datetime
) -> tuple[tuple[CodeView, ...], UUID | None]:
    """A page of all codes, the newest first, and what the next page begins after.

    Raises:
        NotFound: they are no administrator.
    """
    rules.require_administrator(viewer)
    async with reading(Database.ITEMS) as session:
        rows = await repository.codes(session, before=before, limit=PAGE + 1)
    views = tuple(_view(row, now) for row in rows[:PAGE])
    return views, views[-1].id if len(rows) > PAGE else None


async def redeem(*, owner: UserId, typed: object, now: datetime) -> int:
    """Get the credit that a code brings, once; how much, in minor units.

    Raises:
        CodeRefused: no such code, or nobody can redeem it any more.
        CodeRedeemed: they have had it.
    """
    key = code_key(typed)
    if key is None:
        raise CodeRefused
    async with transaction(Database.ITEMS, actor=owner) as session:
        code = await repository.code_to_redeem(session, key)
        if code is None or code.currency != policy.currency(settings()):
            raise CodeRefused
        if await repository.redeemed(session, code.id, owner):
            raise CodeRedeemed
        if rules.is_over(code, now):
            raise CodeRefused
        await _give(session, code, owner, now)
    return code.amount_minor


async def _give(session: AsyncSession, code: PromoCode, owner: UserId, now: datetime) -> None:
    await open_wallet_in(session, user_id=owner, now=now)
    given = await issue_promo(
        session,
        key=f"promo_code:{ids.short(code.id)}:{owner}",
        owner=owner,
        currency=code.currency,
        amount_minor=code.amount_minor,
        memo=f"Promo code {code.code}",
        at=now,
    )
    code.uses += 1
    session.add(
        PromoRedemption(code_id=code.id, owner=owner, transfer_id=given.transfer_id, created_at=now)
    )
    outbox.add(session, PromoCodeRedeemed(code.id, owner, code.amount_minor))
    tell_on_commit(session, owner)


def _view(row: PromoCode, now: datetime) -> CodeView:
    return CodeView(
        id=row.id,
        code=row.code,
        amount_minor=row.amount_minor,
        max_uses=row.max_uses,
        uses=row.uses,
        expires_at=row.expires_at,
        ended_at=row.ended_at,
        is_over=rules.is_over(row, now),
        made_by=UserId(row.made_by),
        note=row.note,
        created_at=row.created_at,
    )
