"""Events about somebody who left: gone from the outbox, but not before everybody has heard them."""

from sqlalchemy import text

from dreamdot_app.accounts.contract import AccountLeft, DeletionAsked, UserId
from dreamdot_app.core import ids, outbox
from dreamdot_app.core.db import Database, reading, transaction
from tests.conftest import RunOutbox

_NAMES = text("select name from outbox_event where payload ->> 'account_id' = :id order by id")


async def names_about(person: UserId) -> list[str]:
    async with reading(Database.USER) as session:
        return list(await session.scalars(_NAMES, {"id": str(person)}))


async def forget(person: UserId) -> bool:
    async with transaction(Database.USER, actor=None) as session:
        return await outbox.forget(session, person, but=AccountLeft)


async def test_what_somebody_waits_for_stays_until_they_have_heard_it(
    run_outbox: RunOutbox,
) -> None:
    person, other = UserId(ids.new()), UserId(ids.new())
    async with transaction(Database.USER, actor=None) as session:
        for one in (person, other):
            outbox.add(session, DeletionAsked(one))
    assert await forget(person)
    assert await names_about(person) == ["accounts.deletion_asked"]
    await run_outbox()
    assert not await forget(person)
    assert await names_about(person) == []
    assert await names_about(other) == ["accounts.deletion_asked"]


async def test_that_they_left_stays(run_outbox: RunOutbox) -> None:
    person = UserId(ids.new())
    async with transaction(Database.USER, actor=person) as session:
        outbox.add(session, AccountLeft(person))
    await run_outbox()
    assert not await forget(person)
    assert await names_about(person) == ["accounts.left"]
