"""What people type: composed, visible, bounded, and the same when it is cleaned again."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamdot_app.core import text
from dreamdot_app.core.errors import BadInput

pytestmark = pytest.mark.pure

LONGEST = 200
anything = st.text(max_size=150) | st.text(
    "ae\u0301\u0308\u200b\u200d\u202e \t\n\r\x00", max_size=60
)


@given(anything)
def test_a_line_is_clean_and_stays_as_it_is(typed: str):
    cleaned = text.line(typed, field="title", max_length=LONGEST)
    assert text.line(cleaned, field="title", max_length=LONGEST) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip()
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in cleaned)
    assert "\u200b" not in cleaned
    assert "\u202e" not in cleaned


@given(anything)
def test_paragraphs_are_clean_and_stay_as_they_are(typed: str):
    cleaned = text.paragraphs(typed, field="about", max_length=LONGEST)
    assert text.paragraphs(cleaned, field="about", max_length=LONGEST) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "\n\n\n" not in cleaned
    assert "\r" not in cleaned


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  The   Long\tRoad \n", "The Long Road"),
        ("cafe\u0301", "caf\u00e9"),
        ("e\u200b\u0301t\u00e9", "\u00e9t\u00e9"),
        ("pay\u202epal\u202c", "paypal"),
        ("a\x00b\x1b", "ab"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
        ("\U0001f469\u200d\U0001f467", "\U0001f469\u200d\U0001f467"),
        ("\u200d\u200c", ""),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_lines(typed: str, cleaned: str):
    assert text.line(typed, field="title", max_length=LONGEST) == cleaned


@pytest.mark.parametrize("typed", [None, 1, b"x", ["x"], "x" * 201, "x" * 10_000_000])
def test_what_does_not_fit_is_refused_beside_its_field(typed: object):
    for clean in (text.line, text.paragraphs):
        with pytest.raises(BadInput) as refusal:
            clean(typed, field="title", max_length=LONGEST)
        assert refusal.value.field == "title"


def test_too_short_is_refused():
    with pytest.raises(BadInput, match="needed"):
        text.line(" \u200b ", field="title", max_length=LONGEST, min_length=1)
    with pytest.raises(BadInput, match="At least 3"):
        text.paragraphs("ab", field="title", max_length=LONGEST, min_length=3)


@given(anything)
def test_a_slug_fits_an_address(typed: str):
    slug = text.slug(typed)
    assert slug.isascii()
    assert len(slug) <= 60
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug.startswith("-")
    assert not slug.endswith("-")
