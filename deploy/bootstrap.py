"""Get a bare machine ready: look what is missing, then make `.venv` with everything in it.

Run by the Makefile with the system's own Python; uses the standard library alone.

    bootstrap.py            make or bring up to date the environment
    bootstrap.py --serve    the same, and the port that `make run` will need is free
    bootstrap.py --dev      the same for both ports of `make dev`
    bootstrap.py --tests    the same, and what tests use is installed: the browser, Redis, and
                            the programs of tests/tools

Whatever is missing is told before anything is done: the first line of output says what, and how
to mend it.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.dont_write_bytecode = True  # beside the sources, by a Python that may be another one

import machine  # noqa: E402
import packages  # noqa: E402
from environment import Environment, InstallFailed  # noqa: E402
from node_tools import NodeTools  # noqa: E402

PROJECT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Do what the arguments ask; the exit code is 0 when all is ready."""
    asked = _arguments()
    venv = Environment(PROJECT, exactly=asked.exactly_this_python)
    try:
        found = machine.problems(PROJECT, is_installed=venv.is_current(), ports=_ports(asked))
        if asked.tests:
            found += packages.problems()
        if found:
            return _tell(found)
        with _alone():
            if asked.tests:
                packages.install_missing()
            venv.make_current()
            if asked.tests:
                NodeTools(PROJECT / "tests" / "tools", venv.folder).make_current()
    except InstallFailed as failure:
        return _tell([str(failure)])
    except KeyboardInterrupt:
        print("\nStopped; what was begun is finished at the next start.", flush=True)
        return 130
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Get this machine ready for DreamDot.")
    parser.add_argument("--serve", action="store_true", help="check the port of make run")
    parser.add_argument("--dev", action="store_true", help="check both ports of make dev")
    parser.add_argument("--tests", action="store_true", help="install what tests use besides")
    parser.add_argument(
        "--exactly-this-python",
        action="store_true",
        help="rebuild an environment that was made with another Python version",
    )
    return parser.parse_args()


def _ports(asked: argparse.Namespace) -> list[str]:
    """The variables whose ports must be free."""
    served = ["DREAMDOT_PORT"] if asked.serve or asked.dev else []
    return [*served, *(["DREAMDOT_BACKEND_PORT"] if asked.dev else [])]


def _tell(problems: list[str]) -> int:
    print("\n".join(problems), flush=True)
    return 1


@contextmanager
def _alone() -> Iterator[None]:
    """Two bootstraps at once would build in the same folder: the second waits for the first."""
    import fcntl  # not everywhere, and where it is missing that was told before

    folder = os.open(PROJECT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another installation in this folder", flush=True)
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


if __name__ == "__main__":
    sys.exit(main())
