"""What browsers report: bounded before Reflex's own handler reads it, and never a flood."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
import reflex as rx
from reflex.event import Event
from reflex.state import FrontendEventExceptionState, StateUpdate
from reflex.utils.format import format_event_handler

from dreamdot_app.core.bucket import Bucket
from dreamdot_app.dreamdot_app import app
from dreamdot_app.ui.reports import LONGEST, BrowserReports

pytestmark = pytest.mark.pure

HANDLER = FrontendEventExceptionState.event_handlers["handle_frontend_exception"]
NAME = format_event_handler(HANDLER)
# What Reflex looks for in a report, and what it escapes: the cube and the square of a length.
SLOW = ["TypeError: can't access property \"" + '", ' * 10_000, "\\" * 30_000]


@pytest.fixture
def reports() -> Iterator[BrowserReports]:
    """The app's own, with room for five reports."""
    (found,) = [one for one in app._middlewares if isinstance(one, BrowserReports)]
    before, found._room = found._room, Bucket(5, per_s=1e-9)
    yield found
    found._room = before


async def reported(payload: Any) -> tuple[StateUpdate | None, Any]:
    """What the app answers to a report at once, and what its handler would get."""
    event = Event(name=NAME, payload=payload)
    return await app._preprocess(rx.State(), event), event.payload


@pytest.mark.parametrize("text", SLOW, ids=["reload", "escape"])
async def test_a_report_is_read_no_further_than_it_is_kept(
    reports: BrowserReports, text: str
) -> None:
    answer, kept = await reported({"info": text, "component_stack": text, "more": text})
    assert answer is None
    assert kept == {"info": text[:LONGEST], "component_stack": ""}
    assert FrontendEventExceptionState.auto_reload_on_errors == []
    began = time.process_time()
    with app.set_contexts():
        state = FrontendEventExceptionState()
        assert list(HANDLER.fn(state, **kept)) == []
    assert time.process_time() - began < 1  # minutes, with all of it


@pytest.mark.parametrize("payload", [3, None, [], {}, {"info": None}, {"info": ["x"]}])
async def test_what_is_no_report_goes_no_further(reports: BrowserReports, payload: Any) -> None:
    assert await reported(payload) == (StateUpdate(), payload)


async def test_so_many_reports_are_handed_on_and_no_more(reports: BrowserReports) -> None:
    answers = [(await reported({"info": "broke"}))[0] for _ in range(8)]
    assert answers == [None] * 5 + [StateUpdate()] * 3


async def test_other_events_pass(reports: BrowserReports) -> None:
    payload = {"info": "x" * 10_000}
    event = Event(name="another.event", payload=payload)
    assert await app._preprocess(rx.State(), event) is None
    assert event.payload == {"info": "x" * 10_000}
