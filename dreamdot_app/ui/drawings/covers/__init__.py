"""Cover designs. Importing the modules registers their designs."""

from __future__ import annotations

from . import (
    abstract,
    botanic,
    casts,
    firsts,
    firsts_art,
    heavens,
    labels,
    lettered,
    scenic,
    sheets,
)
from .registry import DESIGNS, Design

__all__ = [
    "DESIGNS",
    "Design",
    "abstract",
    "botanic",
    "casts",
    "firsts",
    "firsts_art",
    "heavens",
    "labels",
    "lettered",
    "scenic",
    "sheets",
]
