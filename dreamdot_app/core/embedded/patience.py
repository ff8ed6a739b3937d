"""Waiting on a condition: short pauses, an end, and a way out for a caller who gives up."""

from __future__ import annotations

import threading
import time

from dreamdot_app.core.embedded.errors import ServersDidNotStart, StartAbandoned

PAUSE_S = 0.02


class Patience:
    """How long one start may take; every waiting loop of that start shares it."""

    def __init__(self, seconds: float, *, abandoned: threading.Event | None = None) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self._abandoned = abandoned or threading.Event()

    def pause(self, waiting_for: str) -> None:
        """Sleep a moment.

        Raises:
            ServersDidNotStart: the time is over; the message names ``waiting_for``.
            StartAbandoned: the caller no longer wants the outcome.
        """
        if self._abandoned.wait(PAUSE_S):
            raise StartAbandoned(f"Gave up waiting for {waiting_for}.")
        if time.monotonic() > self._end:
            raise ServersDidNotStart(f"Waited {self.seconds:.0f} s in vain for {waiting_for}.")
