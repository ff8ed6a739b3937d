"""A process of its own that publishes again and again, until nobody wants it any more.

``python -m tests.core.publisher <address of Redis> <topic> <message>``; it ends with its input.
"""

import asyncio
import sys

from dreamdot_app.core import bus
from dreamdot_app.core.wire import wired


async def main(url: str, topic: str, message: str) -> None:
    ended = asyncio.create_task(asyncio.to_thread(sys.stdin.read))
    async with wired(url):
        while not ended.done():
            bus.publish(topic, message)
            await asyncio.wait({ended}, timeout=0.05)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
