"""Small things between a story's HTML and the page to read."""

import pytest
from playwright.async_api import Page

pytestmark = [pytest.mark.pure, pytest.mark.xdist_group("browser-modules")]

LONG = "he last bus to Verin left at ten past midnight, and everyone who took it had a reason. " * 2
SHOW = """async (html) => {
  const { storyHtml } = await import("/reading/story_html.js");
  return storyHtml(html, { dropCap: true });
}"""


@pytest.mark.parametrize(
    ("html", "begins_large"),
    [
        (f"<p>T{LONG}</p>", True),
        (f"<p><em><strong>T</strong></em>{LONG}</p>", True),
        (f"<p>É{LONG}</p>", True),
        (f"<p>“T{LONG}</p>", False),
        (f"<p>1{LONG}</p>", False),
        (f"<h2>Gate</h2><p>T{LONG}</p>", False),
        (f"<p>Left: one glove, right.</p><p>T{LONG}</p>", False),
        (f"<p>T<br>{LONG}</p>", False),
        ("", False),
    ],
)
async def test_a_drop_cap_where_one_can_stand(blank: Page, html: str, begins_large: bool) -> None:
    shown = await blank.evaluate(SHOW, html)
    assert shown.startswith('<p class="dd-dropcap">') is begins_large
    assert shown.replace(' class="dd-dropcap"', "") == html


async def test_pictures_come_from_the_server_when_they_come_near(blank: Page) -> None:
    shown = await blank.evaluate(SHOW, '<img src="/media/a/800.webp" alt="x">')
    origin = await blank.evaluate("location.origin")
    assert shown == (
        f'<img loading="lazy" decoding="async" src="{origin}/media/a/800.webp" alt="x">'
    )
