"""The programs from npm that tests use: installed as their lock says, beside it."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from pathlib import Path

from environment import InstallFailed

_STAMP = ".dreamdot-installed"
_ADDRESS = re.compile(r"(?:https?|file)://\S+")
_NOISE = re.compile(r"\s*$|npm warn|npm notice|npm error A complete log", re.IGNORECASE)


class NodeTools:
    """The folder with their `package-lock.json`, and the environment whose Node runs npm."""

    def __init__(self, folder: Path, environment: Path) -> None:
        self._folder = folder
        self._programs = environment / "bin"
        self._stamp = folder / "node_modules" / _STAMP

    def make_current(self) -> None:
        """Install what the lock says; nothing when it is there.

        Raises:
            InstallFailed: npm did not succeed; its last words are told, without addresses.
        """
        wanted = self._wanted()
        if not wanted or self._installed() == wanted:
            return
        print("Installing the tests' programs with npm", flush=True)
        npm = [str(self._programs / "npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        path = f"{self._programs}{os.pathsep}{os.environ.get('PATH', '')}"
        try:
            done = subprocess.run(  # noqa: S603 a fixed command
                npm,
                cwd=self._folder,
                # As the client's build does (rxconfig.py): the system's certificates count too.
                env={"NODE_USE_SYSTEM_CA": "1", **os.environ, "PATH": path},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
        except OSError:
            raise InstallFailed("npm is missing in .venv: remove .venv, then try again.") from None
        if done.returncode != 0:
            raise InstallFailed("npm could not install the tests' programs; its last words:\n"
                                + _last_words(done.stdout))  # fmt: skip
        self._stamp.parent.mkdir(exist_ok=True)
        self._stamp.write_text(wanted, encoding="utf-8")

    def _wanted(self) -> str:
        try:
            return hashlib.sha256((self._folder / "package-lock.json").read_bytes()).hexdigest()
        except OSError:
            return ""

    def _installed(self) -> str:
        try:
            return self._stamp.read_text(encoding="utf-8")
        except OSError:
            return ""


def _last_words(output: str) -> str:
    told = [line for line in output.splitlines() if not _NOISE.match(line)][-8:]
    return "\n".join(_ADDRESS.sub("…", f"  {line}") for line in told)
