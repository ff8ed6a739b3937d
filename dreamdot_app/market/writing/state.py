"""One draft on the writing desk. What is typed stays in the browser and goes by `PUT`."""

from contextlib import suppress

import reflex as rx

from dreamdot_app.accounts.state import answered, loading, require_user
from dreamdot_app.core import clock, ids
from dreamdot_app.core.errors import NotFound
from dreamdot_app.market import service
from dreamdot_app.market.contract import DraftView, WorkId
from dreamdot_app.market.writing.draft_keeper import forget_draft
from dreamdot_app.ui import dialog, toast

UNPUBLISH_DIALOG = "unpublish"


class DeskState(rx.State):
    """The draft as the server has it when the desk is opened."""

    ref: str = ""  # the draft that the address names; what is shown belongs to it
    draft: DraftView = DraftView()
    is_loading: bool = True
    has_failed: bool = False
    is_missing: bool = False
    is_deleting: bool = False

    @rx.event
    @loading
    async def load(self):
        """Open the draft of the address; only its author may.

        A tab that finds its connection again asks once more. What it shows stays on the page then,
        whatever comes of asking, with all that can be undone and is on its way: so nothing is
        taken from ``draft`` here, and a page that has not drawn it yet looks at the flags.
        """
        ref = self.router.url.path.rstrip("/").rpartition("/")[2]
        self.is_missing = False
        if ref != self.ref:
            self.is_loading, self.is_deleting = True, False
            self.ref, self.draft = ref, DraftView()
            yield
        author_id = await require_user(self)
        try:
            work_id = WorkId(ids.parse(ref))
            self.draft = await service.open_draft(work_id=work_id, creator_id=author_id)
        except NotFound:
            self.is_missing = True
        self.is_loading = False

    @rx.event
    async def unpublish(self):
        """Take the work out of sight; who bought it keeps it."""
        author_id = await require_user(self)
        work_id = WorkId(ids.parse(self.draft.id))
        await service.unpublish(work_id=work_id, creator_id=author_id, now=clock.now())
        yield dialog.close_dialog(UNPUBLISH_DIALOG)
        yield toast.good("Only you and its buyers see it now.")
        yield DeskState.load

    @rx.event
    @answered
    async def delete(self):
        """Throw the draft away, here and in this browser; a double click is one wish."""
        if self.is_deleting:
            return
        self.is_deleting = True
        yield
        try:
            author_id = await require_user(self)
            work_id = WorkId(ids.parse(self.draft.id))
            with suppress(NotFound):  # gone already: that is what was asked for
                await service.delete_draft(work_id=work_id, creator_id=author_id)
        except Exception:
            self.is_deleting = False
            raise
        self.is_missing = True  # who goes back finds nothing
        yield forget_draft(self.draft.url)
        yield toast.good("The draft is gone.")
        yield rx.redirect("/studio")


class BeginState(rx.State):
    """The moment in which a new story begins."""

    is_loading: bool = True
    has_failed: bool = False

    @rx.event
    @loading
    async def begin(self):
        """Start a new story and open it; leave no empty draft lying about."""
        author_id = await require_user(self)
        draft = await service.start_draft(creator_id=author_id, now=clock.now())
        yield rx.redirect(f"/write/{draft.id}", replace=True)
