"""Where `next` may lead: to a page of ours, whatever somebody writes into it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamdot_app.core.web.addresses import safe_next
from tests.ui.node import call

pytestmark = pytest.mark.pure

ELSEWHERE = [
    "https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil",
    "/\t/evil.example", "/\n/evil.example", "\t//evil.example", " //evil.example", "/ /evil",
    "/%2f/evil.example", "/%2F%2Fevil.example", "/%5cevil.example", "/%255cevil.example",
    "%2f%2fevil.example", "/%09/evil.example", "/.//evil.example", "/..//evil.example",
    "javascript:alert(1)", "data:text/html,x", "evil.example", "http:evil.example", "http:/evil",
    "/%25252f%25252fevil.example", "/\u2028/evil", "/\x00", "/\ud800", "/a//b", "@evil.example", "",
    "/signin", "/signin?next=/signin", "/join", "/auth/sign-out", "/api/media/pictures", "/SIGNIN",
]  # fmt: skip
OURS = [
    "/", "/wallet", "/work/some-title-abc", "/discover?q=sea&kind=comic", "/u/lucia.draws#works",
    "/discover?q=https://example.org", "/u/%D0%B8%D0%B2%D0%B0%D0%BD", "/joiners", "/read/x?at=1",
]  # fmt: skip
PIECES = st.sampled_from([
    "/", "\\", "//", ".", "..", "%2f", "%5c", "%25", ":", "@", "?", "#", "\t", "\r\n", " ",
    "evil.example", "https", "a", "%09", "\u3002", "\uff0f",
])  # fmt: skip
ANYTHING = st.one_of(
    st.text(),
    st.lists(PIECES).map("".join),
    st.lists(PIECES).map(lambda pieces: "/" + "".join(pieces)),
)
ODD = [
    "", "/", "\\", "\t", "\n", "\r", " ", "\x00", "%2f", "%5c", "%09", "%0a", ".", "..", "@", ":",
    "\u2028", "\uff0f", "\u3000", "?", "#", ";", "\x0b", "\x1f", "\x7f", "\x85", "\xa0",
]  # fmt: skip


@pytest.mark.parametrize("value", [*ELSEWHERE, None, 5, ["/"], {"a": 1}, "/" + "a" * 3_000])
def test_elsewhere_is_refused(value: object) -> None:
    assert safe_next(value) == "/"
    assert safe_next(value, default="/library") == "/library"


@pytest.mark.parametrize("value", OURS)
def test_pages_of_ours_stay_as_they_are(value: str) -> None:
    assert safe_next(value) == value


@given(ANYTHING)
def test_no_text_leads_away(value: str) -> None:
    target = safe_next(value)
    assert target.startswith("/")
    assert not target.startswith(("//", "/\\"))
    assert safe_next(target) == target


def test_browsers_agree() -> None:
    """The URL parser that browsers share (WHATWG), as Node has it, stays on our origin."""
    node = Path(sys.executable).with_name("node")
    tried = [*ELSEWHERE, *OURS, *("/" + a + b + "evil.example" for a in ODD for b in ODD)]
    script = (
        "const tried = JSON.parse(require('fs').readFileSync(0));"
        "console.log(JSON.stringify(tried.map(t => new URL(t, 'https://dreamdot.example/signin').origin)))"
    )
    ran = subprocess.run(
        [str(node if node.exists() else shutil.which("node")), "-e", script],
        input=json.dumps([safe_next(value) for value in tried]),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert set(json.loads(ran.stdout)) == {"https://dreamdot.example"}


def test_our_own_scripts_follow_what_stays_here() -> None:
    """They go where an answer says, and look at it once more."""
    origin = "https://dreamdot.example"
    leaving = [
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "///evil",
        "/\n\\evil",
        "//[",
    ]
    tried = [*leaving, "https://evil.example", "javascript:x()", "", None, 5, [], *OURS]
    stays = call("links.js", "isOwnPath", [[path, origin] for path in tried])
    assert [path for path, is_ours in zip(tried, stays, strict=True) if is_ours] == OURS
