"""A place in a text is found again, whatever happened to fonts, widths and connections."""

from uuid import uuid4

import pytest
from playwright.async_api import Page

from tests.market.writing.conftest import eventually
from tests.market.writing.stage import Stage

pytestmark = [pytest.mark.pure, pytest.mark.xdist_group("browser-modules")]

PRESENT = "place.presentPlace(document.getElementById('text'))"
AT_THE_LINE = """() => {
  const text = document.getElementById("text");
  return [...text.children].findIndex((one) => one.getBoundingClientRect().bottom > place.LINE_PX);
}"""


async def scroll(page: Page, y: int) -> dict[str, int]:
    """Go to a height; the place that is there."""
    await page.evaluate("(y) => window.scrollTo({ top: y, behavior: 'instant' })", y)
    return await page.evaluate(PRESENT)


async def go_to(page: Page, place: dict[str, int]) -> None:
    await page.evaluate("(kept) => place.scrollTo(document.getElementById('text'), kept)", place)


@pytest.mark.parametrize("y", [700, 1_500, 4_321, 9_000])
async def test_a_place_is_the_block_at_the_reading_line(blank: Page, y: int) -> None:
    place = await scroll(blank, y)
    assert place["block"] == await blank.evaluate(AT_THE_LINE)
    await scroll(blank, 0)
    await go_to(blank, place)
    assert abs(await blank.evaluate("window.scrollY") - y) < 4


@pytest.mark.parametrize("change", ["font-size: 31px", "max-width: 18rem", "line-height: 2.4"])
async def test_it_holds_when_the_text_looks_otherwise(blank: Page, change: str) -> None:
    place = await scroll(blank, 4_000)
    await blank.add_style_tag(content=f"body {{ {change} !important }}")
    await go_to(blank, place)
    assert await blank.evaluate(AT_THE_LINE) == place["block"]
    again = await blank.evaluate(PRESENT)
    assert abs(again["offset"] - place["offset"]) < 20


async def test_from_nothing_to_everything(blank: Page) -> None:
    assert await scroll(blank, 0) == {"block": 0, "offset": 0, "permille": 0}
    end = await scroll(blank, 1_000_000)
    assert end["permille"] == 1_000
    shares = [(await scroll(blank, y))["permille"] for y in range(0, 10_000, 500)]
    assert shares == sorted(shares)


async def test_a_short_text_under_a_tall_head_is_not_read_before_it_is_scrolled(
    blank: Page,
) -> None:
    await blank.evaluate(
        """() => {
          for (const one of [...text.children].slice(3)) one.remove();
          text.style.marginTop = `${window.innerHeight - 200}px`;
        }"""
    )
    assert await blank.evaluate("text.getBoundingClientRect().bottom > window.innerHeight")
    assert (await scroll(blank, 0))["permille"] == 0


async def test_a_text_that_got_shorter(blank: Page) -> None:
    place = await scroll(blank, 6_000)
    await blank.evaluate("for (const one of [...text.children].slice(20)) one.remove()")
    await go_to(blank, place)
    share = (await blank.evaluate(PRESENT))["permille"]
    assert abs(share - place["permille"]) < 200


async def test_places_worth_returning_to(blank: Page) -> None:
    judge = "(kept) => place.isUnderWay(kept)"
    assert not await blank.evaluate(judge, {"block": 0, "offset": 40, "permille": 1})
    assert not await blank.evaluate(judge, {"block": 1, "offset": 0, "permille": 3})
    assert await blank.evaluate(judge, {"block": 3, "offset": 0, "permille": 80})


async def keep(page: Page, key: str, url: str, *, permille: int = 0) -> None:
    """Open the text as the reader does; `window.keeper` follows the scrolling.

    ``permille`` is what the server has.
    """
    await page.evaluate(
        """([key, url, permille]) => {
          const start = { block: 0, offset: 0, permille };
          const { place: opened } = placeToOpen(key, start, Boolean(url));
          window.opened = opened;
          window.keeper = new PlaceKeeper({ text, url, key, opened });
        }""",
        [key, url, permille],
    )


async def move(page: Page, y: int) -> dict[str, int]:
    place = await scroll(page, y)
    await page.evaluate("keeper.moved()")
    return place


async def test_a_place_is_reported_after_a_pause_and_once(blank: Page, stage: Stage) -> None:
    key = uuid4().hex
    await keep(blank, key, f"/api/place/{key}")
    await blank.evaluate("keeper.report()")
    assert key not in stage.places

    for y in (500, 900, 1_400):
        place = await move(blank, y)
    await eventually(lambda: stage.places.get(key) == [place])
    await blank.evaluate("keeper.report()")
    assert stage.places[key] == [place]


async def test_a_reader_who_leaves_at_once(blank: Page, stage: Stage) -> None:
    key = uuid4().hex
    await keep(blank, key, f"/api/place/{key}")
    place = await move(blank, 2_000)
    await blank.evaluate("keeper.stop()")
    await eventually(lambda: stage.places.get(key) == [place])


async def test_what_could_not_be_reported_counts_more(blank: Page, stage: Stage) -> None:
    key = uuid4().hex
    await keep(blank, key, f"/api/place/{key}")
    stage.refuses_places = True
    place = await move(blank, 3_000)
    await blank.evaluate("keeper.report()")
    stage.refuses_places = False
    await blank.reload()
    await blank.wait_for_selector("body[data-ready]", state="attached")

    await keep(blank, key, f"/api/place/{key}")
    opened = await blank.evaluate("window.opened")
    assert {name: opened[name] for name in place} == place
    await scroll(blank, 3_000)
    await blank.evaluate("keeper.moved(); keeper.report()")
    await eventually(lambda: stage.places.get(key) == [place])


async def test_a_visitors_place_stays_on_the_device(blank: Page, stage: Stage) -> None:
    key = uuid4().hex
    await keep(blank, key, "")
    place = await move(blank, 2_500)
    await blank.evaluate("keeper.report()")
    await blank.reload()
    await blank.wait_for_selector("body[data-ready]", state="attached")

    await keep(blank, key, "")
    opened = await blank.evaluate("window.opened")
    assert {name: opened[name] for name in place} == place
    assert key not in stage.places


async def visit(page: Page, key: str) -> dict[str, int]:
    """Read a little without having signed in, and come back later."""
    await keep(page, key, "")
    place = await move(page, 2_500)
    await page.evaluate("keeper.report()")
    await page.reload()
    await page.wait_for_selector("body[data-ready]", state="attached")
    return place


async def test_a_visitors_place_goes_up_when_they_have_joined(blank: Page, stage: Stage) -> None:
    key = uuid4().hex
    place = await visit(blank, key)
    await keep(blank, f"{key}:ana", f"/api/place/{key}")
    opened = await blank.evaluate("window.opened")
    assert {name: opened[name] for name in place} == place
    await move(blank, 2_500)
    await eventually(lambda: stage.places.get(key) == [place])


async def test_a_visitors_glance_is_nothing_to_who_has_read_on(blank: Page, stage: Stage) -> None:
    key = uuid4().hex
    await visit(blank, key)
    await keep(blank, f"{key}:ana", f"/api/place/{key}", permille=800)
    assert (await blank.evaluate("window.opened"))["permille"] == 800
    await blank.evaluate("keeper.report()")


async def test_somebodys_unsent_place_is_nobody_elses(blank: Page, stage: Stage) -> None:
    key = uuid4().hex
    await keep(blank, f"{key}:ana", f"/api/place/{key}")
    stage.refuses_places = True
    await move(blank, 3_000)
    await blank.evaluate("keeper.report()")
    stage.refuses_places = False
    await blank.reload()
    await blank.wait_for_selector("body[data-ready]", state="attached")
    for other in (f"{key}:eve", key):
        await keep(blank, other, f"/api/place/{key}" if other != key else "")
        assert (await blank.evaluate("window.opened"))["permille"] == 0
