"""What other slices may know of media."""

from dataclasses import dataclass
from typing import NewType
from uuid import UUID

MediaId = NewType("MediaId", UUID)

WIDTHS = (150, 400, 800, 1920)
"""Widths in pixels at which every picture is served; a narrower original ends the list."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An uploaded picture, as pages show it. Sizes in CSS pixels of the largest rendition."""

    id: MediaId
    url: str
    srcset: str
    width: int
    height: int
    blurhash: str
    alt: str
