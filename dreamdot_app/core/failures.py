"""Telling what went wrong in work done later, without the data that it worked on."""

import traceback
from pathlib import Path

from dreamdot_app.core.log import redact

_LONGEST = 300


def summary(error: BaseException) -> str:
    """The class of an error and the first line of its text, redacted.

    Further lines are left out on purpose: there the database repeats a row's values and
    SQLAlchemy a statement's parameters.
    """
    cause = getattr(error, "orig", None)
    told = cause if isinstance(cause, BaseException) else error
    first, *_ = str(told).splitlines() or [""]
    return redact(f"{type(told).__name__}: {first}"[:_LONGEST])


def place(error: BaseException) -> str:
    """Where an error was raised: ``file:line`` of the innermost of our own frames."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return ""
    ours = [frame for frame in frames if "site-packages" not in frame.filename]
    frame = (ours or list(frames))[-1]
    return f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"


def pause_s(attempts: int, chance: float) -> float:
    """How long to wait after so many failed attempts: 2 s, 6 s, 18 s … an hour at most.

    ``chance`` (0 to 1) spreads the pauses over their upper half, so that what failed together is
    not tried together again. Ten attempts reach over about two and a half hours.
    """
    longest = min(2.0 * 3.0 ** (min(attempts, 12) - 1), 3_600.0)
    return longest * (0.5 + chance / 2)
