"""A draft as the editor's form holds it, and a draft's row for a work that has none."""

from datetime import datetime

from dreamdot_app.core import ids
from dreamdot_app.market import cards, documents, fields
from dreamdot_app.market.contract import Cover, DraftView, Kind
from dreamdot_app.market.fields import Text
from dreamdot_app.market.models import Draft, Work
from dreamdot_app.market.policy import is_published
from dreamdot_app.media import service as media


def first_draft(work: Work, now: datetime) -> Draft:
    """The empty draft of a work that was just begun."""
    return Draft(work_id=work.id, creator_id=work.creator_id, saved_at=now)


async def draft_of(work: Work) -> Draft:
    """A draft that says what is published: works come out without one when they are imported."""
    text = Text()
    if work.content_id is not None:
        content = await documents.get(Kind(work.kind), work.content_id)
        text = Text(html=content.html)
    return Draft(
        work_id=work.id,
        creator_id=work.creator_id,
        title=work.title,
        summary=work.summary,
        price_minor=work.price_minor,
        cover_id=work.cover_id,
        language=work.language,
        tags=list(work.tags),
        content_id=work.content_id,
        digest=text.digest,
        words=work.words,
        minutes=work.minutes,
        pages=work.pages,
        revision=work.revision,
        saved_at=work.updated_at,
    )


async def draft_view(work: Work, draft: Draft) -> DraftView:
    """What the editor's form holds."""
    html = ""
    if draft.content_id is not None:
        html = (await documents.get(Kind(work.kind), draft.content_id)).html
    picture = await media.picture(draft.cover_id) if draft.cover_id else None
    short = ids.short(work.id)
    return DraftView(
        id=short,
        revision=draft.revision,
        kind=str(work.kind),
        title=draft.title,
        summary=draft.summary,
        html=html,
        price=fields.shown_price(draft.price_minor),
        tags=", ".join(draft.tags),
        language=draft.language,
        cover=cards.picture_cover(picture, draft.title) if picture else Cover(),
        cover_id=ids.short(draft.cover_id) if draft.cover_id else "",
        words=draft.words,
        saved_at=draft.saved_at,
        is_published=is_published(work),
        has_changes=not is_published(work) or draft.revision > work.revision,
        url=f"/api/works/{short}/draft",
        publish_url=f"/api/works/{short}/publish",
        work_url=f"/work/{cards.ref_of(work)}" if work.content_id else "",
        preview_url=f"/write/{short}/preview",
    )
