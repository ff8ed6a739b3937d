"""Verse on the page: lines as they were written, without a novel's drop cap and indents."""

import pytest
from playwright.async_api import Page

pytestmark = [pytest.mark.pure, pytest.mark.xdist_group("browser-modules")]

LONG = "he last bus to Verin left at ten past midnight, and everyone who took it had a reason. " * 2
# As .dd-reading has it (assets/styles/reading.css), which the small server does not serve.
SHOW = """async ([classes, html]) => {
  const base = document.createElement("style");
  base.textContent = "@layer components { .dd-reading { p + p { text-indent: 1.5em } } }";
  const story = await (await fetch("/reading/story.css")).text();
  const own = document.createElement("style");
  own.textContent = story;
  document.head.append(base, own);
  const text = document.getElementById("text");
  text.className = classes;
  text.innerHTML = html;
  return [...text.querySelectorAll("p")].map((p) => getComputedStyle(p).textIndent !== "0px");
}"""


@pytest.mark.parametrize(
    ("classes", "html", "indented"),
    [
        ("", f"<p>T{LONG}</p><p>T{LONG}</p>", [False, True]),
        ("", f"<p>One</p><p>Two<br>three</p><p>T{LONG}</p>", [False, False, True]),
        ("", "<p>One</p><p><em>Two<br>three</em></p>", [False, False]),
        ("", '<p>One</p><p><br class="ProseMirror-trailingBreak"></p>', [False, True]),
        ("dd-verse", "<p>One</p><p>Two</p><h2>x</h2><p>Three</p><p>Four</p>", [False] * 4),
    ],
)
async def test_verse_is_not_indented(
    blank: Page, classes: str, html: str, indented: list[bool]
) -> None:
    shown = await blank.evaluate(SHOW, [f"dd-reading dd-story {classes}", html])
    assert shown == indented
