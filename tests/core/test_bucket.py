"""Budgets that fill again."""

import pytest

from dreamdot_app.core.bucket import Bucket
from tests.clock import Clock

pytestmark = pytest.mark.pure


def test_what_was_taken_comes_back_with_time_and_never_more_than_fits() -> None:
    clock = Clock()
    bucket = Bucket(3, per_s=0.5, clock=clock)
    assert bucket.is_full
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    clock.now += 2
    assert [bucket.take() for _ in range(2)] == [True, False]
    clock.now += 3_600
    assert bucket.is_full
    assert not bucket.take(4)
    assert bucket.take(3)


def test_what_is_taken_in_advance_is_waited_for_in_turn() -> None:
    clock = Clock()
    bucket = Bucket(10, per_s=5, clock=clock)
    assert bucket.take_soon(10, within_s=2) == 0
    assert bucket.take_soon(5, within_s=2) == 1
    assert bucket.take_soon(5, within_s=2) == 2
    assert bucket.take_soon(5, within_s=2) is None  # and nothing is owed for it
    clock.now += 1
    assert bucket.take_soon(5, within_s=2) == 2
