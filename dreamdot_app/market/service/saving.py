"""Saving a draft while it is being typed.

The editor saves every few seconds. A field that does not fit refuses the save as a whole, with all
reasons at once and nothing stored; the browser keeps what was typed and sends the other fields
again without it, so that one wrong price never keeps a chapter from being saved. The draft
remembers which fields were refused, and is not published before they say something that can be:
nobody's work comes out at an older price than the one they typed.

Contents are written as `documents` tells: first the document, then the row that points to it. The
text that was saved before is nobody's then, unless it is published: a job removes it.

Reading a long text takes half a second of the processor, so an account saves one thing at a time.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID
from weakref import WeakValueDictionary

from sqlalchemy.exc import IntegrityError

from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import BadInput, NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import documents
from dreamdot_app.market import fields as draft_fields
from dreamdot_app.market.contract import (
    ContentId,
    DraftConflict,
    FieldsRefused,
    Kind,
    SavedDraft,
    WorkId,
)
from dreamdot_app.market.fields import Fields, Text
from dreamdot_app.market.models import Draft, Work
from dreamdot_app.market.repository import works
from dreamdot_app.market.service import forms, superseding
from dreamdot_app.market.service.drafts import own_work
from dreamdot_app.media import service as media

# Who still waits for a row by then would point to a text that may have been swept away.
_LONGEST_STORING_S = 60
_turns: WeakValueDictionary[UserId, asyncio.Lock] = WeakValueDictionary()


class _TextMoved(Exception):
    """The stored text changed between looking at it and locking it: look again."""


async def save_draft(
    *,
    work_id: WorkId,
    creator_id: UserId,
    fields: Mapping[str, object],
    revision: object,
    now: datetime,
) -> SavedDraft:
    """Save the fields that were sent; those that were not stay as they are.

    ``fields``: ``title`` (to 120 characters), ``summary`` (to 500), ``html`` (to 400,000 of text),
    ``price`` (a text: free, or 0.50 to 500.00), ``tags`` (to 8 of 30, a list or with commas),
    ``cover`` (id of a picture of the creator's own, empty for none), ``language``.
    ``revision`` is the last that the client knows. Saving what is stored already answers with the
    present revision, whichever the client knows: it may have missed an answer.

    Raises:
        FieldsRefused: with every field that does not fit; nothing was stored.
        DraftConflict: another tab or device has saved since; with what is stored now.
        NotFound: no such work, or it is somebody else's.
    """
    known = known_revision(revision)
    async with _turns.setdefault(creator_id, asyncio.Lock()):
        while True:
            try:
                return await _save(work_id, creator_id, fields, known, now)
            except _TextMoved:
                continue


async def _save(
    work_id: WorkId, creator_id: UserId, fields: Mapping[str, object], known: int, now: datetime
) -> SavedDraft:
    work, stored = await _stored(work_id, creator_id)
    parsed = await asyncio.to_thread(draft_fields.parse, fields, Kind(work.kind))
    await _check_cover(parsed, creator_id, stored)
    try:
        if parsed.errors:
            await _remember_refusal(stored, parsed.errors)
            raise FieldsRefused(parsed.errors)
        content_id = await _written(work_id, parsed.text, stored, known, now)
        async with asyncio.timeout(_LONGEST_STORING_S):
            draft = await _store(stored, parsed, content_id, known, now)
    except IntegrityError:
        # Only a work that was deleted meanwhile cannot be referred to.
        raise NotFound from None
    if not _is_same(draft, parsed):
        raise DraftConflict(await forms.draft_view(work, draft))
    return SavedDraft(draft.revision, draft.saved_at, draft.words, draft.minutes)


def known_revision(value: object) -> int:
    """The revision that a client says it knows.

    Raises:
        BadInput: not a whole number.
    """
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise BadInput("The revision is a whole number.", field="revision")
    return value


async def _stored(work_id: WorkId, creator_id: UserId) -> tuple[Work, Draft]:
    async with reading(Database.ITEMS) as session:
        work = await own_work(session, work_id, creator_id)
        draft = await works.draft(session, work_id)
    return work, draft or await forms.draft_of(work)


async def _check_cover(parsed: Fields, creator_id: UserId, stored: Draft) -> None:
    cover_id = parsed.columns.get("cover_id")
    if not isinstance(cover_id, UUID) or cover_id == stored.cover_id:
        return
    if await media.owner_of(cover_id) != creator_id:
        parsed.errors["cover"] = "This picture is not there any more. Choose another."


async def _remember_refusal(stored: Draft, errors: dict[str, str]) -> None:
    async with transaction(Database.ITEMS, actor=stored.creator_id) as session:
        draft = await works.ensured_draft(session, stored)
        draft.refused = draft.refused | errors


async def _written(
    work_id: WorkId, text: Text | None, stored: Draft, known: int, now: datetime
) -> ContentId | None:
    """Write a new text's document; none for no text, the stored one, or one that is too late.

    Revisions only grow, so a client that knows an older one than is stored can only meet a
    conflict or find its own text there.
    """
    if text is None or not text.html or text.digest == stored.digest or stored.revision > known:
        return None
    content = documents.Content(
        id=ContentId(ids.new()),
        work_id=work_id,
        kind=Kind.WRITING,
        created_at=now,
        html=text.html,
        beginning=text.beginning,
        words=text.words,
    )
    await documents.add(content)
    return content.id


async def _store(
    stored: Draft, parsed: Fields, content_id: ContentId | None, known: int, now: datetime
) -> Draft:
    """The draft's row, locked and changed if the client knew it or says the same."""
    async with transaction(Database.ITEMS, actor=stored.creator_id) as session:
        draft = await works.ensured_draft(session, stored)
        left = {name: why for name, why in draft.refused.items() if name not in parsed.names}
        if _is_same(draft, parsed):
            draft.refused = left
        elif draft.revision == known:
            draft.refused = left
            before = draft.content_id
            _change(draft, parsed, content_id)
            if before is not None and before != draft.content_id:
                await superseding.remove_later(session, draft, before, now)
            draft.revision += 1
            draft.saved_at = now
    return draft


def _is_same(draft: Draft, parsed: Fields) -> bool:
    if parsed.text is not None and parsed.text.digest != draft.digest:
        return False
    return all(getattr(draft, column) == value for column, value in parsed.columns.items())


def _change(draft: Draft, parsed: Fields, content_id: ContentId | None) -> None:
    for column, value in parsed.columns.items():
        setattr(draft, column, value)
    if parsed.text is None or parsed.text.digest == draft.digest:
        return
    if parsed.text.html and content_id is None:
        raise _TextMoved
    draft.content_id = content_id
    draft.digest = parsed.text.digest
    draft.words, draft.minutes = parsed.text.words, parsed.text.minutes
