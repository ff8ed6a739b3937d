"""Drawings kept in memory, so that what nobody needs does not push out what people look at."""

from __future__ import annotations

from collections import OrderedDict

type_wanted = tuple[str, str]
"""A kind and a key."""


class Kept:
    """So many that were asked for once, and as many that were asked for again.

    Browsers keep a drawing for a year, so who asks again is somebody else. Keys that one person
    invents are asked for once: they push out each other.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._once: OrderedDict[type_wanted, bytes] = OrderedDict()
        self._again: OrderedDict[type_wanted, bytes] = OrderedDict()

    def __len__(self) -> int:
        return len(self._once) + len(self._again)

    def get(self, wanted: type_wanted) -> bytes | None:
        """A drawing that is kept, which is remembered to be asked for."""
        body = self._once.pop(wanted, None) or self._again.pop(wanted, None)
        if body is not None:
            self._again[wanted] = body
        if len(self._again) > self._most:
            self.add(*self._again.popitem(last=False))
        return body

    def add(self, wanted: type_wanted, body: bytes) -> None:
        """Keep one that was just drawn."""
        self._once[wanted] = body
        if len(self._once) > self._most:
            self._once.popitem(last=False)
