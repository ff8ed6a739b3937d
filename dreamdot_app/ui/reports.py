"""What browsers report of what broke in them, bounded before anybody reads it.

Reports come from strangers, who need not be browsers. Reflex's own handler looks through the whole
text with patterns that take the square or the cube of its length, on the loop that everybody's
events run on, before it hands the text to `ui.errors.frontend_failure`. So a report is cut before
the handler gets it, and there are so many a minute for one process: its log shows what breaks, and
nobody fills it.
"""

import reflex as rx
from reflex.state import BaseState, FrontendEventExceptionState, StateUpdate
from reflex.utils.format import format_event_handler
from reflex_base.event import Event
from typing_extensions import override

from dreamdot_app.core.bucket import Bucket

LONGEST = 2_000
AT_ONCE, A_MINUTE = 20, 10
_REPORT = format_event_handler(
    FrontendEventExceptionState.event_handlers["handle_frontend_exception"]
)


class BrowserReports(rx.Middleware):
    """Cuts reports to a length, and drops those that are too many or no reports."""

    def __init__(self, room: Bucket | None = None) -> None:
        self._room = room or Bucket(AT_ONCE, A_MINUTE / 60)

    @override
    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """Let everything else pass; an answer instead of ``None`` ends an event here."""
        if event.name != _REPORT:
            return None
        info = event.payload.get("info") if isinstance(event.payload, dict) else None
        if not isinstance(info, str) or not self._room.take():
            return StateUpdate()
        event.payload.clear()
        event.payload.update(info=info[:LONGEST], component_stack="")
        return None


def bound_reports(app: rx.App) -> None:
    """Bound what browsers report to this app.

    Nor does the server tell a browser to load its page anew because of a report's words: what it
    would send for that is evaluated, which our policy forbids (docs/decisions/0007).
    """
    FrontendEventExceptionState.auto_reload_on_errors = []
    app.add_middleware(BrowserReports())
