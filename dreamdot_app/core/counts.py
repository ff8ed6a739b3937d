"""Where rates are counted: in this process, or in Redis when several processes share them.

Windows move: what was counted stops to count exactly one window later.
"""

import hashlib
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from limits import RateLimitItem
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from redis.asyncio import Redis

from dreamdot_app.core.redis import AWAY, Presence, open_redis

_PAUSE_S = 2.0
_SOONEST_S = 0.001

# For each window a list of the moments at which something was counted, the newest first. All
# windows are looked at before anything is counted, so it is all of them or none, in one round trip
# and by one clock. (The storages of `limits` count one rate at a time, by the clock of whoever
# asks.)
_SPEND = """
local clock = redis.call('time')
local now, wait = clock[1] + clock[2] / 1000000, 0
for i, window in ipairs(KEYS) do
    local most, seconds, cost = tonumber(ARGV[3*i-2]), tonumber(ARGV[3*i-1]), tonumber(ARGV[3*i])
    if cost > most then
        wait = math.max(wait, seconds)
    else
        local oldest = redis.call('lindex', window, most - cost)
        wait = oldest and math.max(wait, oldest + seconds - now) or wait
    end
end
if wait > 0 then
    return tostring(wait)
end
for i, window in ipairs(KEYS) do
    for _ = 1, ARGV[3*i] do
        redis.call('lpush', window, string.format('%.6f', now))
    end
    redis.call('ltrim', window, 0, ARGV[3*i-2] - 1)
    redis.call('expire', window, ARGV[3*i-1])
end
return '0'
"""


@dataclass(frozen=True, slots=True)
class Spending:
    """So many of what a rate allows for a key."""

    name: str
    item: RateLimitItem
    key: str
    cost: int = 1

    @property
    def window(self) -> str:
        """The name of its window in Redis."""
        return f"dreamdot:rates:{self.name}:{hashed(self.key)}"


class OwnCounts:
    """Counts of this process."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def spend(self, spending: Sequence[Spending]) -> float:
        """Count all of it or, when something is used up, nothing; the seconds to wait, or 0."""
        wait_s = max((self._wait_s(one) for one in spending), default=0.0)
        if not wait_s:
            for one in spending:
                self._limiter.hit(one.item, one.name, one.key, cost=one.cost)
        return wait_s

    def forgive(self, forgiven: Sequence[Spending]) -> None:
        """Forget what was counted."""
        for one in forgiven:
            self._limiter.clear(one.item, one.name, one.key)

    def _wait_s(self, one: Spending) -> float:
        window = self._limiter.get_window_stats(one.item, one.name, one.key)
        if window.remaining >= one.cost:
            return 0.0
        return max(_SOONEST_S, window.reset_time - time.time())


class SharedCounts:
    """Counts that processes share in Redis; while it is away each counts by itself.

    A limit is then at most as many times as wide as there are processes: to refuse everybody would
    keep people from signing in, to count nothing would let machines guess passwords.
    """

    def __init__(self, redis: Redis, own: OwnCounts, *, pause_s: float = _PAUSE_S) -> None:
        self._redis = redis
        self._own = own
        self._script: Any = redis.register_script(_SPEND)  # typed for both kinds of client
        self._presence = Presence("each process counts rates by itself", pause_s=pause_s)

    async def ask(self, script: Any, *, keys: Sequence[str], args: Sequence[object]) -> Any | None:
        """What a script of `script` answers; ``None`` while Redis is away."""
        if not self._presence.may_be_asked():
            return None
        try:
            answer = await script(keys=keys, args=args)
        except AWAY as error:
            self._presence.lost(error)
            return None
        self._presence.found()
        return answer

    def script(self, text: str) -> Any:
        """A script to be run in Redis."""
        return self._redis.register_script(text)

    async def spend(self, spending: Sequence[Spending]) -> float:
        """As `OwnCounts.spend`, for all processes."""
        if spending:
            figures = [(one.item.amount, one.item.get_expiry(), one.cost) for one in spending]
            wait_s = await self.ask(
                self._script,
                keys=[one.window for one in spending],
                args=[figure for three in figures for figure in three],
            )
            if wait_s is not None:
                return float(wait_s)
        return self._own.spend(spending)

    async def forgive(self, forgiven: Sequence[Spending]) -> None:
        """As `OwnCounts.forgive`, for all processes."""
        self._own.forgive(forgiven)
        if forgiven and self._presence.may_be_asked():
            try:
                await self._redis.delete(*(one.window for one in forgiven))
            except AWAY as error:
                self._presence.lost(error)


def hashed(key: str) -> str:
    """How a key stands in Redis. Keys are people's names and addresses: only a hash."""
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


_own = OwnCounts()
_shared: list[SharedCounts] = []


@asynccontextmanager
async def shared_counts(url: str) -> AsyncGenerator[None]:
    """Count in Redis as long as this is open."""
    async with open_redis(url) as redis:
        counts = SharedCounts(redis, _own)
        _shared.append(counts)
        try:
            yield
        finally:
            _shared.remove(counts)


def shared() -> SharedCounts | None:
    """The counts that processes share; ``None`` when this one is alone."""
    return _shared[-1] if _shared else None


async def spend(spending: Sequence[Spending]) -> float:
    """Count all of it or, when something is used up, nothing; the seconds to wait, or 0."""
    return await _shared[-1].spend(spending) if _shared else _own.spend(spending)


async def forgive(forgiven: Sequence[Spending]) -> None:
    """Forget what was counted."""
    if _shared:
        await _shared[-1].forgive(forgiven)
    else:
        _own.forgive(forgiven)
