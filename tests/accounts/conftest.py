"""A tab in Reflex's own event pipeline, for what the handlers of states answer."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import pytest
from reflex.app import EventNamespace
from reflex.event import Event
from reflex.istate.manager.memory import StateManagerMemory
from reflex_base.event.processor import BaseStateEventProcessor
from reflex_base.registry import RegistrationContext

from dreamdot_app.accounts.state import answer_failure


class Browser:
    """A tab: fires events with a cookie, sees what comes back."""

    def __init__(
        self,
        fire: Callable[[Event], Awaitable[None]],
        seen: list[Any],
        sockets: EventNamespace,
        kept: StateManagerMemory,
    ) -> None:
        self._fire = fire
        self._seen = seen
        self._sockets = sockets
        self._kept = kept
        self.loaded: list[str] = []
        self.cookie = ""

    def forget(self) -> None:
        """Let the server lose what it knows of the tab."""
        self._kept.states.pop("tab")

    async def hears(self, heard: str) -> None:
        """Wait until the var `heard` shows exactly this."""
        while self.shown("heard") != heard:  # noqa: ASYNC110 nobody tells of it
            await asyncio.sleep(0)

    async def close(self) -> None:
        """Close the tab's socket."""
        if forgetting := self._sockets.on_disconnect("socket"):
            await forgetting

    async def open(self, page: str, *handlers: Any) -> None:
        """Open a page: its handlers run in their order."""
        self._seen.clear()
        path = page.partition("?")[0]
        headers = {"cookie": self.cookie} if self.cookie else {}
        where = {"pathname": path, "asPath": page, "query": {}, "headers": headers, "sid": "socket"}
        for handler in handlers:
            [event] = Event.from_event_type(handler)
            await self._fire(Event(name=event.name, payload=event.payload, router_data=where))

    def all_shown(self, name: str) -> list[Any]:
        """All values of a var that were sent."""
        return [
            value
            for update in self._seen
            for changes in (update.delta or {}).values()
            for key, value in changes.items()
            if key == f"{name}_rx_state_"
        ]

    def shown(self, name: str) -> Any:
        """The last value of a var that was sent."""
        values = self.all_shown(name)
        return values[-1] if values else None

    def told(self, name: str) -> list[dict[str, Any]]:
        """What the browser was told to do, such as ``_redirect``."""
        return [
            event.payload for update in self._seen for event in update.events if event.name == name
        ]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    seen: list[Any] = []

    class Sockets(EventNamespace):
        async def emit_update(self, update: Any, token: str) -> None:
            seen.append(update)

    processor = BaseStateEventProcessor(backend_exception_handler=answer_failure)
    kept = StateManagerMemory()

    def load_events(path: str) -> list[Any]:
        here.loaded.append(path)
        return []

    app: Any = SimpleNamespace(get_load_events=load_events, _event_processor=processor, _state=None)
    app.event_namespace = namespace = Sockets("/_event", app)
    context = RegistrationContext.ensure_context().fork()
    context._set_app(app)

    async def fire(event: Event) -> None:
        await processor.enqueue("tab", event)
        # Until the handler, what answers for it and what that asks for are through.
        while processor._futures or processor._tasks:
            await processor.join()
            await asyncio.wait(
                [*processor._tasks.values(), asyncio.ensure_future(asyncio.sleep(0))]
            )

    here = Browser(fire, seen, namespace, kept)
    with context:
        processor.configure(state_manager=kept, event_namespace=namespace)
        async with processor:
            await namespace.on_connect("socket", {"QUERY_STRING": "token=tab"})
            yield here
