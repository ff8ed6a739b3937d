"""Every measurement, one after another: ``python -m bench [address]``.

Without an address a DreamDot of its own runs for the while, on a free port and with a fresh world.
Each program of this folder is called with the address as its one argument, and prints its figures.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
STOP_S = 30


def programs() -> list[str]:
    """The names of all measurements."""
    return sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))


@contextmanager
def running() -> Iterator[str]:
    """The address of a DreamDot that runs as long as this is open."""
    with tempfile.TemporaryDirectory(prefix="dreamdot-bench-", ignore_cleanup_errors=True) as data:
        port = free_port()
        served = subprocess.Popen(
            [sys.executable, "-m", "dreamdot_app", "run"],
            cwd=ROOT,
            env={**os.environ, "DREAMDOT_DATA_DIR": data, "DREAMDOT_PORT": str(port)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            wait_ready(served)
            yield f"http://localhost:{port}"
        finally:
            served.send_signal(signal.SIGINT)
            served.wait(STOP_S)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_ready(served: subprocess.Popen[str]) -> None:
    """Show how the start goes on until DreamDot is ready; read on in the background then."""
    assert served.stdout
    for line in served.stdout:
        print(line, end="", flush=True)
        if "DreamDot is ready" in line:
            threading.Thread(target=served.stdout.read, daemon=True).start()
            return
    raise SystemExit("DreamDot ended before it was ready.")


def measure(address: str) -> int:
    """Run all programs; the exit code is the last one that is not 0."""
    failed = 0
    for name in programs():
        print(f"\n{name}", flush=True)
        command = [sys.executable, "-m", f"bench.{name}", address]
        failed = subprocess.run(command, cwd=ROOT, check=False).returncode or failed
    return failed


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(measure(sys.argv[1]))
    with running() as ours:
        sys.exit(measure(ours))
