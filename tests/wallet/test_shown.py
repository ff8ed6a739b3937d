"""The wallet in words."""

from datetime import timedelta

import pytest

from dreamdot_app.accounts.contract import PersonCard
from dreamdot_app.core import ids
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet import receipt_shown, shown
from dreamdot_app.wallet.contract import BalancesView, HistoryRow, ReceiptView, ShareView
from dreamdot_app.wallet.history.kinds import NAMES as KIND_NAMES
from dreamdot_app.wallet.ledger.post import Kind
from tests.clock import NOON

pytestmark = pytest.mark.pure

ANA, GONE = UserId(ids.new()), UserId(ids.new())
NAMES = {ANA: PersonCard(ANA, "ana", "Ana Lima", "/a.svg")}
LATER = NOON + timedelta(days=7)


def row(kind: str = "sale", amount: int = 90, **more: object) -> HistoryRow:
    given = {"title": "Lamp", "counterparty_id": ANA, **more}
    return HistoryRow(id="x", kind=kind, amount_minor=amount, at=NOON, **given)  # pyright: ignore[reportArgumentType]


def told(of: HistoryRow) -> tuple[str, str, str, str]:
    line = shown.movement(of, NAMES)
    part = f"{line.note_minor} " if line.note_minor else ""
    return line.sign, line.title, f"{line.verb} {line.side}".strip(), part + line.note


def test_lines_of_history() -> None:
    assert told(row()) == ("in", "Lamp", "Sold to Ana Lima", "")
    assert told(row(promo_minor=90))[3] == "With initial credit"
    assert told(row(amount=-90, promo_minor=-40)) == (
        "out", "Lamp", "Bought from Ana Lima", "40 with initial credit",
    )  # fmt: skip
    assert told(row(counterparty_id=GONE))[2] == "Sold to Somebody who left"
    assert told(row("welcome", 500, title="", counterparty_id=None)) == (
        "gift", "Initial credit", "From DreamDot", "To spend, never to withdraw",
    )  # fmt: skip
    assert told(row("card_refund", -5, title="", counterparty_id=None))[1:3] == (
        "Refund to your card", "From money you added",
    )  # fmt: skip
    assert shown.movement(row(maturing_minor=5, matures_at=LATER), NAMES).matures_at.startswith(
        "2026-11-27"
    )


def test_every_kind_that_moves_a_persons_money_has_a_name() -> None:
    unnamed = {kind.value for kind in Kind} - KIND_NAMES.keys()
    assert unnamed == {"sale", "stripe_fee"}  # a sale has its work's title, a fee is not theirs
    assert {kind.value for kind in Kind} >= KIND_NAMES.keys()


def test_parts_tell_what_one_may_do_with_them() -> None:
    new = shown.parts(BalancesView(promo_minor=5_000_000))
    assert [(part.name, part.minor) for part in new] == [
        ("Earned in cash", 0),
        ("Initial credit", 5_000_000),
    ]
    assert "never be withdrawn" in new[-1].detail
    full = BalancesView(
        promo_minor=1, deposited_minor=2, pending_minor=3, earned_minor=4, matures_at=LATER
    )
    assert [(part.tone, part.minor) for part in shown.parts(full)] == [
        ("earned", 4), ("added", 2), ("maturing", 3), ("credit", 1),
    ]  # fmt: skip
    assert shown.parts(full)[2].until.startswith("2026-11-27")


def receipt(**more: object) -> ReceiptView:
    given: dict[str, object] = {
        "id": "x", "kind": "sale", "title": "Lamp", "currency": "XTS", "at": NOON,
        "is_incoming": False, "counterparty_id": ANA, "reference": None, "total_minor": 159,
        "amount_minor": -159, "shares": (ShareView(ANA, 41, 103), ShareView(None, 4, 11)),
        "own": (("promo", -45), ("deposited", -60), ("earned", -54)), "related": (),
        "is_test_money": True, "matures_at": None,
    }  # fmt: skip
    return ReceiptView(**{**given, **more})  # pyright: ignore[reportArgumentType]


def test_a_buyers_receipt() -> None:
    seen = receipt_shown.receipt(receipt(), NAMES)
    assert (seen.title, seen.subject, seen.detail) == (
        "You bought a work", "Lamp", "Bought from Ana Lima",
    )  # fmt: skip
    assert [(line.label, line.minor, line.share) for line in seen.shares] == [
        ("Ana Lima", 144, "90.6%"), ("DreamDot", 15, "9.4%"),
    ]  # fmt: skip
    assert (seen.shares[0].detail, seen.shares[0].credit_minor) == ("Creator", 41)
    assert [(line.label, line.minor) for line in seen.own] == [
        ("From initial credit", 45), ("From money you added", 60), ("From your earnings", 54),
    ]  # fmt: skip
    assert (seen.own_label, seen.own_minor) == ("Paid", 159)


def test_a_sellers_receipt() -> None:
    seen = receipt_shown.receipt(
        receipt(
            is_incoming=True, amount_minor=144, matures_at=LATER,
            own=(("promo", 41), ("debt", 10), ("pending", 93)),
        ),
        NAMES,
    )  # fmt: skip
    assert [(line.label, line.minor) for line in seen.own] == [
        ("As initial credit, to spend", 41), ("As earnings", 93), ("Repaid what you owed", 10),
    ]  # fmt: skip
    assert (seen.own_label, seen.own_minor, seen.title) == ("You got", 144, "You sold a work")


def test_whose_names_are_needed() -> None:
    assert shown.people_of([row(), row(counterparty_id=None)]) == {ANA}
    assert receipt_shown.people_on(receipt(counterparty_id=GONE)) == {ANA, GONE}
