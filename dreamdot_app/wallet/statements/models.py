"""What a statement tells. Amounts are minor units of its currency; times are UTC."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.ids import UserId

# In the order in which statements name them; each is zero where an account does not exist.
BUCKETS: tuple[str, ...] = ("promo", "deposited", "pending", "earned", "debt")
BUCKET_NAMES = {
    "promo": "Initial credit",
    "deposited": "Money added",
    "pending": "Maturing",
    "earned": "Earned",
    "debt": "Owed",
}
_FIRST_YEAR, _LAST_YEAR = 2000, 2999


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of some clock."""

    year: int
    month: int

    @property
    def text(self) -> str:
        """``2026-11``, as addresses have it."""
        return f"{self.year}-{self.month:02d}"

    @property
    def name(self) -> str:
        """``November 2026``."""
        return f"{datetime(self.year, self.month, 1, tzinfo=UTC):%B %Y}"

    def next(self) -> "Month":
        """The month after it."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    def begins(self, zone: ZoneInfo) -> datetime:
        """Its first moment on the clocks of a zone, in UTC."""
        return datetime(self.year, self.month, 1, tzinfo=zone).astimezone(UTC)

    def ends(self, zone: ZoneInfo) -> datetime:
        """The first moment after it."""
        return self.next().begins(zone)


def month_of(text: object) -> Month:
    """Read a month as an address has it.

    Raises:
        NotFound: it is none.
    """
    told = text if isinstance(text, str) and text.isascii() else ""
    year, _, month = told.partition("-")
    if not (len(year) == 4 and len(month) == 2 and (year + month).isdigit()):
        raise NotFound
    if not (_FIRST_YEAR <= int(year) <= _LAST_YEAR and 1 <= int(month) <= 12):
        raise NotFound
    return Month(int(year), int(month))


@dataclass(frozen=True, slots=True)
class Line:
    """A movement: what it did to each bucket, and what all of them hold after it."""

    id: str
    kind: str
    title: str
    counterparty_id: UserId | None
    at: datetime
    amounts: Mapping[str, int]
    balance_minor: int
    is_incoming: bool

    @property
    def amount_minor(self) -> int:
        """What it changed of all buckets together; zero for what only matured."""
        return sum(self.amounts.values())


@dataclass(frozen=True, slots=True)
class Head:
    """The end of an account's chain at the end of the period: its last entry's number and hash."""

    bucket: str
    account: int
    entries: int
    hash: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands before the movements."""

    month: Month
    zone: ZoneInfo
    currency: str
    is_test_money: bool
    holder: str
    amounts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Closing:
    """What stands after the movements."""

    amounts: Mapping[str, int]
    movements: int
    heads: Sequence[Head]
