"""A budget that fills again: so much at once, and so much of it again each second.

For what one process can bear, its log and its events: it is counted here, by the process itself.
What a person may do, however many processes there are, is counted by `rates`.
"""

from collections.abc import Callable
from time import monotonic


class Bucket:
    """Holds ``most``, and fills again by ``per_s`` each second."""

    def __init__(
        self, most: float, per_s: float, *, clock: Callable[[], float] = monotonic
    ) -> None:
        self._most, self._per_s, self._clock = most, per_s, clock
        self._left, self._at = most, clock()

    @property
    def is_full(self) -> bool:
        """Whether nothing is missing, as if it had never been used."""
        self._fill()
        return self._left >= self._most

    def take(self, amount: float = 1.0) -> bool:
        """Take this much if it is there."""
        return self.take_soon(amount, within_s=0) is not None

    def take_soon(self, amount: float = 1.0, *, within_s: float) -> float | None:
        """Take this much, in advance if need be: how many seconds to wait until it is there.

        ``None``, and nothing taken, when that is longer than ``within_s``.
        """
        self._fill()
        wait_s = max(0.0, amount - self._left) / self._per_s
        if wait_s > within_s:
            return None
        self._left -= amount
        return wait_s

    def _fill(self) -> None:
        now = self._clock()
        self._left = min(self._most, self._left + (now - self._at) * self._per_s)
        self._at = now
