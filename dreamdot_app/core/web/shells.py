"""Pages with parameters: one prerendered shell serves every address of a route."""

import re
from collections.abc import Iterable

_PARAMETER = re.compile(r"\[(\w+)\]")
_ANY = "-"  # no work, no person and no draft has this for an id
_shells: list[tuple[re.Pattern[str], str]] = []


def route_pattern(route: str) -> re.Pattern[str]:
    """What matches the addresses of a route as Reflex writes it (``/work/[ref]``), whole."""
    parts = _PARAMETER.split(route.rstrip("/"))
    pieces = [
        f"(?P<{part}>[^/]+)" if index % 2 else re.escape(part) for index, part in enumerate(parts)
    ]
    return re.compile("".join(pieces) + "/?")


def shell_path(route: str) -> str:
    """Where the shell of a route is prerendered: ``/work/-`` for ``work/[ref]``."""
    return "/" + _PARAMETER.sub(_ANY, route).strip("/")


def serve_shells(routes: Iterable[str]) -> None:
    """Serve the shells of those routes that have parameters."""
    _shells[:] = [
        (route_pattern(f"/{route.strip('/')}"), shell_path(route))
        for route in routes
        if _PARAMETER.search(route)
    ]


def shell_of(path: str) -> str | None:
    """The shell to serve for a path; ``None`` for what is no page with parameters."""
    return next((shell for pattern, shell in _shells if pattern.fullmatch(path)), None)
