"""The built client: built when its sources have changed, and served on one port with the backend.

Building takes most of a start. What goes into it is hashed: as long as that is the same, the pages
of the last start are served as they are, on whichever port (`ui.client_build`).
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from dreamdot_app.core.children import run_to_its_end
from dreamdot_app.core.provider_settings import ProviderSettings
from dreamdot_app.core.settings import Settings, settings

_ROOT = Path(__file__).resolve().parent.parent
_CLIENT = _ROOT / ".web" / "build" / "client"
# Building empties the folder first, so the mark goes with the pages that it speaks of.
_MARK = _CLIENT / ".built-from"
_SOURCES = ("dreamdot_app", "assets", "reflex.lock")
_FILES = ("rxconfig.py", "requirements.txt", ".npmrc")
# What Python and Reflex put among them.
_MADE = {"__pycache__", "external"}
# What only the backend reads; every other setting may stand in a page.
_NOT_IN_PAGES = {
    *ProviderSettings.model_fields,
    "env", "origin", "host", "port", "backend_port", "data_dir", "secret_key", "log_level",
    "proxy_hops", "processes", "worker_inline", "bcrypt_cost", "session_idle_s",
    "session_lifetime_s", "postgres_db_user", "postgres_db_social", "postgres_db_items",
    "postgres_db_community", "postgres_db_audit", "mongodb_uri", "mongodb_name", "redis_url",
    "stripe_secret_key", "stripe_webhook_secret", "stripe_api_base", "smtp_url", "resend_api_key",
    "mail_from",
}  # fmt: skip
_EXPORT = ("export", "--frontend-only", "--no-zip", "--loglevel", "warning")


def _paths() -> list[Path]:
    found = [_ROOT / name for name in _FILES]
    for folder in _SOURCES:
        found += (_ROOT / folder).rglob("*")
    return sorted(
        path for path in found if path.is_file() and _MADE.isdisjoint(path.relative_to(_ROOT).parts)
    )


def fingerprint(chosen: Settings) -> str:
    """What the pages would be built from now: sources, settings and the Python that does it."""
    digest = hashlib.sha256(sys.version.encode())
    for path in _paths():
        digest.update(str(path.relative_to(_ROOT)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    shown = chosen.model_dump_json(exclude=_NOT_IN_PAGES)
    digest.update(f"{shown}\0{chosen.is_production}".encode())
    return digest.hexdigest()


def is_current(chosen: Settings) -> bool:
    """Whether the pages of the last start can be served as they are."""
    return _MARK.is_file() and _MARK.read_text() == fingerprint(chosen)


def build(chosen: Settings) -> None:
    """Build the pages, unless they are current; who starts at the same time waits for it.

    Raises:
        subprocess.CalledProcessError: Reflex could not build them; it has said why.
        SystemExit: this process was told to end, and the building has ended.
    """
    with _alone():
        if is_current(chosen):
            return
        built_from = fingerprint(chosen)
        run_to_its_end([sys.executable, "-m", "reflex", *_EXPORT], cwd=_ROOT)
        _MARK.write_text(built_from)


@contextmanager
def _alone() -> Generator[None]:
    """One process of this folder at a time. The lock is the folder's own: Reflex's first start
    makes `.web` anew, with everything in it."""
    folder = os.open(_ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def serve(host: str, port: int) -> None:
    """Serve the built pages and the backend on one port, as Reflex does after building."""
    from reflex import constants
    from reflex.config import get_config
    from reflex.environment import environment
    from reflex.istate.manager import reset_disk_state_manager
    from reflex.utils import exec as reflex_exec

    environment.REFLEX_ENV_MODE.set(constants.Env.PROD)
    environment.REFLEX_COMPILE_CONTEXT.set(constants.CompileContext.RUN)
    environment.REFLEX_SKIP_COMPILE.set(True)
    get_config()._set_persistent(frontend_port=port, backend_port=port, backend_host=host)
    reset_disk_state_manager()
    reflex_exec.run_backend_prod(
        host, port, constants.LogLevel.WARNING, mount_frontend_compiled_app=True
    )


def main() -> int:
    """Build what has to be built, then serve until somebody ends it; the exit code."""
    chosen = settings()
    try:
        build(chosen)
    except subprocess.CalledProcessError as failed:
        return failed.returncode
    serve(chosen.host, chosen.port)
    return 0


if __name__ == "__main__":
    sys.exit(main())
