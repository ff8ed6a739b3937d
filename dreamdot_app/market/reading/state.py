"""The open text of one work, for whoever may read it."""

import reflex as rx

from dreamdot_app.accounts.state import loading, require_user, viewer
from dreamdot_app.core import ids
from dreamdot_app.core.errors import NotFound
from dreamdot_app.market import service
from dreamdot_app.market.contract import MustBuy, Reading, WorkId


class ReadingState(rx.State):
    """A work as it is read. The full text reaches the browser only by `service.read`."""

    text: Reading = Reading()
    is_loading: bool = True
    is_missing: bool = False
    has_failed: bool = False

    @rx.var
    def title(self) -> str:
        """The page's title in a browser's tab."""
        if self.is_missing:
            return "Not found · DreamDot"
        return f"{self.text.card.title} · DreamDot" if self.text.card.id else "DreamDot"

    @rx.event
    @loading
    async def load(self):
        """Open the work of the address; who has not bought it is led to its page.

        The one that is open stays meanwhile: a connection that is back loads its page again.
        """
        ref = self.router.url.path.rstrip("/").rpartition("/")[2]
        if not self._is_open(ref):
            self.is_loading, self.is_missing, self.text = True, False, Reading()
            yield
        asking = await viewer(self)
        try:
            self.text = await service.read(ref=ref, viewer_id=asking.id if asking else None)
        except MustBuy as refusal:
            self.is_loading, self.text = True, Reading()
            yield rx.redirect(refusal.view.card.url, replace=True)
            return
        except NotFound:
            self.is_missing, self.text = True, Reading()
        self.is_loading = False

    def _is_open(self, ref: str) -> bool:
        shown = self.text
        return bool(shown.card.id) and not shown.is_preview and ref.endswith(shown.card.id)

    @rx.event
    @loading
    async def load_preview(self):
        """Open a draft as its readers would see it; only its author may."""
        self.is_loading, self.is_missing, self.text = True, False, Reading()
        yield
        try:
            author_id = await require_user(self)
            work_id = WorkId(ids.parse(self.router.url.path.rstrip("/").split("/")[-2]))
            self.text = await service.preview(work_id=work_id, creator_id=author_id)
        except NotFound:
            self.is_missing = True
        self.is_loading = False
