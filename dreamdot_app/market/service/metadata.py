"""What search engines and link previews are told about a work's page, and about its reader."""

from typing import Any

from dreamdot_app.core import ids, money
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.settings import Settings, settings
from dreamdot_app.core.web.metadata import PageMetadata
from dreamdot_app.market.contract import Kind, WorkView
from dreamdot_app.market.repository import works
from dreamdot_app.market.service.reading import work
from dreamdot_app.market.writing import allowed

_LONGEST_DESCRIPTION = 200
# schema.org's names for what we hold.
_TYPE = {Kind.WRITING: "CreativeWork", Kind.COMIC: "ComicStory", Kind.ART: "VisualArtwork"}


async def metadata(*, ref: object, chosen: Settings | None = None) -> PageMetadata | None:
    """A published work's page as a visitor sees it; ``None`` where there is none (a true 404).

    Its price is told when ``chosen``, by default the program's settings, take real money.
    """
    try:
        view = await work(ref=ref, viewer_id=None)
    except NotFound:
        return None
    card = view.card
    beginning = [line for line in allowed.plain_text(view.beginning).split("\n") if line]
    told = view.summary or " ".join(beginning) or f"By {card.creator.display_name} on DreamDot."
    return PageMetadata(
        title=f"{card.title} by {card.creator.display_name} · DreamDot",
        description=_shortened(" ".join(told.split())),
        path=card.url,
        # No preview shows a drawing; the wordmark's picture stands in for it.
        image_url="/og.jpg" if card.cover.url.endswith(".svg") else card.cover.url,
        kind="article" if card.kind == Kind.WRITING else "website",
        json_ld=_json_ld(view, chosen or settings()),
        paragraphs=(view.summary, *beginning) if view.summary else tuple(beginning),
    )


async def reading_metadata(*, ref: object) -> PageMetadata | None:
    """The reader of a work, which search engines find at the work's own page; ``None`` as above.

    Who asks is not known here. What was published and taken down is still read by those who have
    it, so there is a page for it, which tells nobody else what it is called.
    """
    described = await metadata(ref=ref)
    if described is not None:
        return PageMetadata(described.title, described.description, path=described.path)
    try:
        work_id = ids.parse_ref(ref)
    except NotFound:
        return None
    async with reading(Database.ITEMS) as session:
        found = await works.work(session, work_id)
    if found is None or found.content_id is None:
        return None
    path = f"/read/{ids.short(work_id)}"
    return PageMetadata("Reading · DreamDot", "A work for those who have it.", path=path)


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_DESCRIPTION:
        return text
    return text[: _LONGEST_DESCRIPTION - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _json_ld(view: WorkView, chosen: Settings) -> dict[str, Any]:
    card, origin = view.card, chosen.public_origin
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _TYPE.get(Kind(card.kind), "Product"),
        "name": card.title,
        "url": origin + card.url,
        "image": origin + card.cover.url,
        "inLanguage": view.language,
        "author": {
            "@type": "Person",
            "name": card.creator.display_name,
            "url": origin + card.creator.href,
        },
    }
    if chosen.stripe_secret_key:  # else it is paid with test money, and nothing is on offer
        told["offers"] = {
            "@type": "Offer",
            "price": money.show(card.price_minor).removeprefix("$").replace(",", ""),
            "priceCurrency": "USD",
            "availability": "https://schema.org/InStock",
            "url": origin + card.url,
        }
    if card.published_at:
        told["datePublished"] = card.published_at.date().isoformat()
    if view.summary:
        told["description"] = view.summary
    if view.tags:
        told["keywords"] = ", ".join(view.tags)
    if view.words:
        told["wordCount"] = view.words
    return told
