"""The wallet in words: what the pages show of balances and of the history.

Amounts are minor units; times are ISO 8601 in UTC, empty where there is none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dreamdot_app.accounts.contract import LEFT, PersonCard
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.contract import BalancesView, HistoryRow, MaturingView
from dreamdot_app.wallet.history.kinds import NAMES, SALES

PLATFORM = "DreamDot"
Names = Mapping[UserId, PersonCard]
# What a movement without another side is called beside its title; else it is from DreamDot.
_BESIDE = {
    "top_up": "By card",
    "chargeback": "By your bank",
    "reinstatement": "By your bank",
    "hold": "Until it is paid or given back",
    "release": "To spend again",
    "card_refund": "From money you added",
    "card_refund_returned": "Yours to spend again",
    "payout": "From your earnings",
    "payout_returned": "Yours to withdraw again",
    "maturity": "Yours to withdraw",
}
_SIGNS = {"welcome": "gift", "promo_code": "gift", "top_up": "added", "payout": "withdrawn"}
_NOTES = {"welcome": "To spend, never to withdraw", "promo_code": "To spend, never to withdraw"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the balance: what it is called, what one may do with it."""

    name: str = ""
    minor: int = 0
    tone: str = ""
    detail: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """What matures on a day; without one, all that matures later than the days before it."""

    minor: int = 0
    at: str = ""


@dataclass(frozen=True, slots=True)
class Movement:
    """A line of the history; ``side`` is the person or the platform, ``verb`` what they did.

    ``note_minor`` of it (where it is not zero) is what ``note`` is about.
    """

    id: str = ""
    sign: str = ""
    title: str = ""
    verb: str = ""
    side: str = ""
    note: str = ""
    note_minor: int = 0
    amount_minor: int = 0
    at: str = ""
    matures_at: str = ""


def people_of(page: Iterable[HistoryRow]) -> set[UserId]:
    """Everybody whose name a page of history needs."""
    return {row.counterparty_id for row in page if row.counterparty_id}


def iso(at: datetime | None) -> str:
    """A time as the browser reads it."""
    return at.isoformat() if at else ""


def name_of(person: UserId | None, names: Names) -> str:
    """Somebody's name; the platform's for nobody."""
    if person is None:
        return PLATFORM
    return names[person].display_name if person in names else LEFT


def parts(held: BalancesView) -> tuple[Part, ...]:
    """The parts of the balance, those that can be withdrawn first; empty ones are left out, apart
    from initial credit and earnings, which everybody should know of.
    """
    every = [
        Part("Earned in cash", held.earned_minor, "earned", "From sales. Yours to withdraw."),
        Part("Added", held.deposited_minor, "added", "Money that you put in."),
        Part("Maturing", held.pending_minor, "maturing", "Yours from", iso(held.matures_at)),
        Part(
            "Initial credit",
            held.promo_minor,
            "credit",
            "Can be spent on works. Can never be withdrawn.",
        ),
    ]
    always = {"earned", "credit"}
    return tuple(part for part in every if part.minor or part.tone in always)


def dues(maturing: Sequence[MaturingView], *, most: int) -> tuple[Due, ...]:
    """What matures by day, at most so many days and a line for all that comes later; empty while
    there is one day alone, which the part of the balance names.
    """
    by_day: dict[date, Due] = {}
    for one in maturing:
        day = one.due_at.date()
        known = by_day.get(day, Due(0, iso(one.due_at)))
        by_day[day] = Due(known.minor + one.minor, known.at)
    days = list(by_day.values())
    later = sum(due.minor for due in days[most:])
    return () if len(days) == 1 else (*days[:most], *([Due(later)] if later else []))


def titled(kind: str, memo: str) -> str:
    """What a transfer is called: its memo, or else its kind."""
    return memo or NAMES.get(kind) or kind.replace("_", " ").capitalize()


def verb(kind: str, *, is_incoming: bool) -> str:
    """What a person did to or with the other side."""
    if kind in SALES:
        return "Sold to" if is_incoming else "Bought from"
    if kind == "refund":
        return "Refunded by" if is_incoming else "Refunded to"
    return "From" if is_incoming else "To"


def beside(kind: str, other: UserId | None, names: Names, *, is_incoming: bool) -> tuple[str, str]:
    """The verb and the other side of a transfer."""
    if other is None and kind in _BESIDE:
        return "", _BESIDE[kind]
    return verb(kind, is_incoming=is_incoming), name_of(other, names)


def movement(row: HistoryRow, names: Names) -> Movement:
    """A transfer as a line of the history."""
    is_incoming = row.amount_minor > 0
    did, side = beside(row.kind, row.counterparty_id, names, is_incoming=is_incoming)
    note, note_minor = _note(row)
    return Movement(
        id=row.id,
        sign=_SIGNS.get(row.kind) or ("in" if is_incoming else "out"),
        title=titled(row.kind, row.title),
        verb=did,
        side=side,
        note=note,
        note_minor=note_minor,
        amount_minor=row.amount_minor,
        at=iso(row.at),
        matures_at=iso(row.matures_at),
    )


def _note(row: HistoryRow) -> tuple[str, int]:
    if row.kind in _NOTES:
        return _NOTES[row.kind], 0
    of_kind = NAMES[row.kind] if row.title and row.kind in NAMES else ""
    if not row.promo_minor or (row.promo_minor > 0) != (row.amount_minor > 0):
        return of_kind, 0
    if row.promo_minor == row.amount_minor:
        return "With initial credit", 0
    return "with initial credit", abs(row.promo_minor)
