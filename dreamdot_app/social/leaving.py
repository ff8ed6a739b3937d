"""What social adds to an export, and what goes with who leaves. Importing this registers it."""

from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.contract import AccountLeft
from dreamdot_app.accounts.service import Entry
from dreamdot_app.core.db import Database
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.outbox import consumer
from dreamdot_app.social import repository, service
from dreamdot_app.social.contract import Distance


async def _people(user_id: UserId, distance: Distance) -> AsyncIterator[dict[str, object]]:
    following = ""
    while True:
        page = await service.kept_away(user_id=user_id, distance=distance, before=following)
        for kept in page.people:
            yield {"person": kept.person.username, "since": kept.since}
        if not (following := page.next):
            return


async def _gather(user_id: UserId) -> AsyncIterator[Entry]:
    yield Entry("blocked.json", _people(user_id, Distance.BLOCKED), done=0.5)
    yield Entry("muted.json", _people(user_id, Distance.MUTED), done=1.0)


accounts.exports("people", _gather, about="Whom you have blocked and muted.")


@consumer(AccountLeft, name="social.forget_person", into=Database.SOCIAL)
async def forget_person(session: AsyncSession, event: AccountLeft) -> None:
    """Nobody keeps away somebody who is gone, nor do they anybody."""
    await repository.forget(session, event.account_id)
