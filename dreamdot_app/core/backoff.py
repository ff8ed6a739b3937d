"""Waits that double: after some tries that were wrong, each further one has to wait longer.

A rate forgets: whoever waits out its window begins anew, and may guess on at its pace for ever.
This remembers until somebody succeeds, or has not tried for a while. Counted where rates are.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from dreamdot_app.core import counts
from dreamdot_app.core.errors import TooManyTries
from dreamdot_app.core.rates import in_words

_MOST_KEPT = 50_000

# A streak is how many tries there were, and until when the next one waits.
_TRY = """
local clock = redis.call('time')
local now = clock[1] + clock[2] / 1000000
local streak = redis.call('hmget', KEYS[1], 'tries', 'until')
local tries, ends = tonumber(streak[1] or '0'), tonumber(streak[2] or '0')
if ends > now then
    return tostring(ends - now)
end
if ARGV[1] == 'look' then
    return '0'
end
tries = tries + 1
local free, first, most = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
if tries >= free then
    ends = now + math.min(most, first * 2 ^ math.min(tries - free, 30))
end
redis.call('hset', KEYS[1], 'tries', tries, 'until', string.format('%.6f', ends))
redis.call('expire', KEYS[1], ARGV[5])
return '0'
"""
_FORGIVE = "return redis.call('del', KEYS[1])"


@dataclass(frozen=True, slots=True)
class Backoff:
    """``free`` tries without a wait, then ``first_s`` seconds, doubling up to ``most_s``.

    All is forgotten ``forgotten_s`` after the last try.
    """

    name: str
    free: int
    first_s: float
    most_s: float
    forgotten_s: int

    def wait_s(self, tries: int) -> float:
        """How long the next try waits after so many."""
        if tries < self.free:
            return 0.0
        return min(self.most_s, self.first_s * 2.0 ** min(tries - self.free, 30))

    async def look(self, key: str) -> None:
        """Refuse whoever still has to wait, and count nothing.

        Raises:
            TooManyTries: it says how long.
        """
        _refuse(await self._ask(key, "look"))

    async def count(self, key: str) -> None:
        """Count a try before it is known what comes of it: of many at once, few are free.

        Raises:
            TooManyTries: as `look`.
        """
        _refuse(await self._ask(key, "try"))

    async def forgive(self, key: str) -> None:
        """Forget the tries: somebody has succeeded."""
        _own.forgive(self, key)
        if (shared := counts.shared()) is not None:
            await shared.ask(shared.script(_FORGIVE), keys=[self._kept_as(key)], args=[])

    async def _ask(self, key: str, what: str) -> float:
        if (shared := counts.shared()) is not None:
            figures = [what, self.free, self.first_s, self.most_s, self.forgotten_s]
            script = shared.script(_TRY)
            wait_s = await shared.ask(script, keys=[self._kept_as(key)], args=figures)
            if wait_s is not None:
                return float(wait_s)
        return _own.look(self, key) if what == "look" else _own.count(self, key)

    def _kept_as(self, key: str) -> str:
        return f"dreamdot:backoff:{self.name}:{counts.hashed(key)}"


@dataclass(slots=True)
class _Streak:
    tries: int = 0
    ends_s: float = 0.0
    forgotten_s: float = 0.0


class Streaks:
    """Those that this process knows; the longest unused go first when there are too many."""

    def __init__(self, *, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._clock_s = clock_s
        self._kept: OrderedDict[tuple[str, str], _Streak] = OrderedDict()

    def look(self, backoff: Backoff, key: str) -> float:
        """The seconds that the next try waits, or 0."""
        found = self._kept.get((backoff.name, key))
        now = self._clock_s()
        return max(0.0, found.ends_s - now) if found and found.forgotten_s > now else 0.0

    def count(self, backoff: Backoff, key: str) -> float:
        """Count a try, unless it has to wait: the seconds, or 0."""
        if wait_s := self.look(backoff, key):
            return wait_s
        now = self._clock_s()
        streak = self._kept.pop((backoff.name, key), None)
        if streak is None or streak.forgotten_s <= now:
            streak = _Streak()
        streak.tries += 1
        streak.ends_s = now + backoff.wait_s(streak.tries)
        streak.forgotten_s = now + backoff.forgotten_s
        self._kept[backoff.name, key] = streak
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return 0.0

    def forgive(self, backoff: Backoff, key: str) -> None:
        """Forget a streak."""
        self._kept.pop((backoff.name, key), None)


_own = Streaks()


def _refuse(wait_s: float) -> None:
    if wait_s > 0:
        whole = max(1, ceil(wait_s))
        raise TooManyTries(f"Too many tries. Wait {in_words(whole)}.", retry_after_s=whole)
