"""What search engines and link previews read on pages whose content is loaded later."""

import html
import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.web.shells import route_pattern

_BODY = re.compile(r"<body[^>]*>", re.I)
_TITLE_AND_SUMMARY = re.compile(
    r"<title[^>]*>.*?</title>|<meta\s[^>]*(?:name=\"description\"|property=\"og:[\w:]+\""
    r"|name=\"twitter:[\w:]+\")[^>]*>|<link\s[^>]*rel=\"canonical\"[^>]*>",
    re.S | re.I,
)


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """A page in the words of search engines and link previews. Plain text, escaped here.

    ``image_url`` and ``path`` are paths of ours; ``kind`` is OpenGraph's type; ``paragraphs`` is
    what a reader without scripts sees. What ``is_hidden`` is left out by search engines.
    ``elsewhere`` are addresses of the same person on other sites, which look for that here.
    """

    title: str
    description: str
    path: str = ""
    image_url: str = ""
    kind: str = "website"
    json_ld: Mapping[str, Any] | None = None
    paragraphs: Sequence[str] = field(default_factory=tuple[str, ...])
    is_hidden: bool = False
    elsewhere: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """What was at this address is at another one of ours: ``path``, fit for an address."""

    path: str


type_described = PageMetadata | Moved | None
type_provider = Callable[[dict[str, str]], Awaitable[type_described]]
_providers: list[tuple[re.Pattern[str], type_provider]] = []


def page_metadata(pattern: str, provider: type_provider) -> None:
    """Register who describes the pages of a route.

    ``pattern`` is as in Reflex (``/work/[ref]``); the provider gets ``{"ref": …}``, decoded, and
    answers ``None`` (or raises `NotFound`) when there is no such page: a true 404. `Moved` leads to
    where it is now.
    """
    _providers.append((route_pattern(pattern), provider))


async def describe(path: str) -> tuple[bool, type_described]:
    """Whether somebody describes this path, and how; described as ``None`` it does not exist."""
    for pattern, provider in _providers:
        if found := pattern.fullmatch(path):
            try:  # the server has decoded the path already
                return True, await provider(found.groupdict())
            except NotFound:
                return True, None
    return False, None


def with_metadata(page: str, described: PageMetadata, *, origin: str, path: str) -> str:
    """A page with this title and these descriptions instead of its own.

    They go to the end of the head: React expects its own scripts where they are at the beginning.
    """
    head = _head(described, origin=origin, path=described.path or path)
    bare = _TITLE_AND_SUMMARY.sub("", page).replace("</head>", f"{head}</head>", 1)
    body = _BODY.search(bare)
    if not described.paragraphs or body is None:
        return bare
    text = "".join(f"<p>{html.escape(part)}</p>" for part in described.paragraphs)
    plain = f"<noscript><h1>{html.escape(described.title)}</h1>{text}</noscript>"
    return bare[: body.end()] + plain + bare[body.end() :]


def _head(described: PageMetadata, *, origin: str, path: str) -> str:
    def escape(text: str) -> str:
        return html.escape(text, quote=True)

    address = escape(origin + path)
    properties = {
        "og:title": described.title,
        "og:description": described.description,
        "og:type": described.kind,
        "og:url": origin + path,
        "og:site_name": "DreamDot",
    }
    card = "summary"
    if described.image_url:
        properties["og:image"] = origin + described.image_url
        card = "summary_large_image"
    tags = [
        f"<title>{escape(described.title)}</title>",
        f'<meta name="description" content="{escape(described.description)}">',
        f'<meta name="twitter:card" content="{card}">',
        f'<link rel="canonical" href="{address}">',
        *(
            f'<meta property="{name}" content="{escape(value)}">'
            for name, value in properties.items()
        ),
    ]
    tags += [f'<link rel="me" href="{escape(one)}">' for one in described.elsewhere]
    if described.is_hidden:
        tags.append('<meta name="robots" content="noindex">')
    if described.json_ld:
        # "<" is written as an escape: no text can close the block early.
        data = json.dumps(described.json_ld, ensure_ascii=False).replace("<", "\\u003c")
        tags.append(f'<script type="application/ld+json">{data}</script>')
    return "".join(tags)
