"""How long an event takes: p50 and p95 of one handler, for 1 and for 200 clients.

Each client is a websocket that speaks Reflex's protocol and asks the home page's shelf for a
kind, which reads the database. Run against a DreamDot that runs:
``python -m bench.events [address]``. At most 200 clients and 2,000 events; it ends by itself.
"""

import asyncio
import random
import sys
import time
import uuid
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import socketio

HANDLER = "reflex___state____state.dreamdot_app___market___finding___state____home_state.show_kind"
WHERE = {"pathname": "/", "asPath": "/", "query": {}}
KINDS = ("writing", "comic", "art", "item")


@dataclass
class Client:
    """One open tab; `ask` sends one event and waits for the state that answers it."""

    socket: Any = field(default_factory=lambda: socketio.AsyncClient(reconnection=False))
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    waiting_for: str = ""

    async def open(self, address: str) -> None:
        """Connect and hydrate."""
        self.socket.on("event", self._update, namespace="/_event")
        await self.socket.connect(
            f"{address}/?token={uuid.uuid4()}",
            headers={"Origin": address},
            socketio_path="/_event",
            namespaces=["/_event"],
            transports=["websocket"],
            auth={
                "event": {"name": "reflex___state____state.hydrate_and_load", "router_data": WHERE}
            },
        )
        await asyncio.sleep(0.05)

    async def _update(self, update: dict[str, Any]) -> None:
        for changed in (update.get("delta") or {}).values():
            if any(
                name.startswith("kind") and value == self.waiting_for
                for name, value in changed.items()
            ):
                self.answered.set()

    async def ask(self, kind: str) -> float:
        """Milliseconds from sending the event to the arrival of its answer."""
        self.waiting_for = kind
        self.answered.clear()
        began = time.perf_counter()
        event = {"name": HANDLER, "payload": {"kind": kind}, "router_data": dict(WHERE)}
        await self.socket.emit("event", event, namespace="/_event")
        await asyncio.wait_for(self.answered.wait(), 20)
        return (time.perf_counter() - began) * 1_000


async def _use(client: Client, events: int, pace_s: float) -> list[float]:
    if pace_s:
        await asyncio.sleep(random.random() * pace_s)
    times: list[float] = []
    for number in range(events):
        times.append(await client.ask(KINDS[number % len(KINDS)]))
        await asyncio.sleep(max(0.0, pace_s - times[-1] / 1_000))
    return times


async def _measure(address: str, clients: int, events: int, pace_s: float) -> None:
    tabs = [Client() for _ in range(clients)]
    for tab in tabs:
        await tab.open(address)
    began = time.perf_counter()
    used = await asyncio.gather(*(_use(tab, events, pace_s) for tab in tabs))
    times = sorted(chain.from_iterable(used))
    rate = len(times) / (time.perf_counter() - began)
    print(
        f"{clients:4} clients  {len(times):5} events  p50 {times[len(times) // 2]:7.1f} ms  "
        f"p95 {times[int(len(times) * 0.95)]:7.1f} ms  {rate:6.0f} events/s"
    )
    await asyncio.gather(*(tab.socket.disconnect() for tab in tabs))


async def main(address: str) -> None:
    """Print p50 and p95 for one hurried client and for 200 that press once a second."""
    await _measure(address, clients=1, events=200, pace_s=0)
    await _measure(address, clients=200, events=8, pace_s=1)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:3000"))
