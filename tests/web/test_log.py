"""What Reflex itself would write into the log: nothing of it may hold what people sent."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from reflex.event import Event
from reflex_base.event.processor import BaseStateEventProcessor
from reflex_base.event.processor.base_state_processor import _prepare_event_payload
from reflex_base.registry import RegistrationContext
from reflex_base.utils.exceptions import EventDeserializationError

from dreamdot_app.accounts.profile import ProfileState
from dreamdot_app.core.log import RedactingFilter, redact

pytestmark = pytest.mark.pure

TYPED = "typed ' and type hint SECRET [txid=SECRET] } of type <SECRET\nEvent data: SECRET"
ROUTER_DATA = {
    "pathname": "/reset",
    "asPath": "/reset?token=SECRET",
    "query": {"token": "SECRET"},
    "headers": {
        "cookie": "__Host-dreamdot=SECRET; other=SECRET",
        "authorization": "Bearer SECRET",
        "x-api-key": "SECRET",
    },
}


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the loggers of Reflex write, through our filter."""
    text, logger = io.StringIO(), logging.getLogger("reflex_base")
    handler = logging.StreamHandler(text)
    handler.addFilter(RedactingFilter())
    handlers, propagates = list(logger.handlers), logger.propagate
    logger.handlers[:], logger.propagate = [handler], False
    yield text
    logger.handlers[:], logger.propagate = handlers, propagates


@pytest.mark.parametrize("name", ["no.such.event", 5, None, "a, b", "a\nb"])
async def test_an_unknown_event_is_named_and_no_more(written: io.StringIO, name: Any) -> None:
    processor = BaseStateEventProcessor(backend_exception_handler=None)
    event = Event(name=name, payload={"text": TYPED}, router_data=ROUTER_DATA)
    with RegistrationContext():
        async with processor.configure():
            await processor.enqueue("client-token", event)
            await processor.join()
    assert f"Error processing event queue entry for Event(name={name!r}" in written.getvalue()
    assert "SECRET" not in written.getvalue()


def test_an_argument_of_a_wrong_type_is_not_repeated(written: io.StringIO) -> None:
    handler = ProfileState.event_handlers["load"]
    logger = logging.getLogger("reflex_base.event.processor.base_state_processor")
    assert _prepare_event_payload(handler, {"text": TYPED}) == {"text": TYPED}
    logger.warning(
        "Error transforming event payload for handler X: Error transforming event argument"
        f" 'text' with value '{TYPED}' and type hint '<class 'int'>'"
    )
    assert "type hint '<class 'int'>'" in written.getvalue()
    assert "SECRET" not in written.getvalue()


@pytest.mark.parametrize(
    "message",
    [
        f"Failed to deserialize event data: {TYPED}.",
        f"Event data must be a dictionary, but received {TYPED} of type <class 'str'>.",
        f"Received event data as a string. This may indicate a bug. Event data: {TYPED}",
        f"Received event from session x with no associated token. Event data: {TYPED}",
    ],
)
def test_what_is_no_event_is_not_repeated(written: io.StringIO, message: str) -> None:
    logger = logging.getLogger("reflex_base.app")
    try:
        raise EventDeserializationError(message)
    except EventDeserializationError:
        logger.exception("message async handler error")
    logger.warning(message)
    assert message[:24] in written.getvalue()
    assert "SECRET" not in written.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "cookie: __Host-dreamdot=SECRET", "GET /x?token=SECRET HTTP/1.1", "'password': 'SECRET'",
        "postgresql://dreamdot:SECRET@host/db", "Authorization: SECRET", '"Set-Cookie": "a=SECRET"',
    ],
)  # fmt: skip
def test_secrets_in_free_text(text: str) -> None:
    assert "SECRET" not in redact(text)
