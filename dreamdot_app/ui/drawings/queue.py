"""Who may have something drawn that is not kept: so many a minute, and so many at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from anyio import CapacityLimiter

from dreamdot_app.core.allowances import DRAWING
from dreamdot_app.core.errors import TooManyTries
from dreamdot_app.core.rates import address_group, is_shared, spend

# Drawing is Python, which runs on one core whatever the number of threads.
AT_ONCE = CapacityLimiter(2)
MOST_WAITING, MOST_OF_ADDRESS = 1_000, 250
_waiting: Counter[str] = Counter()


class DrawingQueueFull(TooManyTries):
    """More is waiting to be drawn than will be drawn soon."""

    status = 503


def group_of(address: str) -> str:
    """Whom limits count a request for; empty for an address that everybody has."""
    return "" if is_shared(address) else address_group(address)


@asynccontextmanager
async def turn(group: str) -> AsyncGenerator[None]:
    """A turn to draw for a `group_of` addresses, waited for.

    Raises:
        DrawingQueueFull: too many wait, or too many of these addresses; nothing was counted.
        TooManyTries: they have had too much drawn in the last minute.
    """
    if _waiting.total() >= MOST_WAITING or (group and _waiting[group] >= MOST_OF_ADDRESS):
        raise DrawingQueueFull("Many pictures are being drawn. Come back soon.", retry_after_s=5)
    _waiting[group] += 1
    try:
        if group:
            await spend([(DRAWING, group)])
        async with AT_ONCE:
            yield
    finally:
        _waiting[group] -= 1
        if not _waiting[group]:
            del _waiting[group]
