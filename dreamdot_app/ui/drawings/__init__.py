"""Pictures drawn by code: covers, art, comic pages, portraits and constellations as SVG.

The same key always gives the same picture, byte for byte.
"""

from __future__ import annotations

from .comics.page import page_count
from .comics.script import comics
from .constellation import constellation
from .gallery import DesignInfo, art, cover, designs, page, person, portrait, sky
from .keys import art_url, build_key, cover_url, page_url, parse_key, person_url, sky_url
from .route import drawn_routes
from .svg import Drawing

__all__ = [
    "DesignInfo",
    "Drawing",
    "art",
    "art_url",
    "build_key",
    "comics",
    "constellation",
    "cover",
    "cover_url",
    "designs",
    "drawn_routes",
    "page",
    "page_count",
    "page_url",
    "parse_key",
    "person",
    "person_url",
    "portrait",
    "sky",
    "sky_url",
]
