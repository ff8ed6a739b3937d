"""Logs: one line an event with its request, and no secret in it, whoever logs."""

import json
import logging
import subprocess
import sys
import time
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamdot_app.core import log
from dreamdot_app.core.failures import place, summary

pytestmark = pytest.mark.pure

SECRET = "hunter2-zx81"


@pytest.mark.parametrize(
    "message",
    [
        f"cookie: session={SECRET}; theme=dark",
        f"headers={{'cookie': '__Host-dreamdot={SECRET}', 'host': 'x'}}",
        f'{{"set-cookie": "__Host-dreamdot={SECRET}; Path=/"}}',
        f"Cookie: theme=dark; __Host-dreamdot={SECRET}",
        f"'authorization': 'Bearer {SECRET}'",
        f"Authorization: Bearer {SECRET}",
        f"authorization: Basic {SECRET}",
        f"Cookie: theme=dark; other={SECRET}; last={SECRET}",
        f"[(b'host', b'x'), (b'cookie', b'session={SECRET}')]",
        f"[(b'authorization', b'Bearer {SECRET}')]",
        f"password={SECRET}",
        f"DREAMDOT_SECRET_KEY={SECRET}",
        f"STRIPE_SECRET_KEY: '{SECRET}'",
        f"access_token={SECRET}",
        f"{{'password': '{SECRET}', 'login': 'mira'}}",
        f"GET /_event?token={SECRET}&transport=websocket",
        f"'reflex-client-token': '{SECRET}'",
        f"postgresql+psycopg://dreamdot:{SECRET}@db.example/items",
        f"mongodb://someone:{SECRET}@db.example,db2.example/?w=majority",
        f"redis://:{SECRET}@cache.example:6379/0",
    ],
)
def test_secrets_in_free_text_are_blacked_out(message: str):
    hidden = log.redact(message)
    assert SECRET not in hidden
    assert "[hidden]" in hidden


class Unspeakable(Exception):
    def __str__(self) -> str:
        raise ValueError(SECRET)


@pytest.mark.parametrize(
    ("message", "arguments"),
    [("%d of them", ("x",)), ("%s %s", ("one",)), ("no place", ("x",)), ("%s", (Unspeakable(),))],
)
def test_a_line_that_cannot_be_written_harms_nobody(message: str, arguments: tuple[object, ...]):
    text, logger = StringIO(), logging.getLogger("tests.careless")
    handler = logging.StreamHandler(text)
    handler.addFilter(log.RedactingFilter())
    logger.addHandler(handler)
    try:
        logger.error(message, *arguments)
        logger.error("raised", exc_info=(Unspeakable, Unspeakable(), "no trace"))  # pyright: ignore[reportArgumentType] a careless library
    finally:
        logger.removeHandler(handler)
    first, *others = text.getvalue().splitlines()
    assert first.startswith("what was to be logged cannot be written (tests.careless, line ")
    assert others == ["raised", "what was to be logged cannot be written"]


pieces = st.sampled_from(
    ["cookie", "password", "authorization", "token", ":", "=", " ", "'", '"', "a", ";", "[hidden]"]
)


def seconds(text: str) -> float:
    """The processor's time to redact a text: the best of some rounds, for others work here too."""
    times: list[float] = []
    for _ in range(3):
        began = time.process_time()
        log.redact(text)
        times.append(time.process_time() - began)
    return min(times)


@pytest.mark.parametrize("end", ["", "]", "x"])
@pytest.mark.parametrize(
    "piece",
    [
        "x", " ", "\n", "-", "\\", "cookie", "cookie:", "cookie:'", "secret=", "__Host-", "a://",
        "token: ", "Event(name=", "event argument '", "'", "DETAIL: ", "[hidden]",
    ],
)  # fmt: skip
@pytest.mark.parametrize("begin", ["", "cookie:", "'cookie'", "token:", "a://b:", "Event(name='"])
def test_a_long_text_of_a_stranger_takes_no_more_than_its_length(begin: str, piece: str, end: str):
    short, long = (begin + piece * (size // len(piece)) + end for size in (8_000, 64_000))
    # eight times the text takes eight times as long, and 64 times when it takes the square
    assert seconds(long) < 30 * max(seconds(short), 0.0005)


def test_of_a_very_long_text_no_more_is_read_and_little_is_kept():
    hidden = log.redact("x" * 150_000 + f" cookie: {SECRET}")
    assert len(hidden) <= 20_000
    assert SECRET not in hidden
    assert SECRET not in log.redact("cookie: " + "x" * 99_990 + SECRET)


@given(st.text() | st.lists(pieces, max_size=12).map("".join))
def test_redacting_never_fails_and_is_stable(message: str):
    once = log.redact(message)
    assert log.redact(once) == once


def test_harmless_text_stays():
    for message in (
        "sold 3 works",
        "https://dreamdot.example/work/a-b?kind=comic",
        "a: b = c",
        "the cookie, once eaten, is gone",
        "12 tokens: enough",
    ):
        assert log.redact(message) == message


def test_records_of_other_loggers_are_redacted_with_their_tracebacks():
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(log.RedactingFilter())
    logger = logging.getLogger("tests.somebody_else")
    logger.addHandler(handler)
    logger.propagate = False
    logger.warning("unknown event %s with %s", "x", {"cookie": f"__Host-dreamdot={SECRET}"})
    try:
        raise ValueError(f"password={SECRET}")
    except ValueError:
        logger.exception("it failed")
    logger.removeHandler(handler)
    assert SECRET not in out.getvalue()
    assert "unknown event x" in out.getvalue()
    assert "ValueError" in out.getvalue()


PROGRAM = f"""
import logging
from dreamdot_app.core import log
log.open_log(level="info", as_json=True)
ours = log.logger(part="tests")
ours.info("before")
reference = log.new_request_id()
secrets = dict(password="{SECRET}", session_token="{SECRET}", note="cookie: a={SECRET}")
ours.info("sold", price_minor=250, **secrets)
ours.debug("not shown")
logging.getLogger("reflex").error("headers %s", {{"cookie": "__Host-dreamdot={SECRET}"}})
print(reference)
"""


def test_lines_carry_the_request_and_no_secret():
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    assert SECRET not in ran.stderr
    before, sold, other = ran.stderr.splitlines()
    assert "request" not in json.loads(before)
    line = json.loads(sold)
    assert line["request"] == ran.stdout.strip()
    assert (line["event"], line["price_minor"], line["level"]) == ("sold", 250, "info")
    assert line["password"] == line["session_token"] == "[hidden]"
    assert other.startswith("headers ")


def test_a_failure_is_told_without_the_data_it_failed_on():
    class Wrapped(Exception):
        orig = ValueError(f"duplicate key value\nDETAIL:  Key (email)=({SECRET}) already exists.")

    assert summary(Wrapped("long")) == "ValueError: duplicate key value"
    assert summary(KeyError()) == "KeyError: "
    assert len(summary(ValueError("x" * 10_000))) == 300
    assert SECRET not in summary(ValueError(f"postgresql://u:{SECRET}@host/db"))
    with pytest.raises(RuntimeError) as raised:
        raise RuntimeError
    assert place(raised.value).startswith("test_log.py:")
