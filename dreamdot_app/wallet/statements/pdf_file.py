"""A statement as PDF, drawn line by line: nothing of it is kept but the page that is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
_ROW = 24.0
# The right edge of each column of figures.
_FIGURES = (322.0, 374.0, 426.0, 478.0, _RIGHT)
_WHAT = _LEFT + 52.0
_SHOWN = ("promo", "deposited", "pending", "earned")


@dataclass(frozen=True, slots=True)
class _Look:
    weight: str
    size: float
    colour: tuple[float, float, float] = _INK


_NAME, _TITLE = _Look("bold", 15), _Look("bold", 17)
_LEAD, _BODY, _STRONG = _Look("regular", 9.5, _SOFT), _Look("regular", 8.5), _Look("bold", 8.5)
_HEAD, _SMALL, _QUIET = (
    _Look("bold", 7.25, _SOFT),
    _Look("regular", 7.25),
    _Look("regular", 7.25, _SOFT),
)


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
        self._text(_LEFT, self._y, "dreamdot.", _NAME)
        self._y -= 34
        self._text(_LEFT, self._y, f"Statement, {opening.month.name}", _TITLE)
        currency = "test money" if opening.is_test_money else opening.currency
        for line in (opening.holder, f"{_period(opening)}. Amounts in {currency}."):
            self._y -= 15
            self._text(_LEFT, self._y, line, _LEAD)
        if opening.is_test_money:
            self._y -= 15
            self._text(_LEFT, self._y, TEST_MONEY, _LEAD)
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
        self._text(_LEFT, self._y, f"{words} the last links:", _LEAD)
        for head in closing.heads:
            self._y -= 13
            name = f"{BUCKET_NAMES[head.bucket]}, account {head.account}, entry {head.entries}"
            self._text(_LEFT, self._y, name, _SMALL)
            self._text_to(_RIGHT, self._y, head.hash, _QUIET)
        self._end_page()
        self._canvas.save()

    def _columns(self) -> None:
        heads = [BUCKET_NAMES[bucket] for bucket in _SHOWN]
        self._text(_LEFT, self._y, "Day", _HEAD)
        self._text(_WHAT, self._y, "What", _HEAD)
        for edge, name in zip(_FIGURES, [*heads, "Together"], strict=True):
            self._text_to(edge, self._y, name, _HEAD)
        self._rule(self._y - 6)
        self._y -= 8

    def _movement(self, line: Line, side: str) -> None:
        day = line.at.astimezone(self._opening.zone)
        base, room = self._y - 11, _FIGURES[0] - 46 - _WHAT
        self._text(_LEFT, base, f"{day.day} {day:%b}", _BODY)
        self._text(_LEFT, base - 9, f"{day:%H:%M}", _QUIET)
        title = _fitted(title_of(line), _BODY, room)
        self._text(_WHAT, base, title, _BODY)
        owed = figure(line.amounts["debt"])
        beneath = f"{side}. Owed {owed}" if owed else side
        beneath = _fitted(beneath, _QUIET, room)
        self._text(_WHAT, base - 9, beneath, _QUIET)
        for edge, bucket in zip(_FIGURES, _SHOWN, strict=False):
            self._text_to(edge, base, figure(line.amounts[bucket]), _BODY)
        total = figure(line.amount_minor) or "0.00"
        self._text_to(_RIGHT, base, total, _STRONG)
        self._text_to(_RIGHT, base - 9, figure(line.balance_minor), _QUIET)
        self._y -= _ROW

    def _balances(self, name: str, amounts: Mapping[str, int]) -> None:
        base = self._y - 12
        owed = figure(amounts["debt"])
        self._text(_LEFT, base, f"{name}, owed {owed}" if owed else name, _STRONG)
        shown = [amounts[bucket] for bucket in _SHOWN]
        total = sum(amounts[bucket] for bucket in BUCKETS)
        for edge, minor in zip(_FIGURES, [*shown, total], strict=True):
            self._text_to(edge, base, figure(minor) or "0.00", _STRONG)
        self._rule(self._y - _ROW + 3)
        self._y -= _ROW

    def _make_room(self, height: float) -> None:
        if self._y - height < _FOOT:
            self._end_page()
            self._page += 1
            self._y = _TOP
            self._columns()

    def _end_page(self) -> None:
        self._text(_LEFT, 34, f"DreamDot, {self._opening.month.name}", _QUIET)
        self._text_to(_RIGHT, 34, f"Page {self._page}", _QUIET)
        self._canvas.showPage()

    def _rule(self, y: float) -> None:
        self._canvas.setStrokeColorRGB(*_HAIR)
        self._canvas.setLineWidth(0.5)
        self._canvas.line(_LEFT, y, _RIGHT, y)

    def _text(self, x: float, y: float, text: str, look: _Look) -> None:
        self._canvas.setFillColorRGB(*look.colour)
        for run in lettering.runs(text, look.weight):
            self._canvas.setFont(run.font, look.size)
            self._canvas.drawString(x, y, run.text)
            x += self._canvas.stringWidth(run.text, run.font, look.size)

    def _text_to(self, edge: float, y: float, text: str, look: _Look) -> None:
        if text:
            self._text(edge - lettering.width(text, look.weight, look.size), y, text, look)


def _fitted(text: str, look: _Look, room: float) -> str:
    return lettering.fitted(text, look.weight, look.size, room)


def _period(opening: Opening) -> str:
    month, zone = opening.month, opening.zone
    first, last = month.begins(zone).astimezone(zone), month.ends(zone).astimezone(zone)
    return f"From {first.day} {first:%B %Y} until before {last.day} {last:%B %Y}, {zone.key}"
