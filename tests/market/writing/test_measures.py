"""How long a story is, and how much of it is given away."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dreamdot_app.market.writing.allowed import (
    beginning,
    plain_text,
    reading_minutes,
    sanitise,
    word_count,
)


def paragraph(words: int, word: str = "word") -> str:
    return f"<p>{' '.join([word] * words)}</p>"


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("", 0),
        ("<hr>", 0),
        ("<p>The last bus to Verin.</p>", 5),
        ("<p>You’ll want the half-empty one, don't you?</p>", 7),
        ("<h2>One</h2><ul><li><p>two</p></li><li><p>three four</p></li></ul>", 4),
        ("<p>one<br>two</p>", 2),
        ("<p>o<strong>n</strong>e</p>", 1),
        ("<p>— … “” 1,482</p>", 2),
        ("<p>夜のバス</p>", 4),
        ("<p>심야 버스</p>", 2),
    ],
)
def test_words_are_counted_as_a_word_processor_does(html: str, words: int) -> None:
    assert word_count(html) == words


@pytest.mark.parametrize(("words", "minutes"), [(0, 0), (1, 1), (230, 1), (460, 2), (23_000, 100)])
def test_minutes(words: int, minutes: int) -> None:
    assert reading_minutes(sanitise(paragraph(words))) == minutes


def test_the_words_alone_have_a_line_for_each_block() -> None:
    html = "<h2>Gate</h2><p>one<br>two &amp; three</p><ul><li><p>four</p></li></ul><hr>"
    assert plain_text(html) == "Gate\none\ntwo & three\nfour"


def test_whole_blocks_up_to_the_share() -> None:
    html = paragraph(100) * 10
    assert beginning(html, share=0.3) == paragraph(100) * 3
    assert beginning(html, share=0.28, words=999) == paragraph(100) * 2


def test_never_more_than_the_words_allowed() -> None:
    assert word_count(beginning(paragraph(50) * 100)) == 300


def test_a_short_story_gives_enough_to_know_it_by() -> None:
    assert beginning(paragraph(10) * 10) == paragraph(10) * 4
    assert beginning(paragraph(10) * 10, at_least=25) == paragraph(10) * 2


def test_never_more_than_half() -> None:
    assert beginning(paragraph(10) * 6) == paragraph(10) * 3
    assert beginning(paragraph(10) * 6, share=1.0) == paragraph(10) * 3


def test_one_long_paragraph_is_cut_at_a_sentence() -> None:
    html = "<p>One two three. Four five <em>six seven. Eight nine</em> ten eleven. Twelve, "
    html += "thirteen, fourteen, fifteen, sixteen.</p>"
    assert beginning(html) == "<p>One two three. Four five <em>six seven.</em></p>"


def test_one_long_sentence_is_cut_at_a_word() -> None:
    assert beginning(paragraph(100)) == paragraph(40)


def test_lists_are_opened_rather_than_given_whole() -> None:
    html = "<ul>" + "<li><p>one two</p></li>" * 10 + "</ul>"
    assert beginning(html, at_least=4) == "<ul>" + "<li><p>one two</p></li>" * 2 + "</ul>"


def test_no_heading_at_the_end() -> None:
    html = paragraph(39) + "<h2>x</h2><hr>" + paragraph(85)
    assert beginning(html) == paragraph(39)


def test_a_heading_before_a_long_paragraph_gets_some_of_it() -> None:
    assert beginning("<h2>Gate</h2>" + paragraph(99)) == "<h2>Gate</h2>" + paragraph(39)


@pytest.mark.parametrize("html", ["", "<hr>", "<p>word</p>", '<img src="/media/a/1.webp" alt="">'])
def test_what_cannot_be_given_in_part_is_not_given(html: str) -> None:
    assert beginning(html) == ""


@pytest.mark.parametrize(
    ("html", "begins"),
    [
        ("<p>word word</p>", ""),
        ("<p>夜の道</p>", ""),
        ("<p>w</p><p>word</p><p>word</p>", ""),
        ("<p>A few words without an end to them</p>", ""),
        ("<p>It begins. Then it goes on, and ends.</p>", "<p>It begins.</p>"),
        ("<p>Go! Then it goes on, and ends.</p>", "<p>Go!</p>"),
        ("<p>A <em>haiku is</em> short.</p><p>It has three lines.</p><p>Not more.</p>",
         "<p>A <em>haiku is</em> short.</p>"),
    ],
)  # fmt: skip
def test_a_very_short_one_gives_its_first_sentence_or_nothing(html: str, begins: str) -> None:
    assert beginning(html) == begins


WORDS = st.text("abcdé 夜.!”’<&", max_size=60)
INLINE = st.one_of(
    WORDS.map(lambda text: text.replace("<", "&lt;")),
    WORDS.map(lambda text: f"<em>{text.replace('<', '&lt;')}</em>"),
)
LINES = st.lists(INLINE, max_size=4).map("".join)
BLOCKS = st.one_of(
    LINES.map(lambda inner: f"<p>{inner}</p>"),
    LINES.map(lambda inner: f"<h2>{inner}</h2>"),
    st.lists(LINES, max_size=4).map(lambda items: "<ul><li>" + "<li>".join(items) + "</ul>"),
    LINES.map(lambda inner: f"<blockquote>{inner}<p>{inner}</blockquote>"),
    st.just("<hr>"),
)
STORIES = st.lists(BLOCKS, max_size=12).map("".join).map(sanitise)


@settings(max_examples=300, deadline=None)
@given(STORIES, st.floats(0, 1.5), st.integers(1, 60), st.integers(0, 60))
def test_a_beginning_is_a_true_part_of_the_text(
    story: str, share: float, words: int, at_least: int
) -> None:
    start = beginning(story, share=share, words=words, at_least=at_least)

    assert plain_text(story).startswith(plain_text(start))
    assert sanitise(start) == start
    assert word_count(start) <= words
    assert word_count(start) <= word_count(story) / 2
