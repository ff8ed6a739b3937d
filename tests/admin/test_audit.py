"""The audit trail: what happened to an account, once, the latest first."""

from typing import Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from dreamdot_app.accounts import service as accounts
from dreamdot_app.admin import consumers, service
from dreamdot_app.core import ids, outbox
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.embedded import Servers
from dreamdot_app.core.ids import UserId
from dreamdot_app.market.contract import PurchaseId, WorkId, WorkPublished, WorkSold, WorkWithdrawn
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.factories.accounts import joined


async def test_joining_signing_in_and_out_are_written_down(run_outbox: RunOutbox) -> None:
    assert consumers
    signed_in = await joined()
    await accounts.sign_out(token=signed_in.token, now=NOON)
    await run_outbox()
    await run_outbox()
    me = signed_in.viewer.id
    trail = await service.trail(account_id=me)
    assert [entry.kind for entry in trail] == [
        "accounts.signed_out",
        "accounts.signed_in",
        "accounts.joined",
    ]
    assert trail[2].details == {}
    assert signed_in.viewer.username not in str(trail)
    assert trail[1].actor_id == me
    assert signed_in.token not in str(trail)
    assert [entry.id for entry in await service.trail(account_id=me, limit=1)] == [trail[0].id]
    rest = await service.trail(account_id=me, before=trail[0].id)
    assert [entry.id for entry in rest] == [trail[1].id, trail[2].id]
    assert await service.trail(account_id=UserId(ids.new())) == []


async def test_what_happened_to_works_is_written_down(run_outbox: RunOutbox) -> None:
    creator, buyer, work = UserId(ids.new()), UserId(ids.new()), WorkId(ids.new())
    amounts: dict[str, Any] = {
        "earned_promo_minor": 90,
        "earned_cash_minor": 0,
        "fee_promo_minor": 10,
        "fee_cash_minor": 0,
    }
    sold = WorkSold(
        work, PurchaseId(ids.new()), creator, buyer, 100, ids.new(), **amounts, sold_at=NOON
    )
    told = [
        WorkPublished(work, creator, "writing", "A title that somebody wrote", True),
        sold,
        WorkWithdrawn(work, creator),
    ]
    for event in told:
        async with transaction(Database.ITEMS, actor=creator) as session:
            outbox.add(session, event)
    await run_outbox()
    of_creator = await service.trail(account_id=creator)
    assert [entry.kind for entry in of_creator] == ["market.withdrawn", "market.published"]
    assert of_creator[1].details == {"work": str(work), "first_time": True}
    [of_buyer] = await service.trail(account_id=buyer)
    assert of_buyer.details == {
        "work": str(work),
        "creator": str(creator),
        "price_minor": 100,
        "transfer": str(sold.transfer_id),
    }


@pytest.mark.parametrize(
    "change",
    ["update audit_entry set kind = kind", "delete from audit_entry", "truncate audit_entry"],
)
async def test_what_was_written_stays_for_the_app_and_for_a_superuser(
    servers: Servers, databases: dict[str, str], run_outbox: RunOutbox, change: str
) -> None:
    me = (await joined()).viewer.id
    await run_outbox()
    before = await service.trail(account_id=me)
    with pytest.raises(DBAPIError, match="the audit trail is append-only"):
        async with transaction(Database.AUDIT, actor=None) as session:
            await session.execute(text(change))
    superuser = conninfo_to_dict(servers.postgres_admin_url.replace("+psycopg", ""))
    name = make_url(databases["audit"]).database
    with psycopg.connect(**{**superuser, "dbname": name}) as connection:
        with pytest.raises(psycopg.Error) as refused:
            connection.execute(change.encode())
        assert refused.value.sqlstate == "AU001"
    assert before
    assert await service.trail(account_id=me) == before
