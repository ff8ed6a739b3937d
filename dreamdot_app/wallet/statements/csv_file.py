"""A statement as CSV: one table with a row for the opening balance, each movement, the closing
balance and the head of each chain.

Amounts are plain decimals with a point, whatever the person's region: programs read them.
"""

import csv
from collections.abc import Mapping, Sequence
from io import TextIOWrapper
from typing import BinaryIO
from zoneinfo import ZoneInfo

from dreamdot_app.core.spreadsheets import as_text
from dreamdot_app.wallet.shown import Names
from dreamdot_app.wallet.statements.models import BUCKETS, Closing, Line, Opening
from dreamdot_app.wallet.statements.words import about, decimal, side_of, title_of

MOST_MOVEMENTS = 100_000
_COLUMNS = (
    "row", "time", "receipt", "kind", "title", "with", "amount", *BUCKETS, "balance", "currency",
)  # fmt: skip


class CsvStatement:
    """Writes a statement into a file that is open for bytes."""

    def __init__(self, file: BinaryIO) -> None:
        # With its mark, without which spreadsheets take UTF-8 for something else.
        self._text = TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
        self._rows = csv.writer(self._text)
        self._opening: Opening | None = None

    def open(self, opening: Opening) -> None:
        """Write the names of the columns and the opening balance."""
        self._opening = opening
        self._rows.writerow(_COLUMNS)
        self._balance("opening", about(opening), opening.amounts)

    def add(self, lines: Sequence[Line], names: Names) -> None:
        """Write the next movements."""
        for line in lines:
            self._row(
                "movement",
                title=title_of(line),
                time=line.at.astimezone(self._zone).isoformat(timespec="seconds"),
                receipt=line.id,
                kind=line.kind,
                beside=side_of(line, names),
                amount=decimal(line.amount_minor),
                amounts=line.amounts,
                balance=decimal(line.balance_minor),
            )

    def close(self, closing: Closing) -> None:
        """Write the closing balance and where each chain stands."""
        self._balance("closing", f"{closing.movements} movements", closing.amounts)
        for head in closing.heads:
            chain = f"account {head.account}, {head.bucket}, entry {head.entries}"
            self._row("head", title=chain, beside=head.hash)
        self._text.flush()
        self._text.detach()

    @property
    def _zone(self) -> ZoneInfo:
        assert self._opening  # noqa: S101 opened first
        return self._opening.zone

    def _balance(self, row: str, title: str, amounts: Mapping[str, int]) -> None:
        total = decimal(sum(amounts.values()))
        self._row(row, title=title, amounts=amounts, balance=total)

    def _row(
        self,
        row: str,
        *,
        title: str,
        time: str = "",
        receipt: str = "",
        kind: str = "",
        beside: str = "",
        amount: str = "",
        amounts: Mapping[str, int] | None = None,
        balance: str = "",
    ) -> None:
        assert self._opening  # noqa: S101 opened first
        parts = [decimal(amounts[bucket]) if amounts else "" for bucket in BUCKETS]
        words = [row, time, receipt, kind, as_text(title), as_text(beside), amount]
        self._rows.writerow([*words, *parts, balance, self._opening.currency])
