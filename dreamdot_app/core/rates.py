"""How often something may be done, by key (an account, an address).

A moving window for each rate and key, counted for all processes together (`core.counts`).
"""

import ipaddress
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from limits import RateLimitItem, parse

from dreamdot_app.core import counts
from dreamdot_app.core.counts import Spending
from dreamdot_app.core.errors import TooManyTries
from dreamdot_app.core.settings import settings


@dataclass(frozen=True, slots=True)
class Rate:
    """``Rate("accounts.join", "20/hour")``: a name that no other rate has, and how often."""

    name: str
    allowed: str
    _item: RateLimitItem = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_item", parse(self.allowed))

    def spending(self, key: str, cost: int = 1) -> Spending:
        """So many of it for a key."""
        return Spending(self.name, self._item, key, cost)


async def spend(spending: Sequence[tuple[Rate, str]]) -> None:
    """Count one for every rate and key (more for what is named more often), or for none of them.

    Raises:
        TooManyTries: one of them is used up; it says how long to wait.
    """
    wanted = Counter(spending)
    refused_s = await counts.spend([rate.spending(key, n) for (rate, key), n in wanted.items()])
    if refused_s:
        wait_s = max(1, ceil(refused_s))
        raise TooManyTries(f"Too many tries. Wait {in_words(wait_s)}.", retry_after_s=wait_s)


async def forgive(forgiven: Sequence[tuple[Rate, str]]) -> None:
    """Forget what was counted for these."""
    await counts.forgive([rate.spending(key) for rate, key in forgiven])


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


async def spend_by_address(rate: Rate, address: str) -> None:
    """Count one for an address, unless everybody has it.

    Raises:
        TooManyTries: it is used up.
    """
    if not is_shared(address):
        await spend([(rate, address_group(address))])


def is_shared(address: str) -> bool:
    """Whether everybody has this address: loopback, while developing. Limits leave it alone."""
    try:
        return not settings().is_production and ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def in_words(seconds: int) -> str:
    """A wait, as it is said to people."""
    if seconds < 90:
        return "one second" if seconds == 1 else f"{seconds} seconds"
    minutes = ceil(seconds / 60)
    return f"{minutes} minutes" if minutes < 90 else f"{ceil(minutes / 60)} hours"
