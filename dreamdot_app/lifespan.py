"""What runs as long as the app serves: databases under it, the worker beside it."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from dreamdot_app.accounts import changes
from dreamdot_app.accounts import service as accounts
from dreamdot_app.core import children, log
from dreamdot_app.core.platform import needs_embedded, platform
from dreamdot_app.core.settings import settings
from dreamdot_app.core.worker import run_worker
from dreamdot_app.media.render import close_renderer
from dreamdot_app.wallet.stripe.in_use import stripe_open
from dreamdot_app.world import seed

_PAUSE_S = 5


async def _tireless(stop: asyncio.Event) -> None:
    """Run the worker until told to stop; should it break, say so and begin again."""
    while not stop.is_set():
        try:
            await run_worker(stop)
        except Exception:
            log.logger(part="worker").exception("the worker broke and begins again")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _PAUSE_S)


@asynccontextmanager
async def platform_of_the_app() -> AsyncGenerator[None]:
    """Open the databases, start the worker; at the end stop both, the worker first.

    A fresh embedded set gets the demonstration world, so that plain ``reflex run`` shows a place
    where people live.
    """
    children.end_with_parent()
    chosen = settings()
    log.open_log(level=chosen.log_level, as_json=chosen.is_production)
    async with platform(chosen, say=lambda line: log.logger().info(line)), stripe_open(chosen):
        if needs_embedded(chosen):
            await seed.plant_if_empty()
        stop = asyncio.Event()
        worker = asyncio.create_task(_tireless(stop)) if chosen.worker_inline else None
        hearing = [
            asyncio.create_task(changes.forget_as_told(), name="changed people"),
            asyncio.create_task(accounts.hear_of_ended_sessions(), name="ended sessions"),
        ]
        try:
            yield
        finally:
            for one in hearing:
                one.cancel()
            stop.set()
            if worker is not None:
                await worker
            close_renderer()
