"""How often something may be done, by key (an account, an address): counted in this process.

A moving window for each rate and key. With several worker processes the counts belong into Redis;
the functions are asynchronous for that day.
"""

import ipaddress
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from dreamdot_app.core.errors import TooManyTries
from dreamdot_app.core.settings import settings

_limiter = MovingWindowRateLimiter(MemoryStorage())


@dataclass(frozen=True, slots=True)
class Rate:
    """``Rate("accounts.join", "20/hour")``: a name that no other rate has, and how often."""

    name: str
    allowed: str
    _item: RateLimitItem = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_item", parse(self.allowed))

    def spend(self, key: str) -> bool:
        """Count one for this key, unless that is one too many."""
        return _limiter.hit(self._item, self.name, key)

    def refuses_until(self, key: str) -> float:
        """When the key may be counted again, in seconds since the epoch; 0 when at once."""
        window = _limiter.get_window_stats(self._item, self.name, key)
        return 0 if window.remaining else window.reset_time

    def forgive(self, key: str) -> None:
        """Forget what was counted for this key."""
        _limiter.clear(self._item, self.name, key)


async def spend(spending: Sequence[tuple[Rate, str]]) -> None:
    """Count one for every rate and key, or for none of them.

    Raises:
        TooManyTries: one of them is used up; it says how long to wait.
    """
    until = max((rate.refuses_until(key) for rate, key in spending), default=0)
    if until or not all(rate.spend(key) for rate, key in spending):
        wait_s = max(1, ceil(until - time.time()))
        raise TooManyTries(f"Too many tries. Wait {_in_words(wait_s)}.", retry_after_s=wait_s)


async def forgive(forgiven: Sequence[tuple[Rate, str]]) -> None:
    """Forget what was counted for these."""
    for rate, key in forgiven:
        rate.forgive(key)


def address_group(address: str) -> str:
    """What limits count: an IPv4 address, or the /64 network that one IPv6 customer owns."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def is_shared(address: str) -> bool:
    """Whether everybody has this address: loopback, while developing. Limits leave it alone."""
    try:
        return not settings().is_production and ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _in_words(seconds: int) -> str:
    if seconds < 90:
        return "one second" if seconds == 1 else f"{seconds} seconds"
    minutes = ceil(seconds / 60)
    return f"{minutes} minutes" if minutes < 90 else f"{ceil(minutes / 60)} hours"
