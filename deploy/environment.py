"""`.venv`: made, kept up to date, and rebuilt when it is broken."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections import deque
from pathlib import Path

_REQUIREMENTS = ("requirements.txt", "requirements-local.txt")
_STAMP, _UNFINISHED = "dreamdot-installed.json", "dreamdot-unfinished"
_ADDRESS = re.compile(r"(?:https?|file)://\S+")
_OFFLINE = re.compile(
    r"name resolution|Name or service not known|Connection refused|Network is unreachable"
    r"|NewConnectionError|timed out|ProxyError|getaddrinfo|No route to host",
    re.IGNORECASE,
)
_NOISE = re.compile(r"\s*$|Requirement already|WARNING: Retrying|Ignoring |Looking in|\[notice\]")


class InstallFailed(Exception):
    """Something could not be installed; the first line says what and how to mend it."""


class Environment:
    """The virtual environment of a project folder."""

    def __init__(self, project: Path, *, exactly: bool = False) -> None:
        """Describe the environment; ``exactly`` wants this very Python version in it."""
        self.folder = project / ".venv"
        self._project = project
        self._exactly = exactly

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    def is_current(self) -> bool:
        """Whether everything is installed as the requirement files say, and works."""
        try:
            stamp = json.loads((self.folder / _STAMP).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return bool(stamp == self._wanted() and self._is_sound())

    def make_current(self) -> None:
        """Make, mend or update the environment; nothing when it is current.

        Raises:
            InstallFailed: with the reason in its first line.
        """
        if self.is_current():
            return
        if not self._is_sound():
            self._rebuild()
        (self.folder / _STAMP).unlink(missing_ok=True)
        unfinished = self.folder / _UNFINISHED
        Installation(self.python, self._project / _REQUIREMENTS[-1], unfinished).run()
        (self.folder / _STAMP).write_text(json.dumps(self._wanted()), encoding="utf-8")

    def _wanted(self) -> dict[str, str]:
        digest = hashlib.sha256()
        for name in _REQUIREMENTS:
            digest.update((self._project / name).read_bytes())
        return {
            "requirements": digest.hexdigest(),
            "python": self._version(),
            "folder": str(self.folder),
        }

    def _version(self) -> str:
        """``3.11``: of the interpreter in it, as the folder of its packages says."""
        packages = next((self.folder / "lib").glob("python3.*/site-packages"), None)
        return packages.parent.name.removeprefix("python") if packages else ""

    def _is_sound(self) -> bool:
        """Whether it was made whole, in this folder, with a Python that is still there."""
        if not self.python.exists() or (self.folder / _UNFINISHED).exists():
            return False
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        if self._exactly and self._version() != version:
            return False
        return self._was_made_here() and self._runs()

    def _was_made_here(self) -> bool:
        """Programs in it carry its path; after a move they would run in the old place."""
        try:
            return str(self.folder) in (self.folder / "bin" / "pip").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return False

    def _runs(self) -> bool:
        ask = (
            "import sys, importlib.util as u; print('%d.%d' % sys.version_info[:2]);"
            " sys.exit(u.find_spec('pip') is None)"
        )
        answer = subprocess.run(  # noqa: S603 its own interpreter
            [str(self.python), "-c", ask], capture_output=True, text=True, check=False
        )
        return answer.returncode == 0 and answer.stdout.strip() == self._version()

    def _rebuild(self) -> None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        if self.folder.is_symlink() or self.folder.exists():
            print("Rebuilding .venv: it is unfinished, was moved, or lost its Python", flush=True)
            if self.folder.is_symlink():
                self.folder.unlink()
            else:
                shutil.rmtree(self.folder)
        else:
            print(f"Making .venv with Python {version}", flush=True)
        self.folder.mkdir()
        (self.folder / _UNFINISHED).touch()
        made = subprocess.run(  # noqa: S603 our own interpreter
            [sys.executable, "-m", "venv", str(self.folder)],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode != 0:
            raise InstallFailed(
                f"Python's venv failed: apt install python{version}-venv, then try again.\n"
                f"{made.stdout}{made.stderr}".rstrip()
            )
        (self.folder / _UNFINISHED).unlink()


class Installation:
    """One run of pip, told in lines that people can read.

    While packages are unpacked the file ``unfinished`` exists: what pip was killed at then cannot
    be trusted, while anything before leaves the environment as it was.
    """

    def __init__(self, python: Path, requirements: Path, unfinished: Path) -> None:
        self._python = python
        self._requirements = requirements
        self._unfinished = unfinished
        self._last_lines: deque[str] = deque(maxlen=200)
        self._collected = 0

    def run(self) -> None:
        """Install the requirements.

        Raises:
            InstallFailed: pip did not succeed.
        """
        begun = time.monotonic()
        pins = _pins(self._requirements)
        print(f"Installing {pins} packages and what they need", flush=True)
        pip = subprocess.Popen(  # noqa: S603 the environment's own pip
            [
                *(str(self._python), "-m", "pip", "install"),
                *("--disable-pip-version-check", "--no-input", "--progress-bar", "off"),
                *("--prefer-binary", "-r", str(self._requirements)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env={**os.environ, "PIP_USER": "0"},  # a habit of some that an environment refuses
        )
        try:
            self._follow(pip)
        except KeyboardInterrupt:
            pip.terminate()
            pip.wait()
            raise
        self._clear_line()
        if pip.wait() != 0:
            raise InstallFailed(self._reason())
        self._unfinished.unlink(missing_ok=True)
        print(f"Installed in {time.monotonic() - begun:.0f} s", flush=True)

    def _follow(self, pip: subprocess.Popen[str]) -> None:
        for line in pip.stdout or ():
            self._last_lines.append(line.rstrip())
            step, _, rest = line.strip().partition(" ")
            if step == "Collecting":
                self._collected += 1
                told = self._note if self._collected % 20 == 0 else self._show
                told(f"{self._collected} found: {rest.split()[0]}")
            elif step == "Downloading":
                self._show(f"{self._collected} found: {_ADDRESS.sub(_file_name, rest)}")
            elif line.startswith("Installing collected packages"):
                self._unfinished.touch()
                self._note(f"unpacking {line.count(',') + 1} packages")

    def _show(self, text: str) -> None:
        """On a terminal one line that changes; a log gets some of the lines."""
        if sys.stdout.isatty():
            width = shutil.get_terminal_size().columns - 3
            print(f"\r\033[K  {text[:width]}", end="", flush=True)

    def _note(self, text: str) -> None:
        """A line that is worth keeping."""
        self._show(text)
        if not sys.stdout.isatty():
            print(f"  {text}", flush=True)

    def _clear_line(self) -> None:
        if sys.stdout.isatty():
            print("\r\033[K", end="", flush=True)

    def _reason(self) -> str:
        """Why pip failed, without the addresses that it printed."""
        output = "\n".join(self._last_lines)
        if "No space left on device" in output:
            first = (
                "The disk is full: free some room (and in the temporary folder), then try again."
            )
        elif _OFFLINE.search(output):
            first = (
                "Python's package index cannot be reached: check the network connection"
                " (and the proxy, if there is one), then try again."
            )
        else:
            first = "pip could not install the requirements; its last words:"
        told = [line for line in self._last_lines if not _NOISE.match(line)][-8:]
        return "\n".join([first, *(_ADDRESS.sub("…", f"  {line}") for line in told)])


def _file_name(address: re.Match[str]) -> str:
    return address.group().rpartition("/")[2]


def _pins(requirements: Path) -> int:
    """How many packages a requirement file names, with the files that it includes."""
    count = 0
    for line in requirements.read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            count += _pins(requirements.parent / line[3:].strip())
        elif "==" in line and not line.startswith("#"):
            count += "sys_platform" not in line or _is_for_us(line)
    return count


def _is_for_us(line: str) -> bool:
    is_linux_only = 'sys_platform == "linux"' in line
    return is_linux_only == (sys.platform == "linux")
