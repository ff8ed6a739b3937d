"""What goes wrong at Stripe when a test says so, for one operation and so many requests."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

from tests.fakes.stripe.state import type_object


class Fault(Enum):
    """How a request goes wrong; a retry of the SDK is a request too."""

    DROPPED_BEFORE = auto()
    """The connection ends and nothing was done."""
    HELD = auto()
    """Nothing is done, and the connection ends when `Faults.answer_now` is called."""
    DROPPED_AFTER = auto()
    """It was done, and the connection ends without an answer."""
    FAILED = auto()
    """500, and nothing was done. The key gives that 500 again."""
    FAILED_AFTER = auto()
    """It was done, and the answer is 500. The key gives that 500 again."""
    UNAVAILABLE = auto()
    """503, and nothing was done; the key is free."""
    TOO_MANY = auto()
    """429; the key is free."""
    KEY_IN_USE = auto()
    """409: another request with that key has not ended."""
    FORBIDDEN = auto()
    """403: our key may not ask for this (any more)."""
    MISSING = auto()
    """404: what it is about is not there."""
    LATE = auto()
    """It is done at once, and answered when `Faults.answer_now` is called."""
    DONE_LATE = auto()
    """It is done when that is called; its key is in use until then."""


@dataclass
class Script:
    """A fault for an operation; ``before_answer`` is told the object before it is answered."""

    operation: str
    fault: Fault | None
    times: int
    before_answer: Callable[[type_object], object] | None = None


@dataclass
class Faults:
    """All that is to go wrong, in the order in which it was said."""

    scripts: list[Script] = field(default_factory=list)
    late: threading.Event = field(default_factory=threading.Event)

    def add(
        self,
        operation: str,
        fault: Fault | None = None,
        *,
        times: int = 1,
        before_answer: Callable[[type_object], object] | None = None,
    ) -> None:
        """Let the next requests for an operation (``POST /v1/transfers``) go wrong."""
        self.scripts.append(Script(operation, fault, times, before_answer))

    def next(self, operation: str) -> Script:
        """What happens to a request."""
        for script in self.scripts:
            if script.operation == operation and script.times > 0:
                script.times -= 1
                return script
        return Script(operation, None, 0)

    def answer_now(self) -> None:
        """Let those that are late answer; others may be late after them."""
        late, self.late = self.late, threading.Event()
        late.set()
