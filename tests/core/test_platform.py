"""What a process takes of the ground that it shares with others."""

import pytest

from dreamdot_app.core.platform import pool_size_of
from dreamdot_app.core.settings import read_settings

pytestmark = pytest.mark.pure

# A pool may double, and of each database one listens (docs/operations.md).
ALONE, WITH_OTHERS = 85, 45


@pytest.mark.parametrize(
    ("processes", "redis_url", "connections"),
    [
        (1, None, ALONE),
        (1, "redis://localhost", WITH_OTHERS),  # one of several machines with one core
        (4, "redis://localhost", WITH_OTHERS),
    ],
)
def test_where_there_may_be_others_each_takes_fewer_connections(
    processes: int, redis_url: str | None, connections: int
) -> None:
    chosen = read_settings(processes=processes, REDIS_URL=redis_url)
    assert 5 * (2 * pool_size_of(chosen) + 1) == connections
