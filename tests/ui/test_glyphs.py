"""Glyphs: drawable, the same on both sides, and never missing unnoticed."""

import json
import re

import pytest

from dreamdot_app.ui.icon import icon
from dreamdot_app.ui.icons import GLYPHS
from tests.ui import drawn
from tests.ui.node import UI

pytestmark = pytest.mark.pure

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)")
_NEEDED = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


def _arguments(command: str, text: str) -> int:
    """How many numbers follow a command; an arc's flags may stand without a space."""
    if command.upper() != "A":
        rest = _NUMBER.sub("", text)
        assert not rest.strip(" ,"), f"not numbers: {text!r}"
        return len(_NUMBER.findall(text))
    number, gap = _NUMBER.pattern, r"[\s,]*"
    shape = [f"({part})" for part in (number, number, number, "[01]", "[01]", number, number)]
    arc = re.compile(gap + gap.join(shape) + gap)
    count, at = 0, 0
    while at < len(text):
        found = arc.match(text, at)
        assert found, f"no arc: {text[at:]!r}"
        count, at = count + 7, found.end()
    return count


@pytest.mark.parametrize("name", GLYPHS)
def test_every_glyph_is_a_path(name: str) -> None:
    path = GLYPHS[name]
    assert path[0] == "M", "a glyph begins with an absolute move"
    for command, text in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        needed = _NEEDED[command.upper()]
        count = _arguments(command, text)
        assert (count == 0) if needed == 0 else (count and count % needed == 0), (command, text)


def test_our_javascript_draws_the_same_glyphs() -> None:
    source = (UI / "glyph.jsx").read_text()
    pairs = re.findall(r'^  "?([\w-]+)"?:\s*\n?\s*(".+?"),$', source, re.M)
    assert pairs
    assert {name: json.loads(path) for name, path in pairs} == {
        name: GLYPHS[name] for name, _ in pairs
    }


def test_glyphs_asked_for_in_javascript_exist() -> None:
    known = set(re.findall(r'^  "?([\w-]+)"?:\s*$', (UI / "glyph.jsx").read_text(), re.M))
    for module in UI.glob("*.jsx"):
        asked = re.findall(r'<Glyph name="([\w-]+)"', module.read_text())
        assert set(asked) <= known, module.name


def test_a_missing_glyph_is_told_at_once() -> None:
    with pytest.raises(KeyError, match="unicorn"):
        icon("unicorn")


def test_glyphs_are_decoration() -> None:
    assert drawn.props_of(icon("house"))["aria-hidden"] == '"true"'
