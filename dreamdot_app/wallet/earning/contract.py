"""What a seller sees of their earnings. Amounts are minor units, times UTC."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Sums:
    """What sales came to: ``promo`` and ``cash`` are the seller's after fees, before refunds."""

    sales: int = 0
    promo: int = 0
    cash: int = 0
    fee_promo: int = 0
    fee_cash: int = 0
    refunds: int = 0
    refunded_promo: int = 0
    refunded_cash: int = 0

    @property
    def kept_promo(self) -> int:
        """Initial credit, less what was given back."""
        return self.promo - self.refunded_promo

    @property
    def kept_cash(self) -> int:
        """Cash, less what was given back."""
        return self.cash - self.refunded_cash

    @property
    def kept(self) -> int:
        """Both together."""
        return self.kept_promo + self.kept_cash


@dataclass(frozen=True, slots=True)
class DayEarned:
    """A day, or a month by its first day."""

    day: date
    sums: Sums


@dataclass(frozen=True, slots=True)
class WorkEarned:
    """Something that was sold; ``title`` is what it was called at its latest sale."""

    source: UUID
    title: str
    sums: Sums


@dataclass(frozen=True, slots=True)
class MaturingDay:
    """What becomes earned on a day, from ``due_at`` on."""

    due_at: datetime
    minor: int
    sales: int


@dataclass(frozen=True, slots=True)
class NextPayout:
    """What can be withdrawn: ``now_minor`` at once, or, when that is nothing, ``then_minor`` from
    ``then_at`` on, if nothing else happens. With neither, ``missing_minor`` has yet to be earned.
    ``debt_minor`` is owed, and has to be repaid by earnings first.
    """

    now_minor: int = 0
    then_at: datetime | None = None
    then_minor: int = 0
    missing_minor: int = 0
    debt_minor: int = 0


@dataclass(frozen=True, slots=True)
class EarningsView:
    """Everything on the page: days without a gap, the best works and how many there are."""

    unit: str
    total: Sums = Sums()
    days: tuple[DayEarned, ...] = ()
    works: tuple[WorkEarned, ...] = ()
    works_sold: int = 0
    has_sold: bool = False
    maturing: tuple[MaturingDay, ...] = ()
    payout: NextPayout = field(default_factory=NextPayout)
