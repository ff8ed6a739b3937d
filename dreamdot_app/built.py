"""Pages that are built already need no building: what they were made from, and serving them.

Building takes most of a start. What goes into it is hashed: as long as that is the same, the
pages of the last start are served as they are.
"""

import hashlib
import os
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_CLIENT = _ROOT / ".web" / "build" / "client" / "index.html"
_MARK = _ROOT / ".web" / "built-from"
_SOURCES = ("dreamdot_app", "assets", "reflex.lock")
_FILES = ("rxconfig.py", "requirements.txt", ".npmrc", ".env")
_SUFFIXES = {".py", ".js", ".jsx", ".css", ".json", ".svg", ".woff2", ".png", ".ico", ".jpg"}
_NOT_IN_PAGES = {"DREAMDOT_SECRET_KEY", "DREAMDOT_DATA_DIR", "DREAMDOT_BCRYPT_COST"}


def _paths() -> list[Path]:
    found = [_ROOT / name for name in _FILES]
    for folder in _SOURCES:
        found += (path for path in (_ROOT / folder).rglob("*") if path.suffix in _SUFFIXES)
    return sorted(path for path in found if path.is_file() and "external" not in path.parts)


def fingerprint() -> str:
    """What the pages would be built from now: sources, settings and the Python that does it."""
    digest = hashlib.sha256(sys.version.encode())
    for path in _paths():
        digest.update(str(path.relative_to(_ROOT)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for name, value in sorted(os.environ.items()):
        if name.startswith("DREAMDOT_") and name not in (
            "DREAMDOT_SECRET_KEY",
            "DREAMDOT_DATA_DIR",
        ):
            digest.update(f"{name}={value}\0".encode())
    return digest.hexdigest()


def is_current() -> bool:
    """Whether the pages of the last start can be served as they are."""
    return _CLIENT.is_file() and _MARK.is_file() and _MARK.read_text() == fingerprint()


def mark(built_from: str) -> None:
    """Note what the pages were built from, once they are served."""
    _MARK.write_text(built_from)


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


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
