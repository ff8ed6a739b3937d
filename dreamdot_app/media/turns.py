"""Whose picture is made next.

One is made at a time, which may take a minute, so accounts take turns: who sends one waits for one
of everybody else's, and not for all that somebody else sent before.
"""

import asyncio
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from weakref import WeakValueDictionary

from dreamdot_app.core.errors import TooManyTries
from dreamdot_app.core.ids import UserId

MOST_AT_ONCE = 20  # as many as somebody drops into a text at once
_RETRY_AFTER_S = 10
_sent: Counter[UserId] = Counter()
_turns: WeakValueDictionary[UserId, asyncio.Lock] = WeakValueDictionary()


@contextmanager
def place(owner_id: UserId) -> Generator[None]:
    """A place for a picture, from before it is received until it is kept.

    Raises:
        TooManyTries: the account has `MOST_AT_ONCE` pictures on their way.
    """
    if _sent[owner_id] >= MOST_AT_ONCE:
        raise TooManyTries(
            f"{MOST_AT_ONCE} of your pictures are on their way. Send more when they are there.",
            retry_after_s=_RETRY_AFTER_S,
        )
    _sent[owner_id] += 1
    try:
        yield
    finally:
        _sent[owner_id] -= 1
        if not _sent[owner_id]:
            del _sent[owner_id]


def turn(owner_id: UserId) -> asyncio.Lock:
    """The account's own queue, to be entered before the one of all (`render.render`)."""
    return _turns.setdefault(owner_id, asyncio.Lock())
