"""Whatever somebody has named something, a spreadsheet runs none of it."""

import pytest

from dreamdot_app.core.spreadsheets import as_text

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    "title",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1+1", "＝1", "\u00a0=1",
        '=HYPERLINK("https://x.example")', "=cmd|' /C calc'!A0",
    ],
)  # fmt: skip
def test_no_title_is_a_formula(title: str) -> None:
    assert as_text(title) == f"'{title}"


@pytest.mark.parametrize("title", ["", "Lamp", "1 = 1", "It's", "A-B", "(+1)"])
def test_other_titles_stay_as_they_are(title: str) -> None:
    assert as_text(title) == title
