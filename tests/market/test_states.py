"""Lists of a tab, in Reflex's own event pipeline: they end, and nothing is out of reach."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from reflex.event import Event
from reflex.istate.manager.memory import StateManagerMemory
from reflex_base.event.processor import BaseStateEventProcessor
from reflex_base.registry import RegistrationContext
from sqlalchemy import text

from dreamdot_app.accounts.state import answer_failure
from dreamdot_app.core import clock, ids, rates
from dreamdot_app.core.allowances import SEARCHES
from dreamdot_app.core.db import Database, engine
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import service
from dreamdot_app.market.buying.state import WorkState
from dreamdot_app.market.contract import Kind, WorkId
from dreamdot_app.market.finding.profile import ProfileWorksState
from dreamdot_app.market.finding.state import DiscoverState, HomeState
from dreamdot_app.market.owning.state import LibraryState, StudioState
from dreamdot_app.market.writing.state import BeginState, DeskState
from dreamdot_app.ui.lists import MOST_SHOWN, as_many, with_next
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

    async def fire(self, handler: Any, **payload: Any) -> None:
        path, _, query = self.address.partition("?")
        asked = dict(parse_qsl(query))
        headers = {"cookie": self.cookie} if self.cookie else {}
        where = {"pathname": path, "asPath": self.address, "query": asked, "headers": headers}
        name = Event.from_event_type(handler(*payload.values()) if payload else handler)[0].name
        event = Event(name=name, payload=payload, router_data=where)
        await self.processor.enqueue("tab", event)
        while self.processor._futures or self.processor._tasks:
            await self.processor.join()
            await asyncio.gather(*self.processor._tasks.values(), return_exceptions=True)
            await asyncio.sleep(0)

    def was_sent(self, state: Any, name: str) -> list[Any]:
        """All values of a state's var that were sent."""
        return [
            changes[f"{name}_rx_state_"]
            for update in self.seen
            for owner, changes in (update.delta or {}).items()
            if owner == state.get_full_name() and f"{name}_rx_state_" in changes
        ]

    def shown(self, state: Any, name: str) -> Any:
        """The last value of a state's var that was sent."""
        return self.was_sent(state, name)[-1]


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


@asynccontextmanager
async def table_away(name: str) -> AsyncGenerator[None]:
    """A time in which a table of the items is missing, as after a migration that went wrong."""
    async with engine(Database.ITEMS).begin() as connection:
        await connection.execute(text(f"alter table {name} rename to {name}_away"))
    try:
        yield
    finally:
        async with engine(Database.ITEMS).begin() as connection:
            await connection.execute(text(f"alter table {name}_away rename to {name}"))


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
    await add_to_library(member, rows)
    tab.address = "/library"

    await tab.fire(LibraryState.load)
    screens = await pages(tab, LibraryState, "entries")

    assert max(map(len, screens)) == MOST_SHOWN
    assert {one for screen in screens for one in screen} == {ids.short(row.id) for row in rows}


async def add_to_library(member: UserId, rows: Sequence[service.ImportedWork]) -> None:
    """Works that somebody has, all since the same moment."""
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


async def test_a_search_that_is_loaded_again_shows_as_many(tab: Tab) -> None:
    maker, word = await make_person(), unique("again")
    rows = [imported(maker, title=f"{word} {number}") for number in range(80)]
    await service.import_works(rows=rows)
    tab.address = f"/discover?{urlencode({'q': word})}"
    await tab.fire(DiscoverState.load)
    await tab.fire(DiscoverState.load_more)
    await tab.fire(DiscoverState.load_more)
    shown, tab.seen = tab.shown(DiscoverState, "works"), []

    await tab.fire(DiscoverState.load)
    assert len(shown) == 72
    assert tab.was_sent(DiscoverState, "works") == [shown]
    assert True not in tab.was_sent(DiscoverState, "is_loading")

    tab.address += "&price=free"
    await tab.fire(DiscoverState.load)
    assert len(tab.shown(DiscoverState, "works")) == 24


async def test_who_searches_too_much_is_told_how_long_to_wait(tab: Tab, member: UserId) -> None:
    by_account = SEARCHES.by_account
    await rates.spend([(by_account, str(member))] * by_account.spending("").item.amount)
    tab.address = "/discover?q=lamp"
    await tab.fire(DiscoverState.load)
    assert tab.shown(DiscoverState, "has_failed")
    assert not tab.shown(DiscoverState, "is_loading")
    assert any("Too many tries. Wait" in str(update.events) for update in tab.seen)
    tab.address = "/discover"  # looking around is no search
    await tab.fire(DiscoverState.load)
    assert not tab.shown(DiscoverState, "has_failed")


async def test_a_search_that_grows_when_it_is_composed(tab: Tab) -> None:
    tab.address = f"/discover?{urlencode({'q': chr(0xFB2C) * 100})}"
    await tab.fire(DiscoverState.load)
    assert len(tab.shown(DiscoverState, "q")) == 100
    assert tab.shown(DiscoverState, "is_loading") is False


async def test_a_library_that_is_loaded_again_keeps_its_filter_and_place(
    tab: Tab, member: UserId
) -> None:
    comics = [imported(await make_person(), kind=Kind.COMIC) for _ in range(30)]
    await add_to_library(member, [*comics, imported(await make_person())])
    tab.address = "/library"
    await tab.fire(LibraryState.load)
    await tab.fire(LibraryState.show_kind, kind="comic")
    await tab.fire(LibraryState.load_more)
    assert len(tab.shown(LibraryState, "entries")) == 30
    await add_to_library(member, [imported(await make_person(), kind=Kind.COMIC)])

    await tab.fire(LibraryState.load)
    entries = tab.shown(LibraryState, "entries")
    assert {entry.card.kind for entry in entries} == {"comic"}
    assert len(entries) == 31


async def test_the_next_rows_of_a_full_list_stay_when_it_is_loaded_again(
    tab: Tab, member: UserId
) -> None:
    await service.import_works(rows=[imported(member) for _ in range(MOST_SHOWN + 20)])
    tab.address = "/studio"
    await tab.fire(StudioState.load)
    screens = await pages(tab, StudioState, "works")
    assert len(screens[-1]) < 50

    await tab.fire(StudioState.load)
    assert [work.card.id for work in tab.shown(StudioState, "works")] == screens[-1]


async def test_the_works_of_another_person_begin_at_their_top(tab: Tab) -> None:
    people = [(await joined(now=clock.now())).viewer for _ in range(2)]
    for person in people:
        await service.import_works(rows=[imported(person.id) for _ in range(40)])
    counts = []
    for at, handler in ((0, "load"), (0, "load_more"), (0, "load"), (1, "load")):
        tab.address = f"/u/{people[at].username}"
        await tab.fire(getattr(ProfileWorksState, handler))
        counts.append(len(tab.shown(ProfileWorksState, "works")))
    assert counts == [24, 40, 40, 24]


async def test_the_chosen_shelf_of_the_home_page_stays(tab: Tab) -> None:
    rows = [imported(await make_person(), kind=kind) for kind in (Kind.COMIC, Kind.ART)]
    await service.import_works(rows=rows)
    await tab.fire(HomeState.show_kind, kind="comic")
    await tab.fire(HomeState.load)
    assert {work.kind for work in tab.shown(HomeState, "shelf")} == {"comic"}
    assert tab.shown(HomeState, "kind") == "comic"


async def test_a_work_stays_on_the_screen_while_it_is_loaded_again(tab: Tab) -> None:
    rows = [imported(await make_person()) for _ in range(2)]
    await service.import_works(rows=rows)
    tab.address = f"/work/x-{ids.short(rows[0].id)}"
    await tab.fire(WorkState.load)
    tab.seen.clear()
    await tab.fire(WorkState.load)
    assert True not in tab.was_sent(WorkState, "is_loading")
    tab.address = f"/work/x-{ids.short(rows[1].id)}"
    await tab.fire(WorkState.load)
    assert True in tab.was_sent(WorkState, "is_loading")
    assert tab.shown(WorkState, "view").card.id == ids.short(rows[1].id)


@pytest.mark.pure
@pytest.mark.parametrize(("count", "shown"), [(0, 24), (24, 24), (25, 48), (10_000, 240)])
async def test_as_many_rows_as_before_within_bounds(count: int, shown: int) -> None:
    async def page(after: str) -> tuple[tuple[int, ...], str]:
        start = int(after or 0)
        return tuple(range(start, start + 24)), str(start + 24)

    rows, following = await as_many(page, count)
    assert rows == tuple(range(shown))
    assert following == str(shown)
    assert (await as_many(page, count, after="48"))[0] == tuple(range(48, 48 + shown))


@pytest.mark.pure
def test_a_page_is_added_until_there_are_enough() -> None:
    assert with_next((1, 2), (3,)) == (1, 2, 3)
    assert with_next(tuple(range(MOST_SHOWN - 1)), (7, 8)) == (*range(MOST_SHOWN - 1), 7, 8)
    assert with_next(tuple(range(MOST_SHOWN)), (7, 8)) == (7, 8)


async def test_a_draft_that_is_shown_stays_when_its_tab_comes_back(
    tab: Tab, member: UserId
) -> None:
    draft = await service.start_draft(creator_id=member, now=clock.now())
    tab.address = f"/write/{draft.id}"
    await tab.fire(DeskState.load)
    assert tab.shown(DeskState, "is_loading") is False
    tab.seen.clear()
    work_id = WorkId(ids.parse(draft.id))
    await service.save_draft(
        work_id=work_id, creator_id=member, fields={"title": "Elsewhere"}, revision=0, now=NOON
    )

    await tab.fire(DeskState.load)

    assert tab.shown(DeskState, "draft").title == "Elsewhere"
    assert True not in tab.was_sent(DeskState, "is_loading")


async def test_deleting_twice_is_one_wish(tab: Tab, member: UserId) -> None:
    draft = await service.start_draft(creator_id=member, now=clock.now())
    tab.address = f"/write/{draft.id}"
    await tab.fire(DeskState.load)
    tab.seen.clear()

    await tab.fire(DeskState.delete)
    once = len(tab.seen)
    await tab.fire(DeskState.delete)

    assert [update.events for update in tab.seen[once:] if update.events] == []
    with pytest.raises(NotFound):
        await service.open_draft(work_id=WorkId(ids.parse(draft.id)), creator_id=member)


async def test_a_refused_deletion_can_be_tried_again(tab: Tab, member: UserId) -> None:
    row = imported(member)
    await service.import_works(rows=[row])
    tab.address = f"/write/{ids.short(row.id)}"
    await tab.fire(DeskState.load)

    await tab.fire(DeskState.delete)  # it is out: it has to be taken down first

    assert tab.shown(DeskState, "is_deleting") is False


async def test_a_deletion_that_broke_can_be_tried_again(tab: Tab, member: UserId) -> None:
    draft = await service.start_draft(creator_id=member, now=clock.now())
    tab.address = f"/write/{draft.id}"
    await tab.fire(DeskState.load)

    async with table_away("work"):
        await tab.fire(DeskState.delete)
    assert tab.shown(DeskState, "is_deleting") is False

    await tab.fire(DeskState.delete)
    with pytest.raises(NotFound):
        await service.open_draft(work_id=WorkId(ids.parse(draft.id)), creator_id=member)


async def test_a_draft_deleted_elsewhere_stays_in_the_tab_that_shows_it(
    tab: Tab, member: UserId
) -> None:
    draft = await service.start_draft(creator_id=member, now=clock.now())
    tab.address = f"/write/{draft.id}"
    await tab.fire(DeskState.load)
    await service.delete_draft(work_id=WorkId(ids.parse(draft.id)), creator_id=member)

    await tab.fire(DeskState.load)

    assert tab.shown(DeskState, "draft").id == draft.id
    assert tab.shown(DeskState, "is_missing") is True


async def test_a_story_that_does_not_begin_is_told(tab: Tab, member: UserId) -> None:
    async with table_away("draft"):
        await tab.fire(BeginState.begin)
    assert tab.shown(BeginState, "has_failed") is True
    await tab.fire(BeginState.begin)
    assert tab.shown(BeginState, "has_failed") is False
