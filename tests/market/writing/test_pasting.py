"""What word processors put on the clipboard arrives clean."""

import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from playwright.async_api import Page

from dreamdot_app.market.writing.allowed import sanitise

pytestmark = [pytest.mark.pure, pytest.mark.xdist_group("browser-modules")]

SAMPLES = Path(__file__).parent / "samples"
CLEAN = "async (html) => (await import('/writing/paste_cleaning.js')).cleanPasted(html)"


@pytest.mark.parametrize(
    ("sample", "pictures_left_out"),
    [("word", 1), ("google_docs", 1), ("libreoffice", 1), ("pages", 0), ("web_page", 0)],
)
async def test_a_word_processors_html_becomes_ours(
    blank: Page, sample: str, pictures_left_out: int
) -> None:
    pasted = (SAMPLES / f"{sample}.html").read_text()

    cleaned = await blank.evaluate(CLEAN, pasted)

    assert cleaned["html"] == (SAMPLES / f"{sample}.expected.html").read_text().strip()
    assert cleaned["pictures"] == pictures_left_out


@pytest.mark.parametrize("sample", ["word", "google_docs", "libreoffice", "pages", "web_page"])
async def test_the_server_finds_nothing_left_to_remove(blank: Page, sample: str) -> None:
    cleaned = (await blank.evaluate(CLEAN, (SAMPLES / f"{sample}.html").read_text()))["html"]
    kept = sanitise(cleaned)
    assert _tags(kept) == _tags(cleaned)
    assert _letters(kept) == _letters(cleaned)


def _tags(html: str) -> Counter[str]:
    """How often each tag opens; paragraphs in items are the server's own doing."""
    return Counter(tag for tag in re.findall(r"<([a-z0-9]+)", html) if tag != "p")


def _letters(html: str) -> str:
    return "".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


@pytest.mark.parametrize(
    ("pasted", "cleaned"),
    [
        ("", ""),
        ("just words", "just words"),
        ("<p>&nbsp;</p><p> </p>", ""),
        ("<p>a</p><p>* * *</p><p>b</p>", "<p>a</p><hr><p>b</p>"),
        ("<p>a</p>b<b>c</b><p>d</p>", "<p>a</p><p>b<strong>c</strong></p><p>d</p>"),
        ("<h3>Only level</h3><p>x</p><h4>Below</h4>", "<h2>Only level</h2><p>x</p><h3>Below</h3>"),
        ("<h2><b>Heavy</b></h2>", "<h2>Heavy</h2>"),
        ("<p><b> </b>a<b> b</b></p>", "<p>a<strong> b</strong></p>"),
        ("<li>alone</li>", "<ul><li>alone</li></ul>"),
        ("<p onclick=x()>a<script>x()</script></p>", "<p>a</p>"),
        ('<a href="javascript:x()">a</a>', "a"),
    ],
)  # fmt: skip
async def test_small_things(blank: Page, pasted: str, cleaned: str) -> None:
    assert (await blank.evaluate(CLEAN, pasted))["html"] == cleaned


async def test_a_book_of_words_does_not_hang_the_page(blank: Page) -> None:
    paragraph = (
        "<p class=MsoNormal style='mso-x:1'><span style='font-weight:700'>bold</span> "
        f"<span lang=EN>{'words ' * 20}</span><o:p></o:p></p>"
    )
    took_ms = await blank.evaluate(
        """async (html) => {
          const { cleanPasted } = await import("/writing/paste_cleaning.js");
          const start = performance.now();
          cleanPasted(html);
          return performance.now() - start;
        }""",
        paragraph * 3_000,
    )
    assert took_ms < 5_000
