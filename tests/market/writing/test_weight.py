"""What is too much to read is told before it is read, and a novel is not too much."""

import re
import sys
from collections import Counter
from types import FrameType

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dreamdot_app.core.errors import BadInput
from dreamdot_app.market import fields
from dreamdot_app.market.writing import measures, passage, weight
from dreamdot_app.market.writing.allowed import MAX_CHARACTERS

pytestmark = pytest.mark.pure

LINE = "The keeper wrote letters that the tide answered. "
NOVEL = f"<p>{LINE * 3}<em>{LINE}</em>{LINE}</p>" * (MAX_CHARACTERS // (len(LINE) * 5))
FITTING = {
    "a novel": NOVEL,
    "talk": "<p>“No.” He left then.</p>" * 19_000,
    "verse": "<p>" + "Salt on the window<br>" * 19_000 + "</p>",
    "verse in italics": "<p><em>" + "Salt on the window<br>" * 19_000 + "</em></p>",
    "one paragraph": f"<p>{'x' * MAX_CHARACTERS}</p>",
    "Japanese": f"<p>{'語' * MAX_CHARACTERS}</p>",
    "a list in a list in a list": "<ul><li><p>x</p>" * 18 + "</li></ul>" * 18,
    "ends left out": "<ul>" + "<li><p>one<p>two" * 5_000 + "</ul>",
    "less than": "a < b, b < c. " * 4_000,
    "a comment": "<p>one</p><!-- <b>two</b> --><p>three</p>",
    "attributes": "<p class=x id=y onclick='z()'>t</p>" * 1_000,
}
TOO_MUCH = {
    "lists that stay open": "<ul><li>x" * 60_000,
    "few lists that stay open": "<ul><li>x" * 500,
    "quotes in quotes": "<blockquote>" * 30_000 + "x" + "</blockquote>" * 30_000,
    "breaks": "a<br>" * 300_000,
    "paragraphs": "<p>a</p>" * 100_000,
    "too long": f"<p>{'x' * 2_000_000}</p>",
    "marks that stay open": "".join(f"<p><b id={n}></p>" for n in range(30)) + "<p>x</p>" * 9_000,
    "marks around": "<p>" + "".join(f"<b id={n}>" for n in range(37)) + "<p>x" * 13_000,
    "marks behind an attribute": '<style><a title="</style><b id=1>"></a></style>' * 9_000,
    "marks behind a comment": "<div><!--</div>-->" * 9_000,
    "sections of characters": "<svg><![CDATA[></svg>]]>" * 100,
    "tables without cells": "<div><table></div></table>" * 9_000,
    "attributes": f"<p {' '.join(f'a{n}' for n in range(200_000))}>x</p>",
    "tags that never end": '<p "' * 19_000,
}


@pytest.mark.parametrize("name", FITTING)
def test_what_a_story_needs_is_kept(name: str) -> None:
    kept = fields.story(FITTING[name])
    assert kept.html
    # What was kept can be opened and kept again.
    assert fields.story(kept.html) == kept


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_no_story_needs_is_refused_unread(name: str) -> None:
    with pytest.raises(BadInput) as refusal, calls(nh3.clean, passage.read) as counted:
        fields.story(TOO_MUCH[name])
    assert refusal.value.field == "html"
    assert refusal.value.message
    assert not counted


def test_a_link_around_everything_is_not_written_thousands_of_times() -> None:
    address = "https://verin.example/" + "a" * 1_900
    html = f'<a href="{address}">{"<p>x</p>" * 9_000}</a>'
    with pytest.raises(BadInput):
        fields.story(html)


def test_marks_over_marks_are_cut_short() -> None:
    shown = fields.story("<p>Z" + "\u0301\u0327" * 100_000 + "algo</p>").html
    assert len(shown) < 60
    assert shown.endswith("algo</p>")
    for name in (
        "क्षत्रिय",
        "שָׁלוֹם",
        "e\u0323\u0302\u0301",
        "한국어",
        "👩🏽‍🚀" * 40,
        "！" * 90,
        "…" * 90,
    ):
        assert passage.visible(passage.visible(name)) == passage.visible(name)
        assert len(passage.visible(name)) >= len(name) - 3


def test_a_story_is_parsed_once() -> None:
    with calls(nh3.clean, passage.read) as counted:
        fields.story(NOVEL)
    assert counted == {"clean": 1, "read": 1}


def test_counting_the_beginning_of_a_novel_does_not_count_the_novel() -> None:
    blocks = passage.read("<p>" + "word " * 80_000 + "</p>")
    with calls(measures._words) as counted:
        told = measures.measure(blocks)
    assert (told.words, told.minutes) == (80_000, 348)
    assert counted == {"_words": 2}  # all of it, and what is given of it
    assert len(told.beginning) == len("<p>" + "word " * 300 + "</p>") - 1


TAGS = [
    *("p", "li", "ul", "ol", "b", "em", "a", "s", "div", "table", "tr", "td", "h2", "blockquote"),
    *("button", "select", "svg", "math", "form", "dl", "dd", "dt", "ruby", "rt", "span", "font"),
    *("nobr", "marquee", "object", "desc"),
]
PIECES = st.sampled_from(
    [
        *(f"<{tag}>" for tag in TAGS),
        *(f"</{tag}>" for tag in TAGS),
        *("<b id=%>", "<a href=x%>", "<br>", "<hr>", "<!--", "-->", "x", "</ x>", "<?x>"),
        *("<![CDATA[", "]]>", "<style>", "</style>", '<i title="</style><b>">'),
        *("'", '"', "<p ", ">", "<li ="),
    ]
)


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=6), st.lists(PIECES, min_size=1, max_size=8))
def test_what_is_let_through_never_becomes_deep_or_large(
    begun: list[str], again: list[str]
) -> None:
    html = "".join(begun).replace("%", "0") + "".join(
        "".join(again).replace("%", str(number)) for number in range(300)
    )
    try:
        weight.check(html)
    except BadInput:
        return
    # The same parser as in `sanitise`, keeping what it builds.
    built = nh3.clean(html, tags=set(TAGS), clean_content_tags={"style"})
    assert depth(built) <= weight.MOST_OPEN + 5
    assert built.count("<") <= 2 * weight.MOST_TAGS


def depth(html: str) -> int:
    """How many tags stand inside one another at most."""
    deepest = present = 0
    for closing in re.findall(r"<(/?)(?!br|hr)[a-z]", html):
        present += -1 if closing else 1
        deepest = max(deepest, present)
    return deepest


class calls:
    """Counts the calls of functions by name while it is open, without touching them."""

    def __init__(self, *functions: object) -> None:
        self._functions = functions
        self._counted: Counter[str] = Counter()

    def __enter__(self) -> Counter[str]:
        sys.setprofile(self._see)
        return self._counted

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)

    def _see(self, frame: FrameType, event: str, called: object) -> None:
        for function in self._functions:
            is_it = (
                frame.f_code is getattr(function, "__code__", None)
                if event == "call"
                else event == "c_call" and called is function
            )
            if is_it:
                self._counted[str(getattr(function, "__name__", ""))] += 1
