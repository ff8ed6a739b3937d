"""Built pages talk to the address that they were opened at."""

import reflex as rx

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
