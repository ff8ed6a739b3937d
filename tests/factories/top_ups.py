"""Money that is being added."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from dreamdot_app.core import clock, ids
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.adding import service
from dreamdot_app.wallet.adding.contract import Asked
from dreamdot_app.wallet.adding.models import TopUp
from dreamdot_app.wallet.standin.signing import sender_in_use
from dreamdot_app.wallet.stripe.receiving import receive
from tests.fakes.stripe import StripeFake

EMAIL = "ana@example.org"
Deliver = Callable[[bytes, str], Awaitable[bool]]


async def deliver(raw: bytes, signature: str) -> bool:
    """Hand an event in as the webhook does."""
    return await receive(raw=raw, signature=signature, sender=sender_in_use(), now=clock.now())


async def ask(user: UserId, amount: str = "25.00", *, request: str = "") -> Asked:
    """Ask for a payment page."""
    return await service.begin(
        user_id=user, email=EMAIL, amount=amount, request_id=request or str(ids.new()),
        now=clock.now(),
    )  # fmt: skip


async def row(top_up_id: UUID) -> TopUp:
    async with reading(Database.ITEMS) as session:
        found = await session.get(TopUp, top_up_id)
    assert found is not None
    return found


def session_of(fake: StripeFake, asked: Asked) -> str:
    """The id of the session at Stripe that was made for a top-up."""
    sessions = fake.state.of_kind("checkout.session")
    return next(one["id"] for one in sessions if one["metadata"]["top_up"] == str(asked.id))


async def paid(fake: StripeFake, user: UserId, amount: str = "25.00") -> Asked:
    """Money that was paid and told of."""
    asked = await ask(user, amount)
    fake.pay(session_of(fake, asked))
    await fake.deliver(deliver)
    return asked
