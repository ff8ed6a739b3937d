"""The Content-Security-Policy of our pages; docs/decisions tells why each part is as it is."""

import re
from base64 import b64encode
from collections.abc import Collection
from functools import lru_cache
from hashlib import sha256

from dreamdot_app.core.settings import Settings

# What is no page (JSON, pictures, refusals) may do nothing at all when somebody opens it as one.
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_INLINE_SCRIPT = re.compile(
    rb"<script(?P<attributes>(?:\s[^>]*)?)>(?P<code>.*?)</script\s*>", re.S | re.I
)
# Data blocks are not run, and a script with an address is covered by 'self'.
_NOT_INLINE = re.compile(rb"\ssrc\s*=|type\s*=\s*[\"']?(?:application/(?:ld\+)?json)", re.I)


@lru_cache(maxsize=128)
def inline_scripts(html: bytes) -> tuple[str, ...]:
    """The hash sources of a page's inline scripts: ``'sha256-…'``, sorted."""
    codes = {
        found["code"]
        for found in _INLINE_SCRIPT.finditer(html)
        if not _NOT_INLINE.search(found["attributes"])
    }
    return tuple(sorted(f"'sha256-{b64encode(sha256(code).digest()).decode()}'" for code in codes))


class PagePolicy:
    """The policy of the pages of one installation."""

    def __init__(self, settings: Settings, origins: Collection[str]) -> None:
        sockets = sorted(origin.replace("http", "ws", 1) for origin in origins)
        # While developing, the pages and their backend have two ports: two origins.
        others = [] if settings.is_production else sorted(origins)
        self._parts = (
            "default-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src " + " ".join(["'self'", *others, *sockets]),
            "media-src 'self' blob:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "frame-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            *(("upgrade-insecure-requests",) if settings.is_production else ()),
        )

    def of(self, html: bytes) -> str:
        """The policy of a page: its own inline scripts by their hashes, and no others."""
        scripts = " ".join(["script-src 'self'", *inline_scripts(html)])
        return "; ".join((*self._parts, scripts))
