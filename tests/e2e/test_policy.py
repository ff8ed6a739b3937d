"""The pages' own policy in Chromium: every page, signed out and in, and what people do on them.

Chromium is listened to in three ways, for each misses something: the page's event, the browser's
report, the console. `docs/decisions/0007` names what may be violated: nothing.
"""

import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, ConsoleMessage, expect

from dreamdot_app.core.web.shells import route_pattern
from dreamdot_app.dreamdot_app import app
from dreamdot_app.world import seed
from tests.e2e.conftest import OpenContext
from tests.e2e.desk import paste, pictures, select_words, tool, type_lines
from tests.e2e.people import (
    Person,
    begin_story,
    join,
    saved,
    settled,
    sign_in,
    sign_out,
    somebody,
    text_of,
)
from tests.e2e.test_screens import MINE, OWNED, SCREENS, STORY, Screen, first, press_buy

pytestmark = [pytest.mark.xdist_group("e2e, the other half"), pytest.mark.pure]

# An address for every route with parameters; those without are addresses themselves.
WITH_PARAMETERS = [
    f"/work/{STORY}",
    f"/read/{first(OWNED, 'writing')}",
    f"/u/{seed.READER}",
    f"/write/{MINE.removeprefix('x-')}",
    f"/write/{MINE.removeprefix('x-')}/preview",
    "/test-checkout/none",
    "/test-onboarding/none",
]
COPIED = (
    '<style>p { color: red }</style><h2 style="color: blue">Pasted</h2>'
    '<p style="mso-bidi-font: x"><span style="background: url(https://elsewhere.example/x.png)">'
    'plain <span style="font-weight: 700">heavy</span></span>'
    '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" style="width: 9px"></p>'
)
_LISTEN = """
addEventListener("securitypolicyviolation", (one) =>
    tellOfViolation(`event: ${one.effectiveDirective} ${one.blockedURI} ${one.sourceFile}`
        + `:${one.lineNumber} ${one.sample}`));
new ReportingObserver((reports) => reports.filter(({ type }) => type.includes("violation"))
    .forEach(({ type, body }) =>
        tellOfViolation(`report: ${type} ${body.effectiveDirective ?? body.featureId} `
            + `${body.blockedURL ?? ""} ${body.sourceFile}`)),
    { buffered: true }).observe();
"""
_COMPLAINTS = re.compile(
    r"Content.Security.Policy|Permissions.Policy|Cross-Origin|Refused to|violates|Unrecognized",
    re.I,
)
# What takes two frames to be told: reports are queued.
_LET_REPORTS_ARRIVE = """() => new Promise((go) =>
    requestIdleCallback(() => requestAnimationFrame(() => requestAnimationFrame(go))))"""


@dataclass
class Violations:
    """Everything that a context's pages have violated, in the words of the browser."""

    heard: list[str] = field(default_factory=list)

    async def listen(self, context: BrowserContext) -> None:
        """Hear of it from the next page on."""
        await context.expose_binding("tellOfViolation", self._told)
        await context.add_init_script(_LISTEN)
        context.on("console", self._said)

    def _told(self, _source: object, words: str) -> None:
        self.heard.append(words)

    def _said(self, said: ConsoleMessage) -> None:
        if _COMPLAINTS.search(said.text):
            self.heard.append(f"console: {said.text}")


def addresses() -> list[str]:
    """Every page of the product: a route that has no address here yet fails the test."""
    assert app is not None
    routes = [f"/{route.strip('/')}" for route in app._unevaluated_pages]
    found = ["/" if route == "/index" else route for route in routes if "[" not in route]
    for route in (route for route in routes if "[" in route):
        fitting = [one for one in WITH_PARAMETERS if route_pattern(route).fullmatch(one)]
        assert fitting, f"name an address of {route} in WITH_PARAMETERS"
        found += fitting
    return [*found, "/discover?q=lamp", "/no/such/page", "/api/docs"]


@pytest.fixture
async def violations() -> AsyncGenerator[Violations]:
    listening = Violations()
    yield listening
    assert listening.heard == []


@pytest.mark.parametrize("is_member", [False, True], ids=["visitor", "member"])
async def test_every_page_and_what_opens_on_it(
    open_context: OpenContext, violations: Violations, is_member: bool
) -> None:
    context = await open_context()
    await violations.listen(context)
    if is_member:
        await sign_in(await context.new_page(), Person(seed.READER, "", seed.PASSWORD))
    opening = [shown for shown in SCREENS.values() if shown.then]
    for shown in [
        *(Screen(address) for address in addresses()),
        *(shown for shown in opening if is_member == shown.is_for_members),
    ]:
        # A tab for each: some lead elsewhere by themselves, into the way of the next one.
        page = await context.new_page()
        await page.goto(shown.address)
        await settled(page)
        if shown.then:
            await shown.then(page)
            await settled(page)
        await page.evaluate(_LET_REPORTS_ARRIVE)
        await page.close(run_before_unload=False)


async def test_what_people_do(
    open_context: OpenContext, violations: Violations, tmp_path: Path
) -> None:
    context = await open_context()
    await violations.listen(context)
    page = await context.new_page()
    main = page.get_by_role("main")
    maker = somebody("maker")
    await join(page, maker)

    # Writes, with marks, a picture, a cover and what another program put on the clipboard.
    await begin_story(page)
    await page.get_by_label("Title").fill("Kept to the letter")
    await type_lines(page, "It came slowly.", "## A heading")
    await select_words(text_of(page), "slowly")
    await tool(page, "Bold").click()
    await page.keyboard.press("Control+End")
    await paste(text_of(page), COPIED)
    await expect(text_of(page).locator("h2", has_text="Pasted")).to_be_visible()
    await expect(text_of(page).locator("strong", has_text="heavy")).to_be_visible()
    red, blue = pictures(tmp_path, "red", "blue")
    await page.locator("[data-cover] input[type=file]").set_input_files(red)
    await expect(page.get_by_role("button", name="Remove the cover")).to_be_visible()
    chosen = page.locator("input[type=file]:not([data-cover] *)")
    await chosen.first.set_input_files(blue)
    await expect(text_of(page).locator("img")).to_have_count(1)
    await saved(page)
    await page.get_by_role("link", name="Preview").click()
    await expect(page).to_have_url(re.compile("/preview$"))
    await expect(main).to_contain_text("It came slowly.")
    await page.go_back()
    await page.get_by_role("button", name="Publish", exact=True).click()
    await expect(page).to_have_url(re.compile("/work/"))
    await page.get_by_role("button", name="Copy link").click()

    # Looks for a work of somebody else, buys it, reads it, has it.
    search = page.get_by_role("searchbox").first
    await search.fill("the")
    await search.press("Enter")
    await expect(page).to_have_url(re.compile("/discover"))
    await page.get_by_role("link", name="For sale").click()
    await main.locator("a.dd-work").first.click()
    await expect(page).to_have_url(re.compile("/work/"))
    await page.goto(f"/work/{STORY}")
    await press_buy(page)
    await page.get_by_role("dialog").get_by_role("button", name=re.compile("^Buy for")).click()
    await expect(page).to_have_url(re.compile("/read/"))
    await settled(page)
    # At once: the reader may draw itself anew, when the purchase is known, while one waits for it.
    await page.get_by_text("The end.").evaluate("(end) => end.scrollIntoView()")
    for address in ("/library", "/wallet", "/studio"):
        await page.goto(address)
        await settled(page)
    await page.emulate_media(color_scheme="dark")
    await page.goto(f"/u/{maker.username}")
    await settled(page)
    await sign_out(page)
    await sign_in(page, maker)
    await page.evaluate(_LET_REPORTS_ARRIVE)


async def test_what_is_violated_is_heard(open_context: OpenContext) -> None:
    """That nothing was heard says something only as long as something would have been."""
    listening = Violations()
    context = await open_context(may_break_its_policy=True)
    await listening.listen(context)
    page = await context.new_page()
    await page.goto("/")
    await settled(page)
    ran = await page.evaluate(
        """async () => {
            const put = (tag, filled) => {
                const made = Object.assign(document.createElement(tag), filled);
                return document.body.appendChild(made);
            };
            put("script", { textContent: "window.ran = 'a script'" });
            put("div", { innerHTML: "<img src=x onerror=window.ran='handled'>" });
            put("a", { href: "javascript:window.ran='a link'" }).click();
            // Later, for what a debugger begins may evaluate.
            await new Promise((go) => setTimeout(() => {
                try { window.ran = eval("'evaluated'") } catch {}
                go();
            }));
            put("style", { textContent: "body { display: none }" });
            put("p", { innerHTML: "<b style='position: fixed'>x</b>" });
            put("iframe", { src: "https://elsewhere.example/" });
            put("object", { data: "/favicon.svg" });
            put("base", { href: "https://elsewhere.example/" });
            put("img", { src: "https://elsewhere.example/x.png" });
            const form = { action: "https://elsewhere.example/", method: "post" };
            put("form", form).submit();
            try { new Worker("data:text/javascript,1") } catch {}
            await fetch("https://elsewhere.example/").catch(() => 0);
            const display = getComputedStyle(document.body).display;
            return [window.ran ?? "", document.baseURI === location.href, display];
        }"""
    )
    await page.evaluate(_LET_REPORTS_ARRIVE)
    assert ran == ["", True, "block"]
    events = {one.split()[1] for one in listening.heard if one.startswith("event: ")}
    assert events == {
        "script-src-elem", "script-src-attr", "script-src", "style-src-elem", "style-src-attr",
        "frame-src", "object-src", "base-uri", "img-src", "form-action", "worker-src",
        "connect-src",
    }  # fmt: skip
    assert {one.split()[2] for one in listening.heard if one.startswith("report: ")} == events
    assert any(one.startswith("console: ") for one in listening.heard)
