"""Whose address a request came from, and what limits count of it."""

import asyncio

import pytest
from starlette.types import Scope

from dreamdot_app.core import ids
from dreamdot_app.core.errors import TooManyTries
from dreamdot_app.core.rates import Rate, address_group, forgive, spend
from dreamdot_app.core.web.addresses import client_address

pytestmark = pytest.mark.pure


def scope(forwarded: str = "") -> Scope:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    return {"type": "http", "client": ("10.0.0.1", 5), "headers": headers}


@pytest.mark.parametrize(
    ("hops", "forwarded", "address"),
    [
        (0, "", "10.0.0.1"),
        (0, "203.0.113.5", "10.0.0.1"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "1.1.1.1, 203.0.113.5", "203.0.113.5"),
        (2, "1.1.1.1, 203.0.113.5, 10.0.0.2", "203.0.113.5"),
        (2, "203.0.113.5", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "1.1.1.1,", "10.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(hops: int, forwarded: str, address: str) -> None:
    assert client_address(scope(forwarded), proxy_hops=hops) == address


def test_a_socket_without_an_address() -> None:
    assert client_address({"type": "http", "headers": []}, proxy_hops=0) == ""


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("2001:db8:1:2:3::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.5", "203.0.113.5"),
        ("", ""),
        ("x" * 1_000, "x" * 64),
    ],
)
def test_a_network_of_one_customer_counts_as_one(address: str, group: str) -> None:
    assert address_group(address) == group


async def test_a_rate_counts_each_key_by_itself_and_all_or_nothing() -> None:
    name = f"test.{ids.short(ids.new())}"
    narrow, wide = Rate(f"{name}.narrow", "2/minute"), Rate(f"{name}.wide", "3/minute")
    for _ in range(2):
        await spend([(narrow, "a"), (wide, "all")])
    with pytest.raises(TooManyTries) as refusal:
        await spend([(narrow, "a"), (wide, "all")])
    assert 1 <= refusal.value.retry_after_s <= 60
    assert "second" in refusal.value.message
    await spend([(narrow, "b"), (wide, "all")])
    with pytest.raises(TooManyTries):
        await spend([(narrow, "c"), (wide, "all")])
    await forgive([(narrow, "a"), (wide, "all")])
    await spend([(narrow, "a"), (wide, "all")])


async def test_many_at_once_do_not_slip_through() -> None:
    rate = Rate(f"test.{ids.short(ids.new())}", "5/hour")
    tries = [spend([(rate, "a")]) for _ in range(50)]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(one is None for one in ended) == 5
    refused = next(one for one in ended if isinstance(one, TooManyTries))
    assert "minutes" in refused.message
