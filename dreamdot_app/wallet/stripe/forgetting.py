"""What Stripe told of somebody's payments is forgotten. Importing this registers it.

Bodies of events hold names, addresses and the last digits of cards. The events themselves stay, so
that one that is sent again is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import clock, jobs, mongo
from dreamdot_app.core.db import Database
from dreamdot_app.core.jobs import JobContext
from dreamdot_app.wallet.stripe.consumers import COLLECTION

_FORGET_DETAILS = "wallet.forget_payment_details"
# Whoever has read a body just before it went may still be storing it.
_LONGEST_STORING = timedelta(minutes=15)
_AT_ONCE = 1_000
_FORGET = text("""
    update stripe_event set body = null
     where body is not null
       and exists (select from unnest(cast(:names as text[])) as known(name)
                    where strpos(body, known.name) > 0)
    returning id
""")


@dataclass(frozen=True)
class _Events:
    """Events whose details go, by Stripe's ids."""

    events: list[str]


async def forget_bodies(session: AsyncSession, *, names: Sequence[str]) -> None:
    """Forget what the events hold that name one of these ids, anywhere in their bodies.

    All bodies are read, so the caller lets the session take its time.
    """
    found = list((await session.scalars(_FORGET, {"names": list(names)})).all())
    for start in range(0, len(found), _AT_ONCE):
        part = _Events(found[start : start + _AT_ONCE])
        run_at = clock.now() + _LONGEST_STORING
        await jobs.enqueue(session, _FORGET_DETAILS, part, run_at=run_at)


@jobs.job(_FORGET_DETAILS, in_=Database.ITEMS, outside=True)
async def _forget_details(_context: JobContext, payload: _Events) -> None:  # pyright: ignore[reportUnusedFunction] registered
    await mongo.collection(COLLECTION).delete_many({"_id": {"$in": payload.events}})
