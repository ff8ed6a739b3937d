"""Publishing: the draft becomes what the world sees, in one transaction; and taking it back."""

from datetime import datetime

from dreamdot_app.accounts import service as accounts
from dreamdot_app.core import ids, outbox
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import cards, documents, policy, popularity
from dreamdot_app.market.contract import (
    DraftConflict,
    FieldsRefused,
    Kind,
    Published,
    Status,
    WorkId,
    WorkPublished,
    WorkWithdrawn,
)
from dreamdot_app.market.models import Draft, Work
from dreamdot_app.market.repository import works
from dreamdot_app.market.service import forms
from dreamdot_app.market.service.drafts import locked_own_work
from dreamdot_app.market.service.saving import known_revision


async def publish(
    *, work_id: WorkId, creator_id: UserId, now: datetime, revision: object = None
) -> Published:
    """Publish a draft, or the changes to a work that is out already.

    ``revision`` is the draft that the writer looked at when they clicked, if the client knows.
    A second click publishes nothing new and answers the same. The day of the first publishing
    stays; buyers get the new text.

    Raises:
        FieldsRefused: it has no title or nothing in it, or what was typed last in a field could
            not be saved; all reasons at once.
        DraftConflict: the draft is not the one that the writer looked at.
        NotFound: no such work, or it is somebody else's.
    """
    creator = (await accounts.cards([creator_id])).get(creator_id)
    creator_name = creator.display_name if creator else ""
    async with transaction(Database.ITEMS, actor=creator_id) as session:
        work = await locked_own_work(session, work_id, creator_id)
        draft = await works.locked_draft(session, work_id)
        first_time = work.published_at is None
        is_known = _is_known(draft, revision)
        if is_known:
            _require_whole(work, draft)
            await _retire_replaced(work, draft, now)
            if _bring_out(work, draft, creator_name, now):
                outbox.add(session, _told(work, first_time))
    if draft is not None and not is_known:
        raise DraftConflict(await forms.draft_view(work, draft))
    return _published(work, first_time)


def _is_known(draft: Draft | None, revision: object) -> bool:
    """Whether the draft is the one that the client looked at, if it says which."""
    return revision is None or draft is None or draft.revision == known_revision(revision)


def _require_whole(work: Work, draft: Draft | None) -> None:
    """Refuse to publish what is not fit to be read.

    Raises:
        FieldsRefused: with every reason.
    """
    errors = dict(draft.refused) if draft else {}
    shown: Work | Draft = draft or work
    if not shown.title:
        errors.setdefault("title", "Give it a title first.")
    if work.kind == Kind.WRITING and not shown.words:
        errors.setdefault("html", "Write something first.")
    elif work.kind != Kind.WRITING and not shown.pages:
        errors.setdefault("html", "Add something to look at first.")
    if errors:
        raise FieldsRefused(errors)


async def _retire_replaced(work: Work, draft: Draft | None, now: datetime) -> None:
    """Let the text that is out until now keep its day; before the transaction takes it away."""
    if draft is not None and work.content_id not in (None, draft.content_id):
        await documents.retire(Kind(work.kind), work.content_id, now)


def _bring_out(work: Work, draft: Draft | None, creator_name: str, now: datetime) -> bool:
    """Let a work say what its draft says; whether that changed anything."""
    has_changes = draft is not None and draft.revision > work.revision
    if policy.is_published(work) and not has_changes:
        return False
    if draft is not None:
        cards.put_into(work, draft)
    if work.published_at is None:
        work.published_at = now
        work.popularity = popularity.of_event(popularity.PUBLISHED, now)
    work.creator_name = creator_name
    work.status = Status.PUBLISHED
    work.updated_at = now
    return True


def _told(work: Work, first_time: bool) -> WorkPublished:
    return WorkPublished(
        work_id=WorkId(work.id),
        creator_id=UserId(work.creator_id),
        kind=str(work.kind),
        title=work.title,
        first_time=first_time,
    )


def _published(work: Work, first_time: bool) -> Published:
    ref = cards.ref_of(work)
    assert work.published_at is not None  # noqa: S101 it has just been published
    return Published(
        id=ids.short(work.id),
        ref=ref,
        url=f"/work/{ref}",
        revision=work.revision,
        published_at=work.published_at,
        first_time=first_time,
    )


async def unpublish(*, work_id: WorkId, creator_id: UserId, now: datetime) -> None:
    """Take a work down: nobody finds or buys it any more, and those who have it keep it.

    Taking down what is not published changes nothing.

    Raises:
        NotFound: no such work, or it is somebody else's.
    """
    async with transaction(Database.ITEMS, actor=creator_id) as session:
        work = await locked_own_work(session, work_id, creator_id)
        if policy.is_published(work):
            work.status = Status.DRAFT
            work.updated_at = now
            outbox.add(session, WorkWithdrawn(work_id=work_id, creator_id=creator_id))
