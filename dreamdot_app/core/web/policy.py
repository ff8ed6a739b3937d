"""The Content-Security-Policy of our pages; docs/decisions tells why each part is as it is."""

import re
from base64 import b64encode
from collections.abc import Collection
from functools import lru_cache
from hashlib import sha256
from html import unescape

from dreamdot_app.core.settings import Settings

# What is no page (JSON, refusals, text) may do nothing when somebody opens it as one.
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# A drawing opened by itself may have colours, and nothing else.
DRAWING = f"{NOTHING}; style-src 'unsafe-inline'; img-src data:; sandbox"
_INLINE = re.compile(
    rb"<(?P<tag>script|style)(?P<attributes>(?:\s[^>]*)?)>(?P<content>.*?)</(?P=tag)\s*>",
    re.S | re.I,
)
# Data blocks are not run, and a script with an address is covered by 'self'.
_NOT_INLINE = re.compile(rb"\ssrc\s*=|type\s*=\s*[\"']?application/(?:ld\+)?json", re.I)
_ATTRIBUTE = re.compile(rb"""\sstyle\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')""", re.I)
# Emotion, which Reflex brings, makes an empty element and adds rules to it without text.
_EMPTY = b""


@lru_cache(maxsize=128)
def inline_sources(html: bytes) -> tuple[str, str]:
    """The hash sources (``'sha256-…'``) of a page's inline scripts, and of its inline styles:
    those of elements and of attributes.
    """
    scripts, styles = set[bytes](), {_EMPTY}
    for found in _INLINE.finditer(html):
        if found["tag"].lower() == b"style":
            styles.add(found["content"])
        elif not _NOT_INLINE.search(found["attributes"]):
            scripts.add(found["content"])
    for found in _ATTRIBUTE.finditer(_INLINE.sub(b"", html)):
        written = found["double"] if found["single"] is None else found["single"]
        styles.add(unescape(written.decode()).encode())
    return _sources(scripts), _sources(styles)


def _sources(contents: Collection[bytes]) -> str:
    hashes = (b64encode(sha256(content).digest()).decode() for content in contents)
    return " ".join(sorted(f"'sha256-{one}'" for one in hashes))


class PagePolicy:
    """The policy of the pages of one installation."""

    def __init__(self, settings: Settings, origins: Collection[str]) -> None:
        # An address in brackets is no source that browsers know.
        named = sorted(origin for origin in origins if "[" not in origin)
        sockets = [origin.replace("http", "ws", 1) for origin in named]
        # While developing, the pages and their backend have two ports: two origins.
        others = [] if settings.is_production else named
        self._parts = (
            "default-src 'none'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "manifest-src 'self'",
            "connect-src " + " ".join(["'self'", *others, *sockets]),
            # Without a word here, workers would be let in by `script-src`.
            "worker-src 'none'",
            "object-src 'none'",
            "frame-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            *(("upgrade-insecure-requests",) if settings.is_production else ()),
        )

    def of(self, html: bytes) -> str:
        """The policy of a page: its own inline scripts and styles by their hashes, no others."""
        scripts, styles = inline_sources(html)
        # 'unsafe-hashes': hashes count for attributes too, and still for these few styles only.
        return "; ".join(
            (
                *self._parts,
                f"style-src 'self' 'unsafe-hashes' {styles}",
                f"script-src 'self' {scripts}",
            )
        )
