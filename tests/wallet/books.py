"""What everybody must have, reckoned in plain Python beside the ledger.

It shares no code with the ledger. A debt is positive here.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from dreamdot_app.core.ids import UserId

BUCKETS = ("promo", "deposited", "earned")
Has = dict[str, int]


@dataclass
class Maturing:
    """Cash of a sale on its way."""

    sale: UUID
    seller: UserId
    amount: int
    due: datetime


@dataclass
class Sale:
    """What a sale was made of, and what was given back of it."""

    id: UUID
    buyer: UserId
    seller: UserId
    parts: Has
    fees: tuple[int, int]
    back: Has = field(default_factory=lambda: dict.fromkeys(BUCKETS, 0))
    fees_back: tuple[int, int] = (0, 0)

    @property
    def left(self) -> int:
        return sum(self.parts.values()) - sum(self.back.values())


@dataclass
class Hold:
    """What is set apart."""

    key: str
    payer: UserId
    parts: Has
    expires: datetime
    is_open: bool = True

    @property
    def left(self) -> int:
        return sum(self.parts.values())


def take(has: Has, amount: int) -> Has | None:
    """What pays an amount: promo, deposited, earned; nothing if it is too little."""
    parts, rest = {}, amount
    for bucket in BUCKETS:
        parts[bucket] = min(has[bucket], rest)
        rest -= parts[bucket]
    return None if rest else parts


class Books:
    """The money of a few people."""

    def __init__(self, credit: int) -> None:
        self.credit = credit
        self.people: dict[UserId, Has] = {}
        self.maturing: list[Maturing] = []
        self.first_cash: dict[UserId, datetime] = {}
        self.sales: list[Sale] = []
        self.holds: list[Hold] = []

    def of(self, who: UserId) -> Has:
        return self.people.setdefault(
            who,
            {"promo": self.credit, "deposited": 0, "pending": 0, "earned": 0, "debt": 0},
        )

    def cash_in(self, who: UserId, amount: int, bucket: str) -> int:
        """Cash comes: what was owed is repaid first; how much that was."""
        has = self.of(who)
        repaid = min(has["debt"], amount)
        has["debt"] -= repaid
        has[bucket] += amount - repaid
        return repaid

    def back_to(self, who: UserId, parts: Has) -> None:
        """Parts return to their buckets, a debt first."""
        self.of(who)["promo"] += parts["promo"]
        for bucket in ("deposited", "earned"):
            self.cash_in(who, parts[bucket], bucket)

    def spend(self, who: UserId, amount: int) -> Has | None:
        """Take a price out of a wallet; nothing if it is too little."""
        has = self.of(who)
        parts = take(has, amount)
        for bucket, part in (parts or {}).items():
            has[bucket] -= part
        return parts

    def sold(self, sale: UUID, buyer: UserId, seller: UserId, parts: Has, now: datetime) -> Sale:
        """A price was paid: a tenth of each colour is the platform's, rounded down."""
        promo, cash = parts["promo"], parts["deposited"] + parts["earned"]
        made = Sale(sale, buyer, seller, parts, (promo // 10, cash // 10))
        has = self.of(seller)
        has["promo"] += promo - promo // 10
        pending = cash - cash // 10
        repaid = min(has["debt"], pending)
        has["debt"] -= repaid
        if pending > repaid:
            has["pending"] += pending - repaid
            first = self.first_cash.setdefault(seller, now)
            due = max(now + timedelta(days=7), first + timedelta(days=14))
            self.maturing.append(Maturing(sale, seller, pending - repaid, due))
        self.sales.append(made)
        return made

    def due_of(self, sale: UUID) -> datetime | None:
        return next((one.due for one in self.maturing if one.sale == sale), None)

    def mature(self, now: datetime) -> None:
        # One after another, as they fall due.
        for one in sorted(self.maturing, key=lambda one: (one.due, one.sale)):
            if one.due <= now and one.amount:
                self.of(one.seller)["pending"] -= one.amount
                self.cash_in(one.seller, one.amount, "earned")
                one.amount = 0

    def expire(self, now: datetime) -> None:
        for one in self.holds:
            if one.is_open and one.expires <= now:
                self.let_go(one)

    def let_go(self, hold: Hold) -> None:
        self.back_to(hold.payer, hold.parts)
        hold.parts = dict.fromkeys(BUCKETS, 0)
        hold.is_open = False

    def charge_back(self, who: UserId, amount: int) -> Has:
        """Deposited, what matures last first, earned, then a debt."""
        has, rest = self.of(who), amount
        taken = {}
        for bucket in ("deposited", "pending", "earned"):
            taken[bucket] = min(has[bucket], rest)
            has[bucket] -= taken[bucket]
            rest -= taken[bucket]
        has["debt"] += rest
        left = taken["pending"]
        for one in sorted(self.maturing, key=lambda one: (one.due, one.sale), reverse=True):
            if one.seller == who:
                part = min(one.amount, left)
                one.amount -= part
                left -= part
        assert left == 0
        return taken | {"debt": rest}

    def give_back(self, sale: Sale, parts: Has, fees: tuple[int, int]) -> Has:
        """The seller and the platform return what a part of a sale had brought them."""
        has = self.of(sale.seller)
        has["promo"] -= parts["promo"] - fees[0]
        cash = parts["deposited"] + parts["earned"] - fees[1]
        pending = 0
        for one in self.maturing:
            if one.sale == sale.id:
                pending = min(one.amount, cash)
                one.amount -= pending
        has["pending"] -= pending
        earned = min(has["earned"], cash - pending)
        has["earned"] -= earned
        has["debt"] += cash - pending - earned
        for bucket, part in parts.items():
            sale.back[bucket] += part
        sale.fees_back = (sale.fees_back[0] + fees[0], sale.fees_back[1] + fees[1])
        self.back_to(sale.buyer, parts)
        return {"pending": pending, "earned": earned, "debt": cash - pending - earned}
