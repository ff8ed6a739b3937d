"""The audit trail: what happened to an account, once, the latest first."""

from dreamdot_app.accounts import service as accounts
from dreamdot_app.admin import consumers, service
from dreamdot_app.core import ids
from dreamdot_app.core.ids import UserId
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
    assert trail[2].details == {"username": signed_in.viewer.username}
    assert trail[1].actor_id == me
    assert signed_in.token not in str(trail)
    assert [entry.id for entry in await service.trail(account_id=me, limit=1)] == [trail[0].id]
    rest = await service.trail(account_id=me, before=trail[0].id)
    assert [entry.id for entry in rest] == [trail[1].id, trail[2].id]
    assert await service.trail(account_id=UserId(ids.new())) == []
