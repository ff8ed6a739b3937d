"""What a machine must have before anything can be installed on it."""

from __future__ import annotations

import errno
import importlib.util
import os
import platform
import shutil
import socket
import sys
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 13)
GLIBC_OLDEST = (2, 34)  # the server programs in the wheels need it
INSTALL_BYTES, RUN_BYTES = 2_500_000_000, 500_000_000
PORTS = {"DREAMDOT_PORT": 3000, "DREAMDOT_BACKEND_PORT": 8000}


def problems(project: Path, *, is_installed: bool, ports: list[str]) -> list[str]:
    """Everything that stands in the way, each in a line with how to mend it; empty when nothing.

    ``ports`` names the variables whose ports must be free.
    """
    found = [_python(), _system(), _writable(project)]
    if not is_installed:
        found += _modules()
    found.append(_disk(project, RUN_BYTES if is_installed else INSTALL_BYTES))
    found += [_port(project, variable) for variable in ports]
    return [problem for problem in found if problem]


def _python() -> str | None:
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return None
    return (
        f"Python 3.11, 3.12 or 3.13 is needed; {sys.executable} is {platform.python_version()}."
        " Install one (Debian 12, Ubuntu 24.04: apt install python3 python3-venv;"
        " Ubuntu 22.04: apt install python3.11 python3.11-venv) or name one: make PYTHON=…"
    )


def _system() -> str | None:
    system, processor = platform.system(), platform.machine()
    if system == "Darwin":
        return None
    if system != "Linux":
        return f"{system} is not supported: use Linux (on Windows inside WSL) or macOS."
    if processor not in {"x86_64", "aarch64"}:
        return f"Linux on {processor} is not supported: its servers come for x86_64 and aarch64."
    libc, version = platform.libc_ver()
    if libc != "glibc" or _numbers(version) < GLIBC_OLDEST:
        return (
            f"This system's C library ({libc or 'not glibc'} {version}) is not supported: glibc"
            " 2.34 or newer is needed (Debian 12, Ubuntu 22.04 or newer)."
        )
    return None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def _modules() -> list[str]:
    """Debian and Ubuntu cut these out of Python and into a package of their own."""
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if not missing:
        return []
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    system = "python3" if sys.executable.endswith("/python3") else f"python{version}"
    return [
        f"Python's {' and '.join(missing)} is missing: apt install {system}-venv"
        f" ({sys.executable} is Python {version})."
    ]


def _writable(project: Path) -> str | None:
    folders = [project, *(project / name for name in (".venv", ".data", ".web"))]
    for folder in folders:
        if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
            return f"{folder} may not be written to: own it, or clone into a folder of yours."
    return None


def _disk(project: Path, needed: int) -> str | None:
    free = shutil.disk_usage(project).free
    if free >= needed:
        return None
    return (
        f"The disk of {project} has {free / 1e9:.1f} GB free and {needed / 1e9:.1f} GB are needed:"
        " free some room there."
    )


def _port(project: Path, variable: str) -> str | None:
    text = os.environ.get(variable) or _from_env_file(project, variable) or str(PORTS[variable])
    if not text.isdecimal() or not 0 < int(text) < 65_536:
        return f"{variable}={text} is not a port: set it to a number from 1 to 65535."
    port = int(text)
    problem = _bind(port)
    if problem is None:
        return None
    free = next((other for other in range(port + 1, port + 200) if _bind(other) is None), port + 1)
    return f"Port {port} {problem}: stop that program, or choose another port: {variable}={free}"


def _from_env_file(project: Path, variable: str) -> str:
    try:
        lines = (project / ".env").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    values = [line.partition("=")[2] for line in lines if line.startswith(f"{variable}=")]
    return values[-1].split("#")[0].strip().strip("\"'") if values else ""


def _bind(port: int) -> str | None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError as error:
            if error.errno == errno.EACCES:
                return "may only be used by root"
            return "is taken by another program"
    return None
