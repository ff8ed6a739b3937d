"""The wallet's page in Reflex's own event pipeline: own money only, arguments parsed, live."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from reflex.app import EventNamespace
from reflex.event import Event
from reflex.istate.manager.memory import StateManagerMemory
from reflex_base.event.processor import BaseStateEventProcessor
from reflex_base.registry import RegistrationContext

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.contract import UserId
from dreamdot_app.accounts.state import answer_failure
from dreamdot_app.core import bus, clock, ids
from dreamdot_app.wallet import service
from dreamdot_app.wallet.contract import topic
from dreamdot_app.wallet.state import BalanceState, ReceiptState, WalletState
from tests.factories.accounts import joined
from tests.factories.wallet import CREDIT, buy, somebody

SOCKET = "socket"


@dataclass
class Tab:
    """A tab of a browser: sends events with its cookie, keeps what comes back."""

    processor: BaseStateEventProcessor
    sockets: EventNamespace
    seen: list[Any] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    token: str = ""
    address: str = "/wallet"

    async def sign_in(self) -> UserId:
        """Be somebody who has just joined."""
        member = await joined(now=clock.now())
        self.token = member.token
        return member.viewer.id

    async def close(self) -> None:
        """Close the tab's socket."""
        if forgetting := self.sockets.on_disconnect(SOCKET):
            await forgetting

    async def send(self, handler: Any, **payload: Any) -> Any:
        """Send an event by its handler's name; returns what can be waited for."""
        name = Event.from_event_type(handler)[0].name if not payload else _name(handler)
        headers = {"cookie": f"__Host-dreamdot={self.token}"} if self.token else {}
        page = {"pathname": "/wallet", "asPath": self.address, "query": {}}
        where = {**page, "headers": headers, "sid": SOCKET}
        return await self.processor.enqueue(
            "tab", Event(name=name, payload=payload, router_data=where)
        )

    async def fire(self, handler: Any, **payload: Any) -> None:
        """Send an event and wait until it and what it asks for are done."""
        await self.send(handler, **payload)
        while self.processor._futures or self.processor._tasks:
            await self.processor.join()
            await asyncio.gather(*self.processor._tasks.values(), return_exceptions=True)
            await asyncio.sleep(0)

    def shown(self, name: str) -> Any:
        """The last value of a var that was sent."""
        values = [
            value
            for update in self.seen
            for changes in (update.delta or {}).values()
            for key, value in changes.items()
            if key == f"{name}_rx_state_"
        ]
        return values[-1] if values else None

    def told(self, name: str) -> list[dict[str, Any]]:
        """What the browser was told to do."""
        return [event.payload for one in self.seen for event in one.events if event.name == name]

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for updates until something holds."""
        async with asyncio.timeout(20):
            while not holds():
                self.arrived.clear()
                await self.arrived.wait()


def _name(handler: Any) -> str:
    return Event.from_event_type(handler("x"))[0].name


class Sockets(EventNamespace):
    """Reflex's own, but what it sends goes to one who listens."""

    listener: Callable[[Any], None]

    async def emit_update(self, update: Any, token: str) -> None:
        self.listener(update)


async def until_heard_by(count: int, owner: UserId) -> None:
    """Tell of a movement until so many hear of it."""
    async with asyncio.timeout(20):
        while bus.publish(topic(owner), None) != count:  # noqa: ASYNC110 nobody tells of it
            await asyncio.sleep(0)


@pytest.fixture
async def tab() -> AsyncIterator[Tab]:
    processor = BaseStateEventProcessor(backend_exception_handler=answer_failure)
    app: Any = SimpleNamespace(
        get_load_events=lambda _path: [], _event_processor=processor, _state=None
    )
    app.event_namespace = namespace = Sockets("/_event", app)
    here = Tab(processor, namespace)

    def listener(update: Any) -> None:
        here.seen.append(update)
        here.arrived.set()

    namespace.listener = listener
    context = RegistrationContext.ensure_context().fork()
    context._set_app(app)
    with context:
        processor.configure(state_manager=StateManagerMemory(), event_namespace=namespace)
        async with processor:
            await namespace.on_connect(SOCKET, {"QUERY_STRING": "token=tab"})
            yield here


async def test_the_page_shows_ones_own_money(tab: Tab) -> None:
    user = await tab.sign_in()
    seller = await somebody(promo=0)
    await service.balances(user_id=user)
    await buy(user, seller, 240, memo="Lamp", now=clock.now())
    await tab.fire(WalletState.load)
    assert tab.shown("is_loading") is False
    assert tab.shown("total_minor") == CREDIT - 240
    assert [part.minor for part in tab.shown("parts")] == [0, CREDIT - 240]
    assert [(one.title, one.amount_minor) for one in tab.shown("movements")] == [
        ("Lamp", -240), ("Initial credit", CREDIT),
    ]  # fmt: skip
    await tab.fire(BalanceState.load)
    assert tab.shown("spendable_minor") == CREDIT - 240


async def test_filters_and_further_pages(tab: Tab) -> None:
    user = await tab.sign_in()
    await service.balances(user_id=user)
    for number in range(23):
        await buy(user, await somebody(promo=0), 1, memo=f"Work {number}", now=clock.now())
    await tab.fire(WalletState.load)
    assert len(tab.shown("movements")) == 20
    await tab.fire(WalletState.load_more)
    assert len(tab.shown("movements")) == 24
    assert tab.shown("following_page") == ""
    tab.address = "/wallet?way=in"
    await tab.fire(WalletState.load)
    assert [one.title for one in tab.shown("movements")] == ["Initial credit"]
    tab.address = "/wallet?way=out"
    await tab.fire(WalletState.load)
    assert len(tab.shown("movements")) == 20
    assert len(tab.shown("following_page")) == 22


async def test_a_sale_and_a_reload_leave_the_opened_history_open(tab: Tab) -> None:
    user = await tab.sign_in()
    await service.balances(user_id=user)
    for number in range(45):
        await buy(user, await somebody(promo=0), 1, memo=f"Work {number}", now=clock.now())
    await tab.fire(WalletState.load)
    tab.address = "/wallet?way=out"
    await tab.fire(WalletState.load)
    await tab.fire(WalletState.load_more)
    await tab.fire(WalletState.load_more)
    assert len(tab.shown("movements")) == 45

    await tab.fire(WalletState.load)
    assert len(tab.shown("movements")) == 45
    watching = await tab.send(WalletState.watch)
    await until_heard_by(1, user)
    await buy(user, await somebody(promo=0), 7, memo="The last", now=clock.now())
    await tab.until(lambda: tab.shown("movements")[0].title == "The last")
    assert len(tab.shown("movements")) == 46
    assert {one.amount_minor < 0 for one in tab.shown("movements")} == {True}
    watching.cancel()
    await until_heard_by(0, user)


async def test_a_receipt_opens_for_its_own_sides_alone(tab: Tab) -> None:
    user = await tab.sign_in()
    own = await buy(user, await somebody(promo=0), 240, memo="Lamp")
    foreign = await buy(await somebody(), await somebody(promo=0), 240)
    await tab.fire(ReceiptState.show, transfer=str(own.transfer_id))
    assert tab.shown("receipt").subject == "Lamp"
    assert [line.minor for line in tab.shown("receipt").shares] == [216, 24]
    tab.seen.clear()
    await tab.fire(ReceiptState.show, transfer=ids.short(foreign.transfer_id))
    assert tab.shown("receipt") is None


@pytest.mark.parametrize("argument", [None, 5, -1, [], {}, "x", "0" * 22, "a" * 500, True])
async def test_arguments_of_a_wrong_kind_mean_nothing(tab: Tab, argument: Any) -> None:
    await tab.sign_in()
    await tab.fire(WalletState.load)
    tab.seen.clear()
    await tab.fire(ReceiptState.show, transfer=argument)
    tab.address = f"/wallet?kind={argument}&way={argument}&when={argument}"
    await tab.fire(WalletState.load)
    assert tab.shown("receipt") is None
    assert len(tab.shown("movements")) == 1  # what an address cannot mean is left out
    assert tab.shown("kind") in (None, "all")


@pytest.mark.parametrize("handler", [WalletState.load, WalletState.load_more])
async def test_visitors_are_led_to_the_sign_in_page(tab: Tab, handler: Any) -> None:
    await tab.fire(handler)
    [redirect] = tab.told("_redirect")
    assert redirect["path"] == "/signin?next=%2Fwallet"
    assert not tab.shown("movements")


async def test_visitors_watch_nothing(tab: Tab) -> None:
    await tab.fire(WalletState.watch)
    await tab.fire(BalanceState.load)
    assert tab.told("_redirect") == []
    assert not tab.shown("is_known")


async def test_a_sale_shows_at_once_on_an_open_page(tab: Tab) -> None:
    user = await tab.sign_in()
    await tab.fire(WalletState.load)
    watching = await tab.send(WalletState.watch)
    await until_heard_by(1, user)
    await buy(await somebody(), user, 1_000, memo="Lamp", now=clock.now())
    await tab.until(lambda: tab.shown("total_minor") == CREDIT + 900)
    await tab.until(lambda: tab.shown("spendable_minor") == CREDIT + 900)
    assert tab.shown("movements")[0].title == "Lamp"
    watching.cancel()
    await until_heard_by(0, user)


async def test_a_sale_between_the_loading_of_a_page_and_its_watch_shows_too(tab: Tab) -> None:
    user = await tab.sign_in()
    await tab.fire(WalletState.load)
    await buy(await somebody(), user, 1_000, memo="Lamp", now=clock.now())
    watching = await tab.send(WalletState.watch)
    await tab.until(lambda: tab.shown("total_minor") == CREDIT + 900)
    await tab.until(lambda: tab.shown("spendable_minor") == CREDIT + 900)
    watching.cancel()
    await until_heard_by(0, user)


async def test_a_tab_that_asks_many_times_watches_once(tab: Tab) -> None:
    user = await tab.sign_in()
    await tab.fire(WalletState.load)
    asked = [await tab.send(WalletState.watch) for _ in range(30)]
    await until_heard_by(1, user)
    asked += [await tab.send(WalletState.watch) for _ in range(30)]
    await asyncio.gather(*asked[:-1], return_exceptions=True)
    await until_heard_by(1, user)
    assert [one.cancelled() for one in asked] == [True] * 59 + [False]
    await buy(await somebody(), user, 1_000, now=clock.now())
    # Who heard just now may have been the last but one, on its way out.
    async with asyncio.timeout(20):
        while tab.shown("total_minor") != CREDIT + 900:
            bus.publish(topic(user), None)
            await asyncio.sleep(0)


async def test_a_watch_ends_with_its_tab(tab: Tab) -> None:
    user = await tab.sign_in()
    await tab.fire(WalletState.load)
    watching = await tab.send(WalletState.watch)
    await until_heard_by(1, user)
    await tab.until(lambda: tab.shown("spendable_minor") == CREDIT)
    await tab.close()
    await buy(await somebody(), user, 1_000, now=clock.now())
    async with asyncio.timeout(20):
        await watching
    await until_heard_by(0, user)
    assert tab.shown("total_minor") == CREDIT


async def test_a_watch_ends_with_its_session(tab: Tab) -> None:
    user = await tab.sign_in()
    await tab.fire(WalletState.load)
    watching = await tab.send(WalletState.watch)
    await until_heard_by(1, user)
    await tab.until(lambda: tab.shown("spendable_minor") == CREDIT)
    await accounts.sign_out(token=tab.token, now=clock.now())
    await buy(await somebody(), user, 1_000, now=clock.now())
    async with asyncio.timeout(20):
        await watching
    await until_heard_by(0, user)
    assert tab.shown("total_minor") == CREDIT
    assert tab.told("_redirect") == []
