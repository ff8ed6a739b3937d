"""Earnings in words and bars. Amounts are minor units, times ISO 8601 in UTC."""

from dataclasses import dataclass
from datetime import date

from dreamdot_app.core import money
from dreamdot_app.wallet.earning.contract import EarningsView, NextPayout, Sums, WorkEarned
from dreamdot_app.wallet.earning.spans import Span

_SPANS = {
    Span.WEEK: "the last 7 days",
    Span.MONTH: "the last 30 days",
    Span.QUARTER: "the last 90 days",
    Span.YEAR: "the last 12 months",
    Span.ALL: "all the time",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A day or a month; ``label`` is short, for an axis, ``name`` says it in full."""

    label: str = ""
    name: str = ""
    sales: int = 0
    cash: int = 0
    credit: int = 0
    fees: int = 0
    refunded: int = 0


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A work; the thousandths are what it brought in each colour of what the best one did."""

    id: str = ""
    title: str = ""
    sales: int = 0
    cash: int = 0
    credit: int = 0
    kept: int = 0
    cash_permille: int = 0
    credit_permille: int = 0
    rest_permille: int = 0


@dataclass(frozen=True, slots=True)
class MaturingRow:
    """What becomes theirs on a day."""

    at: str = ""
    minor: int = 0
    sales: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole page. ``summary`` says in words what the bars show, ``bars`` are all of them and
    ``listed`` those with something in them, the latest first.
    """

    has_sold: bool = False
    span: str = ""
    unit: str = "day"
    kept: int = 0
    cash: int = 0
    credit: int = 0
    sales: int = 0
    fees: int = 0
    refunded: int = 0
    refunds: str = ""
    summary: str = ""
    bars: tuple[Bar, ...] = ()
    listed: tuple[Bar, ...] = ()
    works: tuple[WorkRow, ...] = ()
    more_works: str = ""
    maturing: tuple[MaturingRow, ...] = ()
    maturing_minor: int = 0
    payout: str = ""
    payout_at: str = ""
    can_withdraw: bool = False


def shown(view: EarningsView, span: Span) -> Shown:
    """Earnings as their page shows them."""
    total = view.total
    bars = tuple(_bar(one.day, one.sums, view.unit) for one in view.days)
    return Shown(
        has_sold=view.has_sold,
        span=_SPANS[span],
        unit=view.unit,
        kept=total.kept,
        cash=total.kept_cash,
        credit=total.kept_promo,
        sales=total.sales,
        fees=total.fee_promo + total.fee_cash,
        refunded=total.refunded_promo + total.refunded_cash,
        refunds=_counted(total.refunds, "refund") if total.refunds else "",
        summary=_summary(bars, view.unit, _SPANS[span]),
        bars=bars,
        listed=tuple(bar for bar in reversed(bars) if bar.sales or bar.refunded),
        works=_works(view.works),
        more_works=_more(view.works_sold - len(view.works)),
        maturing=tuple(
            MaturingRow(day.due_at.isoformat(), day.minor, _counted(day.sales, "sale"))
            for day in view.maturing
        ),
        maturing_minor=sum(day.minor for day in view.maturing),
        payout=_payout(view.payout),
        payout_at=view.payout.then_at.isoformat() if view.payout.then_at else "",
        can_withdraw=view.payout.now_minor > 0,
    )


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _bar(day: date, sums: Sums, unit: str) -> Bar:
    by_month = unit == "month"
    return Bar(
        label=f"{day:%b %Y}" if by_month else f"{day.day} {day:%b}",
        name=f"{day:%B %Y}" if by_month else f"{day.day} {day:%B %Y}",
        sales=sums.sales,
        cash=sums.kept_cash,
        credit=sums.kept_promo,
        fees=sums.fee_promo + sums.fee_cash,
        refunded=sums.refunded_promo + sums.refunded_cash,
    )


def _summary(bars: tuple[Bar, ...], unit: str, span: str) -> str:
    busy = [bar for bar in bars if bar.cash + bar.credit > 0]
    if not busy:
        return f"Nothing was earned in {span}."
    best = max(busy, key=lambda bar: bar.cash + bar.credit)
    return (
        f"Earnings by {unit} in {span}: something on {_counted(len(busy), unit)}, the most in"
        f" {best.name} with {money.show(best.cash + best.credit)}."
    )


def _works(works: tuple[WorkEarned, ...]) -> tuple[WorkRow, ...]:
    most = max([1, *(one.sums.kept for one in works)])
    return tuple(_work(one, most) for one in works)


def _work(one: WorkEarned, most: int) -> WorkRow:
    cash, credit = one.sums.kept_cash, one.sums.kept_promo
    parts = [min(1_000, max(0, part) * 1_000 // most) for part in (cash, credit)]
    return WorkRow(
        id=str(one.source),
        title=one.title or "Untitled",
        sales=one.sums.sales,
        cash=cash,
        credit=credit,
        kept=one.sums.kept,
        cash_permille=parts[0],
        credit_permille=parts[1],
        rest_permille=max(0, 1_000 - sum(parts)),
    )


def _more(number: int) -> str:
    return f"And {_counted(number, 'more work')} with smaller earnings." if number > 0 else ""


def _payout(payout: NextPayout) -> str:
    if payout.debt_minor:
        return (
            f"Your wallet owes {money.show(payout.debt_minor)}. What you earn repays it first;"
            " then it can be withdrawn."
        )
    if payout.now_minor:
        return f"{money.show(payout.now_minor)} can be withdrawn now."
    if payout.then_minor:
        return f"{money.show(payout.then_minor)} can be withdrawn from"
    return f"Another {money.show(payout.missing_minor)} in cash, and the first can be withdrawn."
