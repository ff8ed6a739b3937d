"""A statement as PDF, drawn line by line: nothing of it is kept but the page that is open."""

from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from reportlab.lib.pagesizes import A4  # pyright: ignore[reportMissingTypeStubs] it has none
from reportlab.pdfgen.canvas import (  # pyright: ignore[reportMissingTypeStubs] it has none
    Canvas,
)

from dreamdot_app.wallet.shown import Names
from dreamdot_app.wallet.statements import lettering
from dreamdot_app.wallet.statements.models import BUCKET_NAMES, BUCKETS, Closing, Line, Opening
from dreamdot_app.wallet.statements.words import TEST_MONEY, figure, side_of, title_of

MOST_MOVEMENTS = 20_000
_WIDE, _TALL = A4
_LEFT, _RIGHT, _TOP, _FOOT = 48.0, _WIDE - 48.0, _TALL - 54.0, 60.0
_INK, _SOFT, _HAIR = (0.11, 0.10, 0.16), (0.42, 0.41, 0.47), (0.86, 0.85, 0.83)
_TEXT, _SMALL = 8.5, 7.25
_ROW = 24.0
# The right edge of each column of figures.
_FIGURES = (322.0, 374.0, 426.0, 478.0, _RIGHT)
_WHAT = _LEFT + 52.0
_SHOWN = ("promo", "deposited", "pending", "earned")


class PdfStatement:
    """Draws a statement into a file that is open for bytes."""

    def __init__(self, file: BinaryIO) -> None:
        self._canvas: Any = Canvas(file, pagesize=A4, pageCompression=1)
        self._opening: Any = None
        self._y, self._page = _TOP, 1

    def open(self, opening: Opening) -> None:
        """Draw whose statement it is, the opening balance, the heads of the columns."""
        self._opening = opening
        self._canvas.setTitle(f"DreamDot statement, {opening.month.name}")
        self._canvas.setAuthor("DreamDot")
        self._text(_LEFT, self._y, "dreamdot.", "bold", 15)
        self._y -= 34
        self._text(_LEFT, self._y, f"Statement, {opening.month.name}", "bold", 17)
        currency = "test money" if opening.is_test_money else opening.currency
        for line in (opening.holder, f"{_period(opening)}. Amounts in {currency}."):
            self._y -= 15
            self._text(_LEFT, self._y, line, "regular", 9.5, _SOFT)
        if opening.is_test_money:
            self._y -= 15
            self._text(_LEFT, self._y, TEST_MONEY, "regular", 9.5, _SOFT)
        self._y -= 30
        self._columns()
        self._balances("Opening balance", opening.amounts)

    def add(self, lines: Sequence[Line], names: Names) -> None:
        """Draw the next movements."""
        for line in lines:
            self._make_room(_ROW)
            self._movement(line, side_of(line, names))

    def close(self, closing: Closing) -> None:
        """Draw the closing balance and where each chain stands, and end the file."""
        self._make_room(_ROW)
        self._balances("Closing balance", closing.amounts)
        self._make_room(40.0 + 20.0 * len(closing.heads))
        self._y -= 26
        words = "Each movement is chained to the one before it. At the end of the month these were"
        self._text(_LEFT, self._y, f"{words} the last links:", "regular", _TEXT, _SOFT)
        for head in closing.heads:
            self._y -= 13
            name = f"{BUCKET_NAMES[head.bucket]}, account {head.account}, entry {head.entries}"
            self._text(_LEFT, self._y, name, "regular", _SMALL)
            self._text_to(_RIGHT, self._y, head.hash, "regular", _SMALL, _SOFT)
        self._end_page()
        self._canvas.save()

    def _columns(self) -> None:
        heads = [BUCKET_NAMES[bucket] for bucket in _SHOWN]
        self._text(_LEFT, self._y, "Day", "bold", _SMALL, _SOFT)
        self._text(_WHAT, self._y, "What", "bold", _SMALL, _SOFT)
        for edge, name in zip(_FIGURES, [*heads, "Together"], strict=True):
            self._text_to(edge, self._y, name, "bold", _SMALL, _SOFT)
        self._rule(self._y - 6)
        self._y -= 8

    def _movement(self, line: Line, side: str) -> None:
        day = line.at.astimezone(self._opening.zone)
        base, room = self._y - 11, _FIGURES[0] - 46 - _WHAT
        self._text(_LEFT, base, f"{day.day} {day:%b}", "regular", _TEXT)
        self._text(_LEFT, base - 9, f"{day:%H:%M}", "regular", _SMALL, _SOFT)
        title = lettering.fitted(title_of(line), "regular", _TEXT, room)
        self._text(_WHAT, base, title, "regular", _TEXT)
        owed = figure(line.amounts["debt"])
        beneath = f"{side}. Owed {owed}" if owed else side
        beneath = lettering.fitted(beneath, "regular", _SMALL, room)
        self._text(_WHAT, base - 9, beneath, "regular", _SMALL, _SOFT)
        for edge, bucket in zip(_FIGURES, _SHOWN, strict=False):
            self._text_to(edge, base, figure(line.amounts[bucket]), "regular", _TEXT)
        total = figure(line.amount_minor) or "0.00"
        self._text_to(_RIGHT, base, total, "bold", _TEXT)
        self._text_to(_RIGHT, base - 9, figure(line.balance_minor), "regular", _SMALL, _SOFT)
        self._y -= _ROW

    def _balances(self, name: str, amounts: Mapping[str, int]) -> None:
        base = self._y - 12
        self._text(_LEFT, base, name, "bold", _TEXT)
        owed = figure(amounts["debt"])
        if owed:
            self._text(_LEFT, base - 9, f"Owed {owed}", "regular", _SMALL, _SOFT)
        shown = [amounts[bucket] for bucket in _SHOWN]
        total = sum(amounts[bucket] for bucket in BUCKETS)
        for edge, minor in zip(_FIGURES, [*shown, total], strict=True):
            self._text_to(edge, base, figure(minor) or "0.00", "bold", _TEXT)
        self._rule(self._y - _ROW + 3)
        self._y -= _ROW

    def _make_room(self, height: float) -> None:
        if self._y - height < _FOOT:
            self._end_page()
            self._page += 1
            self._y = _TOP
            self._columns()

    def _end_page(self) -> None:
        self._text(_LEFT, 34, f"DreamDot, {self._opening.month.name}", "regular", _SMALL, _SOFT)
        self._text_to(_RIGHT, 34, f"Page {self._page}", "regular", _SMALL, _SOFT)
        self._canvas.showPage()

    def _rule(self, y: float) -> None:
        self._canvas.setStrokeColorRGB(*_HAIR)
        self._canvas.setLineWidth(0.5)
        self._canvas.line(_LEFT, y, _RIGHT, y)

    def _text(
        self,
        x: float,
        y: float,
        text: str,
        weight: str,
        size: float,
        colour: tuple[float, float, float] = _INK,
    ) -> None:
        self._canvas.setFillColorRGB(*colour)
        for run in lettering.runs(text, weight):
            self._canvas.setFont(run.font, size)
            self._canvas.drawString(x, y, run.text)
            x += self._canvas.stringWidth(run.text, run.font, size)

    def _text_to(
        self,
        edge: float,
        y: float,
        text: str,
        weight: str,
        size: float,
        colour: tuple[float, float, float] = _INK,
    ) -> None:
        if text:
            self._text(edge - lettering.width(text, weight, size), y, text, weight, size, colour)


def _period(opening: Opening) -> str:
    month, zone = opening.month, opening.zone
    first, last = month.begins(zone).astimezone(zone), month.ends(zone).astimezone(zone)
    return f"From {first.day} {first:%B %Y} until before {last.day} {last:%B %Y}, {zone.key}"
