"""The programs that tests use and that do not come from Python's package index."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from environment import InstallFailed

# What is looked for on the PATH, and the package that brings it.
_PROGRAMS = {"chromium": ("chromium", "google-chrome"), "redis-server": ("redis-server",)}
_APT = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]


def missing() -> list[str]:
    """The packages whose programs are not there."""
    return [
        package
        for package, programs in _PROGRAMS.items()
        if not any(shutil.which(program) for program in programs)
    ]


def problems() -> list[str]:
    """How to install what is missing, when we may not; empty when we may or nothing is."""
    names = missing()
    if not names or (_has_apt() and os.geteuid() == 0 and not _is_ubuntu_lacking_chromium(names)):
        return []
    return [f"Tests need {' and '.join(names)}: {_how(names)}"]


def install_missing() -> None:
    """Install what is missing through apt, as root.

    Raises:
        InstallFailed: apt did not succeed; its last lines are told.
    """
    names = missing()
    if not names:
        return
    print(f"Installing {' and '.join(names)} with apt, for the tests", flush=True)
    if _apt("install", *names) == "":
        return
    _apt("update")  # a bare image has no lists of packages
    if words := _apt("install", *names):
        raise InstallFailed(f"apt could not install {' and '.join(names)}: {_how(names)}\n{words}")


def _apt(*arguments: str) -> str:
    """Run apt without questions; returns its last lines when it fails."""
    verb, *names = arguments
    options = ["-y", "--no-install-recommends"] if verb == "install" else []
    done = subprocess.run(  # noqa: S603 a fixed command
        [*_APT, verb, *options, *names],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    last_lines = "\n".join(done.stdout.splitlines()[-8:])
    return "" if done.returncode == 0 else last_lines or f"exit code {done.returncode}"


def _how(names: list[str]) -> str:
    if sys.platform == "darwin":
        brew = {"chromium": "brew install --cask chromium", "redis-server": "brew install redis"}
        return " && ".join(brew[name] for name in names)
    if not _has_apt():
        return f"install {' and '.join(names)} with your system's package manager."
    if _is_ubuntu_lacking_chromium(names):
        rest = [name for name in names if name != "chromium"]
        apt = f"sudo apt-get install -y {' '.join(rest)} && " if rest else ""
        return f"{apt}sudo snap install chromium (or install Google Chrome)"
    sudo = "" if os.geteuid() == 0 else "sudo "
    return f"{sudo}apt-get install -y --no-install-recommends {' '.join(names)}"


def _has_apt() -> bool:
    return shutil.which("apt-get") is not None


def _is_ubuntu_lacking_chromium(names: list[str]) -> bool:
    """Ubuntu's package of that name only asks for a snap, which containers do not have."""
    if "chromium" not in names:
        return False
    try:
        return "ID=ubuntu" in Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
