"""How often the API and ``/auth`` may be asked: by account, by address, for all processes."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from itertools import count

import httpx
import pytest
from starlette.types import Scope

from dreamdot_app.accounts import rates as account_rates
from dreamdot_app.core import ids
from dreamdot_app.core.allowances import API_READS, API_WRITES, AUTH, SEARCHES, Allowance
from dreamdot_app.core.counts import OwnCounts, SharedCounts, shared_counts
from dreamdot_app.core.errors import TooManyTries
from dreamdot_app.core.rates import Rate, spend
from dreamdot_app.core.redis import open_redis
from dreamdot_app.core.web.asgi import header
from dreamdot_app.core.web.classes import RouteRates, allowance_of
from tests.redis_server import redis_server
from tests.web.asgi import echo

pytestmark = pytest.mark.pure

_addresses = (f"192.0.2.{number}" for number in count(1))


async def by_header(scope: Scope) -> str | None:
    """The account that a test sends along."""
    return header(scope, b"x-account") or None


@asynccontextmanager
async def client(address: str, account: str = "") -> AsyncGenerator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(RouteRates(echo, by_header), client=(address, 5000))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://localhost:3000", headers={"x-account": account}
    ) as opened:
        yield opened


def amount(rate: Rate) -> int:
    return rate.spending("").item.amount


def an_account() -> str:
    return ids.short(ids.new())


async def use_up(rate: Rate, key: str, *, but: int = 0) -> None:
    await spend([(rate, key)] * (amount(rate) - but))


@pytest.mark.parametrize(
    ("method", "path", "allowance"),
    [
        ("GET", "/api/works", API_READS), ("HEAD", "/api", API_READS),
        ("OPTIONS", "/api/x", API_READS),
        ("POST", "/api/works", API_WRITES), ("DELETE", "/api/x", API_WRITES),
        ("QUERY", "/api/x", API_WRITES), ("POST", "/api/media/pictures", API_WRITES),
        ("GET", "/", None), ("GET", "/apiary", None), ("GET", "/assets/api/x.js", None),
    ],
)  # fmt: skip
def test_what_is_counted_as_what(method: str, path: str, allowance: Allowance | None) -> None:
    assert allowance_of(method, path) is allowance


async def test_a_visitors_address_reads_so_often_and_is_told_how_long_to_wait() -> None:
    address, other = next(_addresses), next(_addresses)
    async with client(address) as asking:
        answers = [await asking.get("/api/works") for _ in range(105)]
        assert [answer.status_code for answer in answers] == [200] * 100 + [429] * 5
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
        assert answers[-1].json()["error"].startswith("Too many tries. Wait ")
        assert answers[-1].json()["code"] == "TooManyTries"
        # Pages and files are not refused, and writing is counted by itself.
        assert (await asking.get("/work/some-title")).status_code == 200
        assert (await asking.post("/api/works")).status_code == 200
    async with client(other) as asking:
        assert (await asking.get("/api/works")).status_code == 200


async def test_a_network_of_one_customer_is_one_address() -> None:
    await use_up(API_READS.by_address, "2001:db8:77::/64")
    async with client("2001:db8:77::5") as asking:
        assert (await asking.get("/api/works")).status_code == 429


@pytest.mark.parametrize(("method", "allowed"), [("GET", API_READS), ("PUT", API_WRITES)])
async def test_an_account_is_counted_wherever_it_is_and_alone(
    method: str, allowed: Allowance
) -> None:
    account, address = an_account(), next(_addresses)
    await use_up(allowed.by_account, account, but=1)
    async with client(next(_addresses), account) as asking:
        assert (await asking.request(method, "/api/works/x")).status_code == 200
    async with client(address, account) as asking:
        assert (await asking.request(method, "/api/works/x")).status_code == 429
    async with client(address, an_account()) as asking:  # a school
        assert (await asking.request(method, "/api/works/x")).status_code == 200
    async with client(address) as asking:
        assert (await asking.request(method, "/api/works/x")).status_code == 200


async def test_what_is_refused_is_not_read() -> None:
    address = next(_addresses)
    await use_up(API_WRITES.by_address, address)

    async def body() -> AsyncGenerator[bytes]:
        raise AssertionError("somebody read the body")
        yield b""

    async with client(address) as asking:
        assert (await asking.post("/api/works", content=body())).status_code == 429


async def test_everything_about_sessions_is_bounded_by_address() -> None:
    address = next(_addresses)
    await use_up(AUTH, address, but=1)
    async with client(address, an_account()) as asking:
        answers = [await asking.post("/auth/sign-out") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]


async def test_while_developing_everybody_has_one_address() -> None:
    async with client("127.0.0.1") as asking:
        answers = {(await asking.get("/api/works")).status_code for _ in range(120)}
        assert answers == {200}
    async with client("127.0.0.1", account := an_account()) as asking:
        await use_up(API_READS.by_account, account)
        assert (await asking.get("/api/works")).status_code == 429


async def test_all_processes_count_together() -> None:
    account = an_account()
    async with redis_server() as server, open_redis(server.url) as redis:
        other = SharedCounts(redis, OwnCounts())
        async with shared_counts(server.url), client(next(_addresses), account) as asking:
            assert (await asking.get("/api/works")).status_code == 200
            everything = API_READS.by_account.spending(account, amount(API_READS.by_account) - 1)
            assert await other.spend([everything]) == 0
            refused = await asking.get("/api/works")
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 60


async def test_searches_are_counted_by_account_or_address() -> None:
    address = next(_addresses)
    await use_up(SEARCHES.by_address, address)
    with pytest.raises(TooManyTries, match="Wait"):
        await SEARCHES.spend(account=None, address=address)
    await SEARCHES.spend(account=an_account(), address=address)
    await SEARCHES.spend(account=None, address="127.0.0.1")


async def test_resets_are_few_for_one_email_address_from_wherever() -> None:
    wanted = f"{an_account()}@example.org"
    home = next(_addresses)
    for _ in range(3):
        await account_rates.count_reset(wanted, home)
    with pytest.raises(TooManyTries) as refusal:
        await account_rates.count_reset(wanted, home)
    assert 3_500 < refusal.value.retry_after_s <= 3_600
    assert refusal.value.message == "Too many tries. Wait 60 minutes."
    for _ in range(3):
        await account_rates.count_reset(wanted, next(_addresses))
    with pytest.raises(TooManyTries):
        await account_rates.count_reset(wanted, next(_addresses))
    await account_rates.count_reset(f"{an_account()}@example.org", home)


async def test_one_address_may_not_have_everybodys_password_reset() -> None:
    address = next(_addresses)
    for _ in range(30):
        await account_rates.count_reset(f"{an_account()}@example.org", address)
    with pytest.raises(TooManyTries):
        await account_rates.count_reset(f"{an_account()}@example.org", address)
