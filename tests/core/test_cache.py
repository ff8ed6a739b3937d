"""What was read a moment ago: how long it is kept, and what is not kept at all."""

from collections.abc import Callable

import pytest

from dreamdot_app.core.cache import ExpiringCache

Cache = ExpiringCache[str, int]


def small() -> tuple[Cache, list[float]]:
    """A cache of two values for ten seconds, and its clock."""
    now_s = [0.0]
    return ExpiringCache(lifetime_s=10, max_items=2, clock_s=lambda: now_s[0]), now_s


def test_a_value_is_kept_for_its_time() -> None:
    cache, now_s = small()
    cache.put("a", 1)
    now_s[0] = 9.9
    assert cache.get("a") == 1
    now_s[0] = 10
    assert cache.get("a") is None


def test_the_oldest_goes_first() -> None:
    cache, _ = small()
    for number, key in enumerate("aba"):
        cache.put(key, number)
    cache.put("c", 3)
    assert [cache.get(key) for key in "abc"] == [2, None, 3]


DROPS: dict[str, Callable[[Cache], None]] = {
    "one": lambda cache: cache.drop("a"),
    "some": lambda cache: cache.drop_where(lambda value: value == 0),
    "all": lambda cache: cache.clear(),
}


@pytest.mark.parametrize("how", DROPS)
def test_what_was_read_before_something_changed_is_not_kept(how: str) -> None:
    cache, _ = small()
    before = cache.mark()
    DROPS[how](cache)
    cache.put("a", 1, read_since=before)
    assert cache.get("a") is None
    cache.put("a", 2, read_since=cache.mark())
    assert cache.get("a") == 2
