"""Several processes serve one DreamDot, with Redis between them."""

from collections.abc import AsyncGenerator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.conftest import contexts
from tests.e2e.doors import Door, doors
from tests.e2e.people import Person, settled, sign_in, somebody
from tests.e2e.running import ARTEFACTS, DreamDot
from tests.redis_server import RedisServer, redis_server

pytestmark = [pytest.mark.xdist_group("e2e"), pytest.mark.pure]

TITLE = "What the tide brought twice"
PRICE_MINOR = 2_40


@pytest.fixture(scope="module")
async def redis() -> AsyncGenerator[RedisServer]:
    async with redis_server() as running:
        yield running


@pytest.fixture(scope="module")
async def several(
    redis: RedisServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[DreamDot]:
    """A DreamDot that two processes serve."""
    variables = {"REDIS_URL": redis.url, "DREAMDOT_PROCESSES": "2"}
    running = DreamDot(tmp_path_factory.mktemp("several"), variables=variables)
    try:
        await running.start()
        yield running
        assert await running.end() == 0
    finally:
        running.kill()
        ARTEFACTS.mkdir(exist_ok=True)
        (ARTEFACTS / "several.log").write_text(running.log())


@pytest.fixture
async def both(several: DreamDot) -> AsyncGenerator[list[Door]]:
    """A door to each of the two."""
    async with doors(several, processes=2) as found:
        yield found


async def tries(both: list[Door]) -> list[int]:
    """How wrong passwords for one name are answered, at one door after the other."""
    wrong = {"login": somebody().username, "password": "a wrong one"}
    return [(await door.ask("POST", "/auth/sign-in", wrong)).status_code for door in both * 4]


async def publish(both: list[Door], seller: Person) -> str:
    """Publish a story, each step at the other door; its id."""
    here, there = both
    cookie = await here.join(seller)
    begun = await there.ask("POST", "/api/works", cookie=cookie)
    work = begun.json()["id"]
    draft = {
        "title": TITLE, "summary": "A tide, and what it brought.", "price": "2.40",
        "html": "<p>It brought a lamp, and then another one.</p>", "language": "en", "revision": 0,
    }  # fmt: skip
    saved = await here.ask("PUT", f"/api/works/{work}/draft", draft, cookie=cookie)
    assert saved.status_code == 200, saved.text
    sent = {"revision": saved.json()["revision"]}
    published = await there.ask("POST", f"/api/works/{work}/publish", sent, cookie=cookie)
    assert published.status_code == 200, published.text
    return work


async def buy(door: Door, work: str) -> None:
    cookie = await door.join(somebody("buyer"))
    sent = {"price_minor": PRICE_MINOR}
    bought = await door.ask("POST", f"/api/works/{work}/purchase", sent, cookie=cookie)
    assert bought.status_code == 200, bought.text


async def shows_sales(page: Page, count: int) -> None:
    await expect(page.get_by_role("row", name=TITLE)).to_have_count(count)


async def test_a_rate_is_one_for_all_processes(both: list[Door]) -> None:
    assert await tries(both) == [422] * 5 + [429] * 3


async def test_an_open_page_hears_of_sales_whoever_made_them(
    several: DreamDot, both: list[Door], chromium: Browser
) -> None:
    """The page hangs on one of the two processes, so one of the two sales is the other's."""
    seller = somebody("seller")
    work = await publish(both, seller)
    async with contexts(chromium, several) as make:
        page = await (await make()).new_page()
        await page.goto("/signin?next=/wallet")
        await sign_in(page, seller)
        await settled(page)
        await shows_sales(page, 0)
        for count, door in enumerate(both, 1):
            await buy(door, work)
            await shows_sales(page, count)
    assert "Traceback" not in several.log()


async def test_without_redis_nobody_is_turned_away_and_afterwards_all_is_well(
    several: DreamDot, redis: RedisServer, both: list[Door], chromium: Browser
) -> None:
    seller = somebody("seller")
    work = await publish(both, seller)
    async with contexts(chromium, several) as make:
        page = await (await make()).new_page()
        await page.goto("/signin?next=/wallet")
        await sign_in(page, seller)
        await settled(page)
        await shows_sales(page, 0)
        await redis.kill()
        assert await tries(both) == [422] * 8  # each of the two counts its own four
        await buy(both[0], work)
        await redis.start()
        await page.reload()
        await shows_sales(page, 1)
        for count, door in enumerate(both, 2):
            await buy(door, work)
            await shows_sales(page, count)
    log = several.log()
    assert 1 <= log.count("Redis is away: each process counts") <= 2
    assert log.count("Redis is back") >= 1


async def test_a_page_left_open_while_redis_was_away_shows_what_happened_and_goes_on(
    several: DreamDot, redis: RedisServer, both: list[Door], chromium: Browser
) -> None:
    """What Redis held of it is lost, and the page never leaves its place for that."""
    seller = somebody("seller")
    work = await publish(both, seller)
    failed_before = several.log().count("handler_failed")
    async with contexts(chromium, several) as make:
        page = await (await make()).new_page()
        await page.goto("/signin?next=/wallet")
        await sign_in(page, seller)
        await settled(page)
        await shows_sales(page, 0)
        left: list[str] = []
        page.on("framenavigated", lambda frame: left.append(frame.url))
        await redis.kill()
        for door in both:
            await buy(door, work)
        for _ in range(4):
            await page.get_by_role("button", name="Receipt for Initial credit").click()
        await expect(page.get_by_text("Something broke on our side.")).to_have_count(1)
        await redis.start()
        await shows_sales(page, 2)
        for count, door in enumerate(both, 3):
            await buy(door, work)
            await shows_sales(page, count)
        assert left == []
    assert several.log().count("handler_failed") == failed_before + 1
