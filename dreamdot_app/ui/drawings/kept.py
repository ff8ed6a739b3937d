"""Drawings kept in memory, so that what nobody needs does not push out what people look at."""

from __future__ import annotations

from collections import OrderedDict

type_wanted = tuple[str, str]
"""A kind and a key."""


class Kept:
    """So many that somebody had drawn, and as many that somebody else asked for too.

    Browsers keep a drawing for a year, and who asks is known by the addresses that limits count as
    one (`queue.group_of`). Keys that one person invents push out each other and what nobody else
    has asked for, however often they ask.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._once: OrderedDict[type_wanted, tuple[bytes, str]] = OrderedDict()
        self._again: OrderedDict[type_wanted, tuple[bytes, str]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._once) + len(self._again)

    def get(self, wanted: type_wanted, by: str) -> bytes | None:
        """A drawing that is kept; that somebody else asks for it is remembered."""
        if wanted in self._again:
            self._again.move_to_end(wanted)
            return self._again[wanted][0]
        body, drawn_for = self._once.get(wanted, (None, by))
        if by != drawn_for:
            self._promote(wanted)
        return body

    def add(self, wanted: type_wanted, body: bytes, drawn_for: str) -> None:
        """Keep one that was just drawn."""
        self._once[wanted] = (body, drawn_for)
        if len(self._once) > self._most:
            self._once.popitem(last=False)

    def _promote(self, wanted: type_wanted) -> None:
        self._again[wanted] = self._once.pop(wanted)
        if len(self._again) > self._most:
            oldest, (body, drawn_for) = self._again.popitem(last=False)
            self.add(oldest, body, drawn_for)
