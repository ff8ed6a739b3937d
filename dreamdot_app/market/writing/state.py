"""One draft on the writing desk. What is typed stays in the browser and goes by `PUT`."""

import reflex as rx

from dreamdot_app.accounts.state import require_user
from dreamdot_app.core import clock, ids
from dreamdot_app.core.errors import NotFound
from dreamdot_app.market import service
from dreamdot_app.market.contract import DraftView, WorkId
from dreamdot_app.ui import dialog, toast

UNPUBLISH_DIALOG = "unpublish"


class DeskState(rx.State):
    """The draft as the server has it when the desk is opened."""

    draft: DraftView = DraftView()
    is_loading: bool = True
    is_missing: bool = False

    @rx.event
    async def load(self):
        """Open the draft of the address; only its author may."""
        self.is_loading, self.is_missing, self.draft = True, False, DraftView()
        yield
        author_id = await require_user(self)
        try:
            work_id = WorkId(ids.parse(self.router.url.path.rstrip("/").rpartition("/")[2]))
            self.draft = await service.open_draft(work_id=work_id, creator_id=author_id)
        except NotFound:
            self.is_missing = True
        self.is_loading = False

    @rx.event
    async def begin(self):
        """Start a new story and open it; leave no empty draft lying about."""
        author_id = await require_user(self)
        draft = await service.start_draft(creator_id=author_id, now=clock.now())
        yield rx.redirect(f"/write/{draft.id}", replace=True)

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
    async def delete(self):
        """Throw the draft away."""
        author_id = await require_user(self)
        await service.delete_draft(work_id=WorkId(ids.parse(self.draft.id)), creator_id=author_id)
        yield toast.good("The draft is gone.")
        yield rx.redirect("/studio")
