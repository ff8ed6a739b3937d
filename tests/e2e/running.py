"""DreamDot run by its own command in a terminal of its own: started, ended, started again."""

import asyncio
import os
import pty
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
ARTEFACTS = ROOT / "artefacts"
_READY_S = 300  # the very first start also installs the client's packages
_END_S = 15
# The shell leads a session; the first terminal that such a leader opens becomes its own.
_IN_TERMINAL = 'exec "$0" -m dreamdot_app run <"$TERMINAL" >"$TERMINAL" 2>&1'


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether nobody listens on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@dataclass
class Terminal:
    """A terminal that something runs in: what it shows is kept, and it can be closed."""

    master: int
    shown: bytearray = field(default_factory=bytearray)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def watch(self) -> None:
        asyncio.get_running_loop().add_reader(self.master, self._read)

    def _read(self) -> None:
        try:
            read = os.read(self.master, 65_536)
        except OSError:  # nobody has it open any more
            read = b""
        self.shown += read
        self.changed.set()
        if not read:
            asyncio.get_running_loop().remove_reader(self.master)

    def type(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def close(self) -> None:
        asyncio.get_running_loop().remove_reader(self.master)
        os.close(self.master)

    async def shows(self, words: bytes) -> None:
        while words not in self.shown:
            self.changed.clear()
            await self.changed.wait()


@dataclass
class DreamDot:
    """One folder and one port, and the process that serves them (none between two starts)."""

    data_dir: Path
    port: int = field(default_factory=free_port)
    variables: dict[str, str] = field(default_factory=dict)
    process: asyncio.subprocess.Process | None = None
    terminal: Terminal | None = None
    took_s: float = 0.0
    _earlier: bytearray = field(default_factory=bytearray)

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://localhost:{self.port}"

    def log(self) -> str:
        """Everything it has printed since its first start."""
        shown = self.terminal.shown if self.terminal else bytearray()
        return (self._earlier + shown).decode(errors="replace")

    async def start(self) -> None:
        """Start it and wait until it says that it is ready; `took_s` says how long that was."""
        began = time.monotonic()
        master, slave = pty.openpty()
        self.terminal = Terminal(master)
        self.process = await asyncio.create_subprocess_exec(
            "/bin/sh", "-c", _IN_TERMINAL, sys.executable,
            cwd=ROOT,
            env=os.environ | {
                "TERMINAL": os.ttyname(slave),
                "DREAMDOT_DATA_DIR": str(self.data_dir),
                "DREAMDOT_PORT": str(self.port),
                "DREAMDOT_BCRYPT_COST": "4",
                "DREAMDOT_ENV": "test",
                **self.variables,
            },
            start_new_session=True,
        )  # fmt: skip
        ready = asyncio.create_task(self.terminal.shows(b"DreamDot is ready"))
        ended = asyncio.create_task(self.process.wait())
        self.terminal.watch()
        await asyncio.wait({ready, ended}, timeout=_READY_S, return_when="FIRST_COMPLETED")
        os.close(slave)
        is_ready = ready.done()
        ready.cancel()
        ended.cancel()
        assert is_ready, f"it did not become ready:\n{self.log()[-8_000:]}"
        self.took_s = time.monotonic() - began

    def processes(self) -> list[psutil.Process]:
        """All processes of it that live: those that know its folder, wherever they hang."""
        found: list[psutil.Process] = []
        for process in psutil.process_iter():
            try:
                known = [*process.cmdline(), process.environ().get("DREAMDOT_DATA_DIR", "")]
                if process.status() != psutil.STATUS_ZOMBIE and any(
                    str(self.data_dir) in words for words in (*known, process.cwd())
                ):
                    found.append(process)
            except psutil.Error:  # gone meanwhile, or somebody else's
                continue
        return found

    def kill(self) -> None:
        """Leave nothing of it, whatever went wrong before."""
        for process in self.processes():
            with suppress(psutil.NoSuchProcess):  # it ended meanwhile
                process.kill()

    async def end(self, how: Callable[["DreamDot"], None] | None = None) -> int:
        """Press Ctrl-C, or end it in another way, and wait until it has ended; its exit code."""
        assert self.process is not None
        assert self.terminal is not None
        if self.process.returncode is None:
            (how or press_ctrl_c)(self)
        code = await asyncio.wait_for(self.process.wait(), _END_S)
        self._earlier += self.terminal.shown
        self.process = self.terminal = None
        return code


def press_ctrl_c(dreamdot: DreamDot) -> None:
    """As a person does: the terminal tells everything that runs in its foreground."""
    assert dreamdot.terminal is not None
    dreamdot.terminal.type(b"\x03")


def close_the_terminal(dreamdot: DreamDot) -> None:
    """The window is gone: its processes hear SIGHUP and have nowhere to write any more."""
    assert dreamdot.terminal is not None
    dreamdot.terminal.close()


def terminate(dreamdot: DreamDot) -> None:
    """As an init system does: SIGTERM to the one process that it started."""
    assert dreamdot.process is not None
    dreamdot.process.send_signal(signal.SIGTERM)
