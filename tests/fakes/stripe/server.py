"""The fake as an HTTP server on this machine: requests in, answers out, all of them recorded."""

import json
import sys
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from dreamdot_app.wallet.stripe.client import API_VERSION
from tests.fakes.stripe import paying, taking  # noqa: F401 register what they answer
from tests.fakes.stripe.answers import ANSWERS, Asked
from tests.fakes.stripe.checking import parse_form, wrongs
from tests.fakes.stripe.faults import Fault, Faults
from tests.fakes.stripe.idempotency import Keys, type_answer
from tests.fakes.stripe.operations import Operation, operation_of
from tests.fakes.stripe.state import PLATFORM, Refused, State, public

KEY = "sk_test_fake"
_LATE_S = 20.0
# Faults of Stripe's that happen before it has begun: status, type, code.
_TURNED_AWAY = {
    Fault.UNAVAILABLE: (503, "api_error", None),
    Fault.TOO_MANY: (429, "invalid_request_error", "rate_limit"),
    Fault.KEY_IN_USE: (409, "idempotency_error", "idempotency_key_in_use"),
    Fault.FORBIDDEN: (403, "invalid_request_error", "account_invalid"),
    Fault.MISSING: (404, "invalid_request_error", "resource_missing"),
}


class Dropped(Exception):
    """The connection ends without an answer."""


@dataclass(frozen=True)
class Call:
    """One request that reached the fake. ``key`` is empty where none was sent."""

    operation: str
    path: str
    params: dict[str, Any]
    key: str
    account: str
    status: int
    is_replay: bool

    @property
    def is_write(self) -> bool:
        return not self.operation.startswith("GET")


@dataclass(frozen=True)
class Request:
    """A request as it came."""

    verb: str
    path: str
    form: str
    headers: dict[str, str]

    @property
    def key(self) -> str:
        return self.headers.get("idempotency-key", "")

    @property
    def account(self) -> str:
        return self.headers.get("stripe-account", PLATFORM)


class Desk:
    """Takes requests one at a time, as if each were a transaction."""

    def __init__(self, state: State, faults: Faults) -> None:
        self.state, self.faults = state, faults
        self.keys, self.calls = Keys(), list[Call]()
        self.broken: list[BaseException | None] = []
        self._lock = threading.RLock()

    def take(self, request: Request) -> type_answer:
        """Answer a request.

        Raises:
            Dropped: it gets no answer.
        """
        with self._lock:
            answer, script = self._take(request)
            late = self.faults.late
        if script.before_answer and answer[0] == 200:
            script.before_answer(answer[1])
        if script.fault in (Fault.LATE, Fault.HELD, Fault.DONE_LATE):
            late.wait(_LATE_S)
        if script.fault is Fault.DONE_LATE:
            with self._lock:
                answer = self._do_late(request)
        if script.fault in (Fault.DROPPED_BEFORE, Fault.DROPPED_AFTER, Fault.HELD):
            raise Dropped
        return answer

    def _take(self, request: Request) -> tuple[type_answer, Any]:
        operation = operation_of(request.verb, request.path)
        name = operation.name if operation else f"{request.verb} {request.path}"
        script = self.faults.next(name)
        is_replay = False
        try:
            if operation is None:
                raise Refused(f"Unrecognized request URL ({name}).", status=404)
            params = self._checked(request, operation)
            answer, is_replay = self._keyed(request, operation, params, script.fault)
        except Refused as refusal:
            answer = refusal.status, {"error": refusal.error}
        seen = parse_form(request.form)
        self.calls.append(
            Call(name, request.path, seen, request.key, request.account, answer[0], is_replay)
        )
        return answer, script

    def _checked(self, request: Request, operation: Operation) -> dict[str, Any]:
        if request.headers.get("authorization") != f"Bearer {KEY}":
            raise Refused("Invalid API Key provided", status=401)
        if request.headers.get("stripe-version") != API_VERSION:
            raise Refused(f"Invalid Stripe API version: {request.headers.get('stripe-version')}")
        params = parse_form(request.form)
        found = wrongs(params, operation.takes()) if operation.takes() else []
        if found:
            raise Refused(found[0].message, param=found[0].param, code="parameter_unknown")
        if request.account:
            self.state.find(request.account, "account")
        return params

    def _keyed(
        self, request: Request, operation: Operation, params: dict[str, Any], fault: Fault | None
    ) -> tuple[type_answer, bool]:
        if fault in (Fault.DROPPED_BEFORE, Fault.HELD):
            return (0, {}), False
        if fault in _TURNED_AWAY:
            status, kind, code = _TURNED_AWAY[fault]
            raise Refused("Not now.", status=status, kind=kind, code=code)
        if not request.key or request.verb == "GET":
            return self._answer(request, operation, params, fault), False
        content = (request.verb, request.path, request.form)
        if kept := self.keys.begin(request.account, request.key, content):
            return kept, True
        if fault is Fault.DONE_LATE:
            return (0, {}), False
        answer = self._answer(request, operation, params, fault)
        self.keys.end(request.account, request.key, answer)
        return answer, False

    def _do_late(self, request: Request) -> type_answer:
        operation = operation_of(request.verb, request.path)
        assert operation is not None
        answer = self._answer(request, operation, self._checked(request, operation), None)
        self.keys.end(request.account, request.key, answer)
        return answer

    def _answer(
        self, request: Request, operation: Operation, params: dict[str, Any], fault: Fault | None
    ) -> type_answer:
        failed = (500, {"error": {"type": "api_error", "message": "Something went wrong."}})
        if fault is Fault.FAILED:
            return failed
        if operation.name not in ANSWERS:
            raise Refused(f"The fake does not play {operation.name}.", status=501)
        match = operation.pattern.fullmatch(request.path)
        ids = _ids(operation.path, request.path) if match else ()
        asked = Asked(self.state, ids, params, request.account)
        try:
            done = public(ANSWERS[operation.name](asked))
        except Refused as refusal:
            return refusal.status, {"error": refusal.error}
        return failed if fault is Fault.FAILED_AFTER else (200, done)


def _ids(template: str, path: str) -> tuple[str, ...]:
    pairs = zip(template.split("/"), path.split("/"), strict=True)
    return tuple(part for name, part in pairs if name.startswith("{"))


class _Server(ThreadingHTTPServer):
    desk: Desk
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone is no news; what else breaks is a mistake of the fake."""
        error = sys.exc_info()[1]
        if not isinstance(error, ConnectionError):
            self.desk.broken.append(error)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("content-length") or 0)
        form = self.rfile.read(length).decode() if length else parts.query
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            request = Request(self.command, parts.path, form, headers)
            status, told = self.server.desk.take(request)
        except Dropped:
            self.close_connection = True
            return
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.send_header("request-id", "req_fake")
        if status == 500:  # as Stripe does, since the key would only give it again
            self.send_header("stripe-should-retry", "false")
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_DELETE = _answer

    def log_message(self, format: str, *args: Any) -> None:
        return None


def listen(desk: Desk) -> ThreadingHTTPServer:
    """A server in front of a desk, not serving yet."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.desk = desk
    return server
