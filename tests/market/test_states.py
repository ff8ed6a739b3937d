"""Lists of a tab, in Reflex's own event pipeline: they end, and nothing is out of reach."""

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from reflex.event import Event
from reflex.istate.manager.memory import StateManagerMemory
from reflex_base.event.processor import BaseStateEventProcessor
from reflex_base.registry import RegistrationContext

from dreamdot_app.accounts.state import answer_failure
from dreamdot_app.core import clock, ids
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import service
from dreamdot_app.market.finding.state import DiscoverState
from dreamdot_app.market.owning.state import LibraryState, StudioState
from dreamdot_app.market.shown import MOST_SHOWN, with_next
from tests.clock import NOON
from tests.factories.accounts import joined
from tests.factories.market import imported, make_person, unique

MANY = MOST_SHOWN + 30


class Tab:
    """A tab at an address, with a member's cookie or none; keeps what comes back."""

    def __init__(self, processor: BaseStateEventProcessor) -> None:
        self.processor = processor
        self.cookie, self.address = "", "/"
        self.seen: list[Any] = []

    async def fire(self, handler: Any) -> None:
        path, _, query = self.address.partition("?")
        asked = dict(pair.split("=") for pair in query.split("&") if pair)
        headers = {"cookie": self.cookie} if self.cookie else {}
        where = {"pathname": path, "asPath": self.address, "query": asked, "headers": headers}
        name = Event.from_event_type(handler)[0].name
        await self.processor.enqueue("tab", Event(name=name, payload={}, router_data=where))
        while self.processor._futures or self.processor._tasks:
            await self.processor.join()
            await asyncio.gather(*self.processor._tasks.values(), return_exceptions=True)
            await asyncio.sleep(0)

    def shown(self, state: Any, name: str) -> Any:
        """The last value of a state's var that was sent."""
        values = [
            changes[f"{name}_rx_state_"]
            for update in self.seen
            for owner, changes in (update.delta or {}).items()
            if owner == state.get_full_name() and f"{name}_rx_state_" in changes
        ]
        return values[-1]


@pytest.fixture
async def tab() -> AsyncIterator[Tab]:
    processor = BaseStateEventProcessor(backend_exception_handler=answer_failure)
    here = Tab(processor)

    async def emit_update(update: Any, token: str) -> None:
        here.seen.append(update)

    namespace: Any = SimpleNamespace(emit_update=emit_update)
    app: Any = SimpleNamespace(get_load_events=lambda _path: [])
    context = RegistrationContext.ensure_context().fork()
    context._set_app(app)
    with context:
        processor.configure(state_manager=StateManagerMemory(), event_namespace=namespace)
        async with processor:
            yield here


@pytest.fixture
async def member(tab: Tab) -> UserId:
    signed_in = await joined(now=clock.now())
    tab.cookie = f"__Host-dreamdot={signed_in.token}"
    return signed_in.viewer.id


async def pages(tab: Tab, state: Any, rows: str) -> list[list[str]]:
    """What stands on the screen after each press of the button, until there is none."""
    screens = [[one.card.id if hasattr(one, "card") else one.id for one in tab.shown(state, rows)]]
    for _ in range(40):
        await tab.fire(state.load_more)
        screen = [one.card.id if hasattr(one, "card") else one.id for one in tab.shown(state, rows)]
        if screen == screens[-1]:
            return screens
        screens.append(screen)
    raise AssertionError("the list goes on for ever")


async def test_a_search_shows_so_many_and_no_more(tab: Tab) -> None:
    maker, word = await make_person(), unique("lots")
    rows = [imported(maker, title=f"{word} {number}") for number in range(MANY)]
    await service.import_works(rows=rows)
    tab.address = f"/discover?{urlencode({'q': word})}"

    await tab.fire(DiscoverState.load)
    screens = await pages(tab, DiscoverState, "works")

    assert len(screens[-1]) == len(set(screens[-1])) == MOST_SHOWN
    # There would be more: that is when the page says how to narrow the search.
    assert tab.shown(DiscoverState, "following_page") != ""


async def test_ones_own_works_go_on_after_as_many(tab: Tab, member: UserId) -> None:
    rows = [imported(member) for _ in range(MOST_SHOWN + 20)]
    await service.import_works(rows=rows)
    tab.address = "/studio"

    await tab.fire(StudioState.load)
    screens = await pages(tab, StudioState, "works")

    assert max(map(len, screens)) < MOST_SHOWN + 60
    assert {one for screen in screens for one in screen} == {ids.short(row.id) for row in rows}


async def test_a_library_goes_on_after_as_many(tab: Tab, member: UserId) -> None:
    rows = [imported(await make_person()) for _ in range(MANY)]
    await service.import_works(rows=rows)
    await service.import_purchases(
        rows=[
            service.ImportedPurchase(
                id=ids.new(),
                work_id=row.id,
                buyer_id=member,
                creator_id=row.creator_id,
                price_minor=0,
                bought_at=NOON,
            )
            for row in rows
        ]
    )
    tab.address = "/library"

    await tab.fire(LibraryState.load)
    screens = await pages(tab, LibraryState, "entries")

    assert max(map(len, screens)) == MOST_SHOWN
    assert {one for screen in screens for one in screen} == {ids.short(row.id) for row in rows}


@pytest.mark.pure
def test_a_page_is_added_until_there_are_enough() -> None:
    assert with_next((1, 2), (3,)) == (1, 2, 3)
    assert with_next(tuple(range(MOST_SHOWN - 1)), (7, 8)) == (*range(MOST_SHOWN - 1), 7, 8)
    assert with_next(tuple(range(MOST_SHOWN)), (7, 8)) == (7, 8)
