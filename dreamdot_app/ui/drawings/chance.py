"""Deterministic numbers for drawings: the same key gives the same picture in any language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")

_MASK = 0xFFFFFFFF


def fnv1a(text: str) -> int:
    """32-bit FNV-1a over the code points (not the bytes) of ``text``."""
    value = 0x811C9DC5
    for character in text:
        value = ((value ^ ord(character)) * 0x01000193) & _MASK
    return value


class Chance:
    """The mulberry32 generator: ``chance()`` is the next number in [0, 1)."""

    __slots__ = ("_state",)

    def __init__(self, seed: int | str) -> None:
        self._state = (fnv1a(seed) if isinstance(seed, str) else seed) & _MASK

    def __call__(self) -> float:
        """Take the next number in [0, 1)."""
        self._state = state = (self._state + 0x6D2B79F5) & _MASK
        mixed = ((state ^ (state >> 15)) * (1 | state)) & _MASK
        mixed ^= (mixed + (((mixed ^ (mixed >> 7)) * (61 | mixed)) & _MASK)) & _MASK
        return (mixed ^ (mixed >> 14)) / 4294967296

    def between(self, low: float, high: float) -> float:
        """Take a number in [low, high)."""
        return low + (high - low) * self()

    def whole(self, low: int, high: int) -> int:
        """Take a whole number in [low, high], both included."""
        return low + int(self() * (high - low + 1))

    def pick(self, items: Sequence[Item]) -> Item:
        """Take one of ``items``, which must not be empty."""
        return items[int(self() * len(items))]

    def likely(self, probability: float) -> bool:
        """Toss a coin that falls on true with ``probability``."""
        return self() < probability

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """Give the items in another order (Fisher-Yates)."""
        deck = list(items)
        for last in range(len(deck) - 1, 0, -1):
            other = int(self() * (last + 1))
            deck[last], deck[other] = deck[other], deck[last]
        return deck
