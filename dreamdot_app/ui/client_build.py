"""What the built client does otherwise than Reflex would build it."""

import json
from collections.abc import Callable

import reflex as rx

from dreamdot_app.core.web import shell_path

_BEFORE = "  const endpoint = new URL(url_str);\n"
_AFTER = (
    _BEFORE
    + """\
  if (import.meta.env.PROD && typeof window !== "undefined") {
    const scheme = endpoint.protocol.startsWith("ws") ? "ws" : "http";
    endpoint.protocol = window.location.protocol.replace("http", scheme);
    endpoint.host = window.location.host;
    return endpoint;
  }
"""
)


def _from_the_window(script: str) -> str:
    if _AFTER in script:
        return script
    if script.count(_BEFORE) != 1:
        raise ValueError("Reflex finds its backend in another way now: read utils/state.js anew")
    return script.replace(_BEFORE, _AFTER)


class OwnAddress(rx.plugins.Plugin):
    """Let built pages find their backend by the window's address, not by one of the build.

    Reflex writes the port of the build into the pages. Ours are served by the backend itself, on
    any port and behind any name, so the same build fits all. While developing, the pages have a
    server and a port of their own, and Reflex's way stays.
    """

    def pre_compile(self, **context) -> None:
        """Change the one function that knows the backend's address."""
        context["add_modify_task"]("utils/state.js", _from_the_window)


def _with_shells(paths: list[str]) -> Callable[[str], str]:
    """Have these prerendered besides the pages without parameters."""

    def change(config: str) -> str:
        before, found = '"prerender": true', json.dumps(paths)
        if '"build":' in config and before not in config:  # not while developing
            raise ValueError("Reflex names what is prerendered in another way now")
        return config.replace(
            before, f'"prerender": ({{getStaticPaths}}) => [...getStaticPaths(), ...{found}]'
        )

    return change


class PrerenderedShells(rx.plugins.Plugin):
    """Let pages with parameters be prerendered once, as they look while they load.

    Without it they are an empty page until the scripts have run: on a work's page that is most of
    the time to the first paint. `core.web.documents` sends the shell for every address of the page.
    """

    def pre_compile(self, **context) -> None:
        """Name the shells to the router's build; while developing nothing is prerendered."""
        routes = [page.route for page in context["unevaluated_pages"] if "[" in page.route]
        context["add_modify_task"](
            "react-router.config.js", _with_shells([shell_path(route) for route in routes])
        )


_DEV_SERVER = "  server: {\n"
_FROM_BACKEND = ("/drawn", "/media", "/dev/mail")


def _with_pictures(backend: str) -> Callable[[str], str]:
    """Have pictures and letters fetched from the backend, under the pages' own address."""

    def change(config: str) -> str:
        proxied = f"    proxy: {json.dumps(dict.fromkeys(_FROM_BACKEND, backend))},\n"
        if proxied in config:
            return config
        if config.count(_DEV_SERVER) != 1:
            raise ValueError("Reflex configures the server for developing in another way now")
        return config.replace(_DEV_SERVER, _DEV_SERVER + proxied)

    return change


class PicturesWhileDeveloping(rx.plugins.Plugin):
    """Let pictures be where pages look for them, which is beside them, while developing too.

    Then the pages have a server of their own, which answers whatever it does not know with a page.
    """

    def __init__(self, backend: str) -> None:
        """``backend`` is its address, such as ``http://127.0.0.1:8000``."""
        self._backend = backend

    def pre_compile(self, **context) -> None:
        """Tell the pages' server; what is built has none."""
        context["add_modify_task"]("vite.config.js", _with_pictures(self._backend))
