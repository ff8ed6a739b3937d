"""Loading the page of an open tab anew, from the server: as if the tab had connected again."""

import asyncio
from contextlib import suppress
from random import random

import reflex as rx
from redis.exceptions import RedisError
from reflex.event import Event, EventHandler, EventSpec
from reflex_base.event.context import EventContext
from reflex_base.registry import RegistrationContext

from dreamdot_app.ui import live

_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 15.0
_waiting: dict[str, asyncio.Task[None]] = {}


def load_page() -> EventSpec:
    """The event that a tab sends when it connects."""
    connected: EventHandler = rx.State.event_handlers["hydrate_and_load"]
    return connected()


def load_page_when_reached() -> bool:
    """Load the page of the tab whose event failed as soon as its state can be reached.

    States are in Redis when several processes serve, and while that is away every event fails
    before its handler begins. Returns whether this is news: of the events of a tab that all fail
    now, one has to be answered.
    """
    context = EventContext.get()
    if context.token in _waiting:
        return False
    task = asyncio.create_task(_load_when_reached(context), name=f"afresh {context.token}")
    _waiting[context.token] = task
    task.add_done_callback(lambda _: _waiting.pop(context.token, None))
    return True


async def _load_when_reached(context: EventContext) -> None:
    pause_s, is_loaded = _PAUSE_S, False
    while not is_loaded and live.is_open(context.router_data.get("sid", "")):
        await asyncio.sleep(pause_s * (0.5 + random()))  # noqa: S311 spreads what comes back
        pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
        with suppress(RedisError):
            await _load(context)
            is_loaded = True


async def _load(context: EventContext) -> None:
    tab = rx.BaseStateToken(ident=context.token, cls=rx.State)
    state = await context.state_manager.get_state(tab)
    # The tab may have left the page where its event failed.
    where = state.router_data or context.router_data
    [event] = Event.from_event_type(load_page(), router_data=where)
    await (await RegistrationContext.get().app.event_processor.enqueue(context.token, event))
