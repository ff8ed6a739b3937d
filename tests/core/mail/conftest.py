"""Settings of one test's own, for jobs that read them."""

import os
from collections.abc import Callable, Iterator

import pytest

from dreamdot_app.core.settings import settings as read_settings_once

SendThrough = Callable[..., None]


@pytest.fixture
def send_through() -> Iterator[SendThrough]:
    """Send the letters of one test another way: ``send_through(SMTP_URL="…")``."""
    before = dict(os.environ)

    def choose(**variables: str) -> None:
        os.environ.update(variables, MAIL_FROM="DreamDot <letters@dreamdot.example>")
        read_settings_once.cache_clear()

    yield choose
    os.environ.clear()
    os.environ.update(before)
    read_settings_once.cache_clear()
