"""A small server on real HTTP for our browser modules: their files, a page around them, one API.

The modules are the product's own files. What they import from Reflex (the backend's address) is
given by three lines of glue; nothing else stands in for anything.
"""

import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from dreamdot_app.market.writing.allowed import sanitise, word_count

PACKAGE = Path(__file__).parents[3] / "dreamdot_app"
PAGES = Path(__file__).parent / "stage_pages"
_GLUE = {
    "/glue/env.js": 'export default { PING: "" };',
    "/glue/state.js": "export const getBackendURL = (address) => new URL(address);",
    "/glue/registry.js": "export const app = { isDevMode: false };",
}
_FOLDERS = {
    "/ui/": PACKAGE / "ui",
    "/writing/": PACKAGE / "market" / "writing",
    "/reading/": PACKAGE / "market" / "reading",
    "/page/": PAGES,
}
_TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}
_PRICE = re.compile(r"\d*(?:\.\d{1,2})?")


@dataclass
class Draft:
    """What the server has of one draft, and what happened to it."""

    fields: dict[str, Any]
    revision: int = 1
    puts: list[dict[str, Any]] = field(default_factory=list)
    fails_with: int = 0
    fails_saying: dict[str, Any] = field(default_factory=dict)
    drops_answers: bool = False
    lets_through: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        """Answers come at once, until a test clears the event."""
        self.lets_through.set()

    def view(self) -> dict[str, Any]:
        """As a conflict tells it, and as a page is drawn with it."""
        words = word_count(self.fields["html"])
        return {"revision": self.revision, "words": words, "fields": self.fields}

    def save(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Status and answer to a PUT."""
        self.puts.append(body)
        self.lets_through.wait(20)
        if self.fails_with:
            return self.fails_with, self.fails_saying
        given = {name: value for name, value in body.items() if name != "revision"}
        if "html" in given:
            given["html"] = sanitise(given["html"])
        if not _PRICE.fullmatch(given.get("price", "")):
            return 422, {"errors": {"price": "Write a price such as 1.50."}}
        changed = {name: value for name, value in given.items() if self.fields[name] != value}
        if changed and body["revision"] != self.revision:
            return 409, self.view()
        if changed:
            self.fields |= changed
            self.revision += 1
        return 200, {key: value for key, value in self.view().items() if key != "fields"}


@dataclass
class Stage:
    """The server with its drafts and places, by the last part of their address."""

    drafts: dict[str, Draft] = field(default_factory=dict)
    places: dict[str, list[dict[str, int]]] = field(default_factory=dict)
    refuses_places: bool = False
    origin: str = ""


class _Handler(BaseHTTPRequestHandler):
    stage: Stage
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/api/draft/"):
            return self._json(200, self.stage.drafts[path.rpartition("/")[2]].view())
        if path in _GLUE:
            return self._answer(200, _GLUE[path].encode(), "text/javascript")
        for prefix, folder in _FOLDERS.items():
            file = folder / path.removeprefix(prefix)
            if path.startswith(prefix) and file.is_file():
                return self._answer(200, file.read_bytes(), _TYPES[file.suffix])
        return self._answer(404, b"", "text/plain")

    def do_PUT(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        kind, _, key = self.path.removeprefix("/api/").partition("/")
        if kind == "place":
            if not self.stage.refuses_places:
                self.stage.places.setdefault(key, []).append(body)
            return self._json(503 if self.stage.refuses_places else 200, {})
        draft = self.stage.drafts[key]
        status, answer = draft.save(body)
        if draft.drops_answers:
            self.close_connection = True
            return None
        return self._json(status, answer)

    def _json(self, status: int, answer: dict[str, Any]) -> None:
        self._answer(status, json.dumps(answer).encode(), "application/json")

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the tests' output to the tests."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle is what some tests are about."""


def serve(stage: Stage) -> ThreadingHTTPServer:
    """Start serving on a free port of this machine; ``stage.origin`` is its address."""
    handler = type("Handler", (_Handler,), {"stage": stage})
    server = _Server(("127.0.0.1", 0), handler)
    stage.origin = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
