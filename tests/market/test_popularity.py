"""Popularity by itself: figures that keep their order for ever."""

import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamdot_app.market import cursors, popularity

pytestmark = pytest.mark.pure
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(-200_000_000, 5_000_000_000).map(lambda s: BEGINNING + timedelta(seconds=s))


def test_interest_halves_every_week() -> None:
    now = BEGINNING + timedelta(days=100)
    two_a_week_ago = popularity.raised(
        popularity.of_event(1, now - timedelta(days=7)),
        popularity.of_event(1, now - timedelta(days=7)),
    )
    assert math.isclose(two_a_week_ago, popularity.of_event(1, now))


@given(st.lists(st.tuples(st.floats(0.1, 100), moments), min_size=1, max_size=20))
def test_the_order_of_events_does_not_matter(events: list[tuple[float, datetime]]) -> None:
    figures = [popularity.of_event(weight, at) for weight, at in events]
    forwards, backwards = figures[0], figures[-1]
    for figure in figures[1:]:
        forwards = popularity.raised(forwards, figure)
    for figure in figures[-2::-1]:
        backwards = popularity.raised(backwards, figure)
    assert math.isclose(forwards, backwards, rel_tol=1e-9, abs_tol=1e-9)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_interest_never_takes_away(popular: float, more: float) -> None:
    assert popularity.raised(popular, more) >= max(popular, more)


@given(st.integers(0, 1), st.floats(allow_nan=False, allow_infinity=False), st.uuids())
def test_a_rank_comes_back_as_it_went(tier: int, figure: float, row_id) -> None:
    rank = cursors.Rank(tier, figure, row_id)
    assert cursors.rank(cursors.of_rank(rank)) == rank


@given(moments, st.uuids())
def test_a_time_comes_back_as_it_went(at: datetime, row_id) -> None:
    assert cursors.time_and_id(cursors.of_time(at, row_id)) == (at, row_id)
