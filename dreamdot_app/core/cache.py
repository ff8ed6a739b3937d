"""What was read a moment ago, kept for a moment."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class ExpiringCache(Generic[K, V]):
    """Keeps at most ``max_items`` values, each for ``lifetime_s`` seconds; the oldest go first.

    Who reads a value elsewhere to keep it here takes the `mark` before and gives it to `put`: what
    was dropped meanwhile may have been read before it changed, and is not kept.
    """

    def __init__(
        self,
        *,
        lifetime_s: float,
        max_items: int,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock_s = clock_s
        self.lifetime_s = lifetime_s
        self._max_items = max_items
        self._kept: OrderedDict[K, tuple[float, V]] = OrderedDict()
        self._drops = 0

    def get(self, key: K) -> V | None:
        """The value, unless it was never there or its time is over."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        if kept[0] <= self._clock_s():
            del self._kept[key]
            return None
        return kept[1]

    def mark(self) -> int:
        """How things stand before a value is read that shall be kept."""
        return self._drops

    def put(self, key: K, value: V, *, read_since: int | None = None) -> None:
        """Keep a value from now on, unless something was dropped since the mark ``read_since``."""
        if read_since is not None and read_since != self._drops:
            return
        self._kept.pop(key, None)
        self._kept[key] = (self._clock_s() + self.lifetime_s, value)
        while len(self._kept) > self._max_items:
            self._kept.popitem(last=False)

    def drop(self, key: K) -> None:
        """Forget a value at once."""
        self._drops += 1
        self._kept.pop(key, None)

    def drop_where(self, is_meant: Callable[[V], bool]) -> None:
        """Forget all values of which this is true."""
        self._drops += 1
        for key in [key for key, (_, value) in self._kept.items() if is_meant(value)]:
            del self._kept[key]

    def clear(self) -> None:
        """Forget everything at once."""
        self._drops += 1
        self._kept.clear()
