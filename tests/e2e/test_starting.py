"""Starting and ending: however it ends, nothing of it stays, and the next start is quick.

These run beside the shared DreamDot, from the same folder on another port, with the same pages.
"""

import socket
from collections.abc import AsyncGenerator, Callable

import psutil
import pytest
from playwright.async_api import Browser

from tests.e2e.running import (
    DreamDot,
    close_the_terminal,
    free_port,
    press_ctrl_c,
    terminate,
)

pytestmark = pytest.mark.xdist_group("e2e")

_SERVERS_LINGER_S = 15  # they wait some seconds for the next user before they stop
ENDINGS = {"ctrl-c": press_ctrl_c, "closed terminal": close_the_terminal, "sigterm": terminate}


@pytest.fixture(scope="module")
async def own(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[DreamDot]:
    """A DreamDot of this module's own, which may be ended as one likes."""
    running = DreamDot(tmp_path_factory.mktemp("own"))
    yield running
    running.kill()


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.parametrize("how", ENDINGS.values(), ids=ENDINGS.keys())
async def test_nothing_is_left_however_it_ends(
    own: DreamDot, chromium: Browser, how: Callable[[DreamDot], None]
) -> None:
    await own.start()
    page = await chromium.new_page()
    await page.goto(own.address)
    await page.get_by_role("heading", level=1).first.wait_for()
    await page.close()

    await own.end(how)

    assert is_free(own.port)
    left = own.processes()
    _, alive = psutil.wait_procs(left, timeout=_SERVERS_LINGER_S)
    assert alive == [], own.log()[-2_000:]


async def test_a_second_start_builds_nothing(own: DreamDot) -> None:
    own.port = free_port()  # the pages know no port
    await own.start()
    took_s = own.took_s
    await own.end()

    assert "Serving the pages" in own.log()
    assert "Traceback" not in own.log()
    print(f"a further start took {took_s:.1f} s")
