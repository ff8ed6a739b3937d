"""The wallet in words: what the pages show of balances, history and receipts.

Amounts are minor units; times are ISO 8601 in UTC, empty where there is none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from dreamdot_app.accounts.contract import LEFT, PersonCard
from dreamdot_app.core import money
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.contract import BalancesView, HistoryRow, ReceiptView, ShareView

PLATFORM = "DreamDot"
_MOVED_BY_US = {
    "welcome": "Initial credit",
    "top_up": "Money added",
    "chargeback": "Payment charged back",
}

Names = Mapping[UserId, PersonCard]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the balance: what it is called, what one may do with it."""

    name: str = ""
    minor: int = 0
    tone: str = ""
    detail: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Movement:
    """A line of the history; ``side`` is the person or the platform, ``verb`` what they did."""

    id: str = ""
    sign: str = ""
    title: str = ""
    verb: str = ""
    side: str = ""
    note: str = ""
    amount_minor: int = 0
    at: str = ""
    matures_at: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a receipt; ``share`` is its part of the price in words, ``tone`` its colour."""

    label: str = ""
    minor: int = 0
    detail: str = ""
    share: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt: what it was, where the price went, what one's own buckets gave or got."""

    id: str = ""
    title: str = ""
    subject: str = ""
    detail: str = ""
    minor: int = 0
    at: str = ""
    shares: tuple[Line, ...] = ()
    own: tuple[Line, ...] = ()
    own_label: str = ""
    own_minor: int = 0
    matures_at: str = ""


def people_of(page: Iterable[HistoryRow]) -> set[UserId]:
    """Everybody whose name a page of history needs."""
    return {row.counterparty_id for row in page if row.counterparty_id}


def people_on(receipt: ReceiptView) -> set[UserId]:
    """Everybody whose name a receipt needs."""
    people = {share.person_id for share in receipt.shares if share.person_id}
    return people | ({receipt.counterparty_id} if receipt.counterparty_id else set())


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _name(person: UserId | None, names: Names) -> str:
    if person is None:
        return PLATFORM
    return names[person].display_name if person in names else LEFT


def parts(held: BalancesView) -> tuple[Part, ...]:
    """The parts of the balance, those that can be withdrawn first; empty ones are left out, apart
    from initial credit and earnings, which everybody should know of.
    """
    every = [
        Part("Earned in cash", held.earned_minor, "earned", "From sales. Yours to keep."),
        Part("Added", held.deposited_minor, "added", "Money that you put in."),
        Part("Maturing", held.pending_minor, "maturing", "Yours from", _iso(held.matures_at)),
        Part(
            "Initial credit",
            held.promo_minor,
            "credit",
            "Can be spent on works. Can never be withdrawn.",
        ),
    ]
    always = {"earned", "credit"}
    return tuple(part for part in every if part.minor or part.tone in always)


def _titled(kind: str, memo: str) -> str:
    return memo or _MOVED_BY_US.get(kind) or kind.replace("_", " ").capitalize()


def _verb(kind: str, *, is_incoming: bool) -> str:
    if kind != "sale":
        return "From"
    return "Sold to" if is_incoming else "Bought from"


def _note(row: HistoryRow) -> str:
    if row.kind == "welcome":
        return "To spend, never to withdraw"
    if not row.promo_minor:
        return ""
    if row.promo_minor == row.amount_minor:
        return "With initial credit"
    return f"{money.show(abs(row.promo_minor))} with initial credit"


def movement(row: HistoryRow, names: Names) -> Movement:
    """A transfer as a line of the history."""
    is_incoming = row.amount_minor > 0
    return Movement(
        id=row.id,
        sign="gift" if row.kind == "welcome" else "in" if is_incoming else "out",
        title=_titled(row.kind, row.title),
        verb=_verb(row.kind, is_incoming=is_incoming),
        side=_name(row.counterparty_id, names),
        note=_note(row),
        amount_minor=row.amount_minor,
        at=_iso(row.at),
        matures_at=_iso(row.matures_at),
    )


def receipt(seen: ReceiptView, names: Names) -> Receipt:
    """A receipt with everybody's name, every split to the cent."""
    subject = _titled(seen.kind, seen.title)
    bought = "You sold a work" if seen.is_incoming else "You bought a work"
    return Receipt(
        id=seen.id,
        title=bought if seen.kind == "sale" else subject,
        subject=subject,
        detail=f"{_verb(seen.kind, is_incoming=seen.is_incoming)} "
        + _name(seen.counterparty_id, names),
        minor=seen.total_minor,
        at=_iso(seen.at),
        shares=tuple(_share(share, seen, names) for share in seen.shares),
        own=_own(seen),
        own_label="You got" if seen.is_incoming else "Paid",
        own_minor=abs(seen.amount_minor),
        matures_at=_iso(seen.matures_at),
    )


def _share(share: ShareView, seen: ReceiptView, names: Names) -> Line:
    is_mixed = share.promo_minor and share.cash_minor
    what = "Running the place" if share.person_id is None else "Creator"
    credit = f", {money.show(share.promo_minor)} of it as initial credit" if is_mixed else ""
    return Line(
        label=_name(share.person_id, names),
        minor=share.minor,
        detail=what + credit,
        share=f"{share.minor / seen.total_minor:.1%}".replace(".0%", "%"),
        tone="fee" if share.person_id is None else "earned",
    )


def _own(seen: ReceiptView) -> tuple[Line, ...]:
    earnings = seen.pending_minor + seen.earned_minor
    if seen.is_incoming:
        lines = [
            Line("As initial credit, to spend", seen.promo_minor),
            Line("As money added", seen.deposited_minor),
            Line("As earnings", earnings),
            Line("Repaid what you owed", seen.repaid_minor),
        ]
    else:
        lines = [
            Line("From initial credit", seen.promo_minor),
            Line("From money you added", seen.deposited_minor),
            Line("From your earnings", earnings),
            Line("Still owed", -seen.repaid_minor),
        ]
    return tuple(line for line in lines if line.minor)
