"""What is kept of a tab that has gone: for a moment everything, and then nothing.

Reflex keeps a tab's state for an hour after its last event, with all that the tab showed, which may
be a novel; and anybody can open tabs. Here it is kept for as long as the tab's socket is open, and
a little longer, for who lost the line and comes back finds the page as it was. Who comes back
later gets a fresh state: a tab that connects loads its page anew in either case.

With Redis the states are in no process's memory, and Redis forgets them by itself.
"""

import asyncio

import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory

GRACE_S = 120


async def forget(app: rx.App, *, grace_s: int = GRACE_S) -> None:
    """Go on for as long as the app runs (one of its lifespan tasks)."""
    kept, sockets = app.state_manager, app.event_namespace
    if not isinstance(kept, StateManagerMemory) or sockets is None:
        return
    kept.token_expiration = grace_s
    while True:
        for tab in [token for token in sockets.token_to_sid if token in kept.states]:
            await kept.get_state(rx.BaseStateToken(ident=tab, cls=rx.State))  # used just now
        await asyncio.sleep(grace_s / 4)
