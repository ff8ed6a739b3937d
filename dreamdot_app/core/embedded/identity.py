"""Who PostgreSQL runs as.

PostgreSQL refuses to run as root, which is who people are in most containers. Then it runs
either in a user namespace, where root's own files look like a plain user's, or, where such
namespaces are forbidden, as ``nobody`` with the one capability to pass folders that are closed to
others. Neither needs a new account on the system or a change to a folder outside the data.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dreamdot_app.core.embedded.errors import CannotLeaveRoot

_CLONE_NEWUSER = 0x10000000
_PR_SET_SECUREBITS = 28
_SECBIT_NO_SETUID_FIXUP = 1 << 2
_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE = 47, 2
_CAPABILITY_VERSION_3 = 0x20080522
_CAP_DAC_OVERRIDE = 1
_PLAIN_USER = 65_534  # nobody; inside the namespace any number but 0 that has a name would do

_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Identity:
    """An identity and how a child takes it on; ``owner`` must own PostgreSQL's files."""

    owner: int
    group: int
    enter: Callable[[], None]


def postgres_identity(postgres: Path, data: Path) -> Identity:
    """The identity that can run the program ``postgres`` on files in the folder ``data`` here.

    Raises:
        CannotLeaveRoot: we are root, and no other identity works on this system.
    """
    if os.geteuid() != 0:
        return Identity(os.geteuid(), os.getegid(), _stay)
    candidates = [
        Identity(0, os.getegid(), _enter_user_namespace),
        Identity(_nobody().pw_uid, _nobody().pw_gid, _become_nobody),
    ]
    if sys.platform == "linux":
        for identity in candidates:
            if _can_run(postgres, data, identity):
                return identity
    raise CannotLeaveRoot(
        "PostgreSQL does not run as root, and this system allows neither a user namespace nor"
        " a change to the account nobody: start DreamDot as an ordinary user."
    )


def give(folder: Path, identity: Identity) -> None:
    """Hand a folder and all in it to an identity, when it belongs to another one."""
    if folder.stat().st_uid == identity.owner:
        return
    for parent, _, files in os.walk(folder):
        for path in [Path(parent), *(Path(parent, name) for name in files)]:
            os.chown(path, identity.owner, identity.group, follow_symlinks=False)


def _stay() -> None:
    return None


def _nobody() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        return pwd.getpwuid(_PLAIN_USER)


def _can_run(postgres: Path, data: Path, identity: Identity) -> bool:
    def enter() -> None:
        identity.enter()
        os.listdir(data)  # it, or a folder above it, may be closed to this identity

    try:
        tried = subprocess.run(  # noqa: S603 our own program
            [str(postgres), "--version"],
            preexec_fn=enter,
            capture_output=True,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return tried.returncode == 0


def _checked(outcome: int, call: str) -> None:
    if outcome != 0:
        raise OSError(ctypes.get_errno(), call)


def _enter_user_namespace() -> None:
    """Become a plain user in our own eyes, while every file we own stays ours."""
    user, group = os.geteuid(), os.getegid()
    _checked(_libc.unshare(_CLONE_NEWUSER), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{_PLAIN_USER} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{_PLAIN_USER} {group} 1")


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Capabilities(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def _become_nobody() -> None:
    """Become ``nobody``, keeping only the capability to reach files in root's folders.

    Without the secure bit the capability would not count in access(2), with which PostgreSQL
    looks at its own programs.
    """
    nobody = _nobody()
    bits = _SECBIT_NO_SETUID_FIXUP
    _checked(_libc.prctl(_PR_SET_SECUREBITS, bits, 0, 0, 0), "prctl(PR_SET_SECUREBITS)")
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)
    bit = 1 << _CAP_DAC_OVERRIDE
    wanted = (_Capabilities * 2)(_Capabilities(bit, bit, bit), _Capabilities(0, 0, 0))
    header = _Header(_CAPABILITY_VERSION_3, 0)
    _checked(_libc.capset(ctypes.byref(header), ctypes.byref(wanted)), "capset")
    _checked(
        _libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0),
        "prctl(PR_CAP_AMBIENT)",
    )
