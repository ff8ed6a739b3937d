"""Structured logs: one line an event, with a request id, without secrets, cookies or bodies."""

import logging
import re
import sys
from collections.abc import MutableMapping
from contextvars import ContextVar
from typing import Any

import structlog

from dreamdot_app.core import ids

_LONGEST, _MOST_READ = 20_000, 100_000
_UNREADABLE = "what was to be logged cannot be written"
_request_id: ContextVar[str] = ContextVar("request_id", default="")
_SECRET_NAME = re.compile(
    r"pass(word|phrase)?$|secret|token|cookie|authorization|api_?key|session_?id|credential", re.I
)
# A header that slipped into free text, `cookie: a=b; c=d` or `(b'authorization', b'Bearer x')`:
# everything to its end is hidden, for a cookie has many parts and a credential two.
#
# Texts may be long and come from strangers, so no pattern may begin again at each letter of a word
# or at each of many spaces (which is why these are taken with `*+` and never given back): that
# would take the square of its length.
_SECRET_HEADER = re.compile(
    r"(?i)(['\"](?:set-cookie|cookie|(?:proxy-)?authorization)['\"]\s*+[:=,]\s*+b?"
    r"|\b(?:set-cookie|cookie|(?:proxy-)?authorization)\s*+[:=]\s*+)"
    r"(?!\s*+\[hidden\])(\"[^\"]*\"|'[^']*'|[^\n'\"\])}]+)"
)
# The same for a field: `'password': 'x'`, `?token=x`.
_SECRET_FIELD = re.compile(
    r"(?i)((?<![\w-])['\"]?[\w-]*(?:password|secret|secret_key|api_?key|token)['\"]?\s*+[:=]\s*+)"
    r"(?!\[hidden\])(\"[^\"]*\"|'[^']*'|[^\s,;&}\]]+)"
)
# What Reflex repeats of an event: all its fields but the name, an argument that does not fit, and
# data that are no event. What people sent may hold any quote or bracket, so all to the end goes.
_EVENT = re.compile(r"Event\(name=('[^']*'|[^,]*).*")
_ARGUMENT = re.compile(r"(?s)(event argument '[^'\n]*' with value )(?:.*(?= and type hint )|.*)")
_EVENT_DATA = re.compile(
    r"(?s)(deserialize event data: |Event data: |Event data must be a dictionary, but received ).*"
)
# PostgreSQL repeats a refused row: `DETAIL:  Key (email_key)=(ana@example.org) already exists.`
_ROW_DETAIL = re.compile(r"(?m)^DETAIL: .*$")
_COOKIE_VALUE = re.compile(r"__Host-[\w-]{1,64}=[\w.\-]+")
_URL_PASSWORD = re.compile(r"(\b\w+://[^\s:/@]*):[^\s@/]+@")


def new_request_id() -> str:
    """Begin a request: a short id that every log line carries until the next one begins."""
    reference = ids.short(ids.new())[-10:]
    _request_id.set(reference)
    return reference


def request_id() -> str:
    """The id of the request being served, or an empty text outside one."""
    return _request_id.get()


def redact(message: str) -> str:
    """A free text with cookies, tokens, passwords and events' arguments blacked out.

    Of a very long one the beginning is read and the rest is dropped: what stands at its end might
    be a secret whose name stands in what was not read.
    """
    message = message[:_MOST_READ]
    message = _EVENT.sub(r"Event(name=\1, [hidden])", _ARGUMENT.sub(r"\1[hidden]", message))
    message = _EVENT_DATA.sub(r"\1[hidden]", message)
    message = _ROW_DETAIL.sub("[hidden]", message)
    hidden = _COOKIE_VALUE.sub("__Host-[hidden]", _URL_PASSWORD.sub(r"\1:[hidden]@", message))
    return _bounded(_SECRET_FIELD.sub(r"\1[hidden]", _SECRET_HEADER.sub(r"\1[hidden]", hidden)))


def _bounded(message: str) -> str:
    """Beginning and end of a text too long for a log, so that nobody fills it with one event."""
    if len(message) <= _LONGEST:
        return message
    half = (_LONGEST - 100) // 2
    return f"{message[:half]} … ({len(message) - 2 * half} characters left out) … {message[-half:]}"


def _redact_event(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    for name, value in event.items():
        if _SECRET_NAME.search(name):
            event[name] = "[hidden]"
        elif isinstance(value, str):
            event[name] = redact(value)
    if reference := _request_id.get():
        event.setdefault("request", reference)
    return event


class RedactingFilter(logging.Filter):
    """Blacks out secrets in records of loggers that are not ours.

    Reflex logs an unknown event together with its arguments and the headers of its request, the
    session's cookie among them; this filter sits on every handler, so no logger gets past it.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record's text; never drop it."""
        record.msg, record.args = redact(_message(record)), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = redact(_trace(record.exc_info))
        return True


# A library's mistake in a line of its log is none of the request in which it writes it.


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:
        return f"{_UNREADABLE} ({record.name}, line {record.lineno})"


def _trace(raised: Any) -> str:
    try:
        return logging.Formatter().formatException(raised)
    except Exception:
        return _UNREADABLE


def open_log(*, level: str, as_json: bool) -> None:
    """Send all logs, ours and others', to standard error, redacted."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(RedactingFilter())
    handler.setFormatter(logging.Formatter("%(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    # Other libraries speak when something is wrong, or when one is looking for a mistake.
    root.setLevel("DEBUG" if level == "debug" else "WARNING")
    for name in list(logging.root.manager.loggerDict):
        for other in logging.getLogger(name).handlers:
            other.addFilter(RedactingFilter())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _redact_event,
            structlog.processors.JSONRenderer()
            if as_json
            else structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def logger(**context: Any) -> Any:
    """A structured logger: ``logger(slice="wallet").info("sold", work=…, price_minor=…)``."""
    return structlog.get_logger(**context)
