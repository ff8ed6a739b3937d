"""Starting and ending: however it ends, nothing of it stays but what people did, and the next
start is quick.

These run beside the shared DreamDot, from the same folder on another port, with the same pages.
"""

import asyncio
import signal
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress

import httpx
import psutil
import pytest
from playwright.async_api import Browser

from dreamdot_app import built
from dreamdot_app.core.embedded.layout import Folder
from dreamdot_app.core.web.cookies import SESSION_COOKIE
from tests.e2e.people import PASSWORD, Person, session_in, somebody
from tests.e2e.running import (
    DreamDot,
    close_the_terminal,
    free_port,
    is_free,
    press_ctrl_c,
    terminate,
)
from tests.pictures import drawn

pytestmark = pytest.mark.xdist_group("e2e")

_SERVERS_LINGER_S = 30  # they wait some seconds for the next user before they stop
_QUICK_S = 60  # 5 s here; a machine that others use may take longer, and building much longer
SECRET = {"password": PASSWORD}
ENDINGS = {"ctrl-c": press_ctrl_c, "closed terminal": close_the_terminal, "sigterm": terminate}


def kill(dreamdot: DreamDot) -> None:
    """As the kernel does when memory is short: the one process that was started."""
    assert dreamdot.process is not None
    dreamdot.process.kill()


def kill_the_server(dreamdot: DreamDot) -> None:
    """The process that serves, of which `make run`'s own waits for the end."""
    serving(dreamdot).kill()


def kill_both(dreamdot: DreamDot) -> None:
    """Neither of them can end the worker that the server has forked."""
    server = serving(dreamdot)
    kill(dreamdot)
    server.kill()


KILLINGS = {"make run": kill, "the server": kill_the_server, "both": kill_both}


@pytest.fixture(scope="module")
async def own(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[DreamDot]:
    """A DreamDot of this module's own, which may be ended as one likes."""
    running = DreamDot(tmp_path_factory.mktemp("own"))
    yield running
    running.kill()


def serving(dreamdot: DreamDot) -> psutil.Process:
    """The process that `make run` started to serve."""
    assert dreamdot.process is not None
    (server,) = psutil.Process(dreamdot.process.pid).children()
    assert "dreamdot_app.built" in server.cmdline()
    return server


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


async def test_a_request_that_never_ends_holds_nobody_up_for_long(own: DreamDot) -> None:
    await own.start()
    _, writer = await asyncio.open_connection("127.0.0.1", own.port)
    head = f"POST /auth/sign-in HTTP/1.1\r\nHost: localhost:{own.port}\r\n"
    writer.write(f"{head}Origin: {own.address}\r\nContent-Length: 9\r\n\r\n{{".encode())
    async with visitor(own) as client:  # which is answered after the other has been taken
        assert (await client.get("/ping")).status_code == 200
    assert await own.end() == 0
    writer.close()
    _, alive = psutil.wait_procs(own.processes(), timeout=_SERVERS_LINGER_S)
    assert alive == [], own.log()[-2_000:]


def command_of(process: psutil.Process) -> str:
    """Its command line; nothing when it has ended meanwhile."""
    with suppress(psutil.Error):
        return " ".join(process.cmdline())
    return ""


@pytest.mark.parametrize("how", KILLINGS.values(), ids=KILLINGS.keys())
async def test_nothing_is_left_nor_lost_when_it_is_killed(
    own: DreamDot, how: Callable[[DreamDot], None]
) -> None:
    person = somebody()
    await own.start()
    await send_a_picture(own, person)
    assert any("spawn_main" in command_of(one) for one in own.processes())

    code = await own.end(how)

    assert code % 256 == 256 - signal.SIGKILL  # whoever supervises it starts it again
    _, alive = psutil.wait_procs(own.processes(), timeout=_SERVERS_LINGER_S)
    assert alive == [], own.log()[-2_000:]
    assert is_free(own.port)
    await own.start()
    assert await sent(own, "/auth/sign-in", login=person.username)
    assert await own.end() == 0


async def test_databases_that_were_killed_come_back_while_it_runs(own: DreamDot) -> None:
    person = somebody()
    joining = {"username": person.username, "email": person.email, "terms": True}
    await own.start()
    supervisor = Folder.within(own.data_dir).supervisor_id()
    assert supervisor
    psutil.Process(supervisor).kill()
    async with asyncio.timeout(60):
        while not await sent(own, "/auth/join", **joining):  # noqa: ASYNC110 another process
            await asyncio.sleep(0.5)
    assert await sent(own, "/auth/sign-in", login=person.username)
    assert await own.end() == 0
    _, alive = psutil.wait_procs(own.processes(), timeout=_SERVERS_LINGER_S)
    assert alive == [], own.log()[-2_000:]


async def send_a_picture(dreamdot: DreamDot, person: Person) -> None:
    """Join and send one; a process of its own makes it small, and stays for the next one."""
    joining = {"username": person.username, "email": person.email, "terms": True}
    picture = {"picture": ("tide.png", drawn(50, 50), "image/png")}
    async with visitor(dreamdot) as client:
        joined = await client.post("/auth/join", json=joining | SECRET)
        assert joined.status_code == 200
        # The client keeps it to itself, for it is for https alone.
        cookie = {"Cookie": f"{SESSION_COOKIE}={session_in(joined)}"}
        sent = await client.post("/api/media/pictures", files=picture, headers=cookie)
        assert sent.status_code == 201


def visitor(dreamdot: DreamDot) -> httpx.AsyncClient:
    """Somebody who sends forms from a page of ours."""
    origin = {"Origin": dreamdot.address}
    return httpx.AsyncClient(base_url=dreamdot.address, headers=origin, timeout=30)


async def sent(dreamdot: DreamDot, path: str, **fields: object) -> bool:
    """Send a form with the password; whether it was taken."""
    async with visitor(dreamdot) as client:
        return (await client.post(path, json=fields | SECRET)).status_code == 200


async def test_a_second_start_builds_nothing(own: DreamDot) -> None:
    await own.start()
    assert await own.end() == 0
    before, said = built._MARK.stat(), len(own.log())
    own.port = free_port()  # the pages know no port
    await own.start()
    took_s = own.took_s
    assert await own.end() == 0

    words = own.log()[said:]
    assert "Serving the pages" in words
    assert "Building the pages" not in words
    assert "Traceback" not in words
    after = built._MARK.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert took_s < _QUICK_S
    print(f"a further start took {took_s:.1f} s")
