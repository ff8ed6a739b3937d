"""Receipts of every kind: what each bucket gave or got to the cent, and what belongs to it."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.money import TEST_CURRENCY
from dreamdot_app.core.settings import settings
from dreamdot_app.wallet import policy, receipt_shown, service
from dreamdot_app.wallet.contract import TransferId
from dreamdot_app.wallet.history.asked import Asked
from dreamdot_app.wallet.history.kinds import Group
from dreamdot_app.wallet.ledger import holding, issuing, paying_out, returning, topping
from tests.clock import NOON
from tests.factories.wallet import buy, held, key, somebody

LATER = NOON + timedelta(hours=1)
MONEY: dict[str, Any] = {"currency": TEST_CURRENCY, "at": LATER}


async def done(verb: Callable[[AsyncSession], Awaitable[Any]]) -> Any:
    """A verb of the ledger in a transaction of its own."""
    async with transaction(Database.ITEMS, actor=None) as session:
        return await verb(session)


async def receipt_of(user: UserId, transfer: object) -> receipt_shown.Receipt:
    """What the dialog shows, without names."""
    seen = await service.receipt(user_id=user, transfer_id=TransferId(ids.parse(transfer)))
    assert sum(minor for _, minor in seen.own) == seen.amount_minor
    return receipt_shown.receipt(seen, {})


def lines(receipt: receipt_shown.Receipt) -> list[tuple[str, int]]:
    return [(line.label, line.minor) for line in receipt.own]


def others(receipt: receipt_shown.Receipt) -> list[tuple[str, int, bool]]:
    return [(one.label, one.minor, one.id != "") for one in receipt.others]


async def newest(user: UserId, group: Group) -> str:
    page = await service.search(user_id=user, asked=Asked(group=group), now=LATER)
    return page.rows[0].id


async def test_a_refund_and_its_sale_lead_to_each_other() -> None:
    buyer, seller = await somebody(promo=400, deposited=600), await somebody(promo=0)
    sale = await buy(buyer, seller, 1_000, memo="Lamp")
    await done(
        lambda s: returning.refund(
            s, key=key("refund"), sale=sale.transfer_id, amount_minor=500, at=LATER
        )
    )
    got = await receipt_of(buyer, await newest(buyer, Group.REFUNDS))
    assert (got.title, got.subject, got.minor, got.own_minor) == (
        "You got a refund", "Lamp", 500, 500,
    )  # fmt: skip
    assert lines(got) == [("As initial credit, to spend", 200), ("As money added", 300)]
    assert got.shares_label == "Where it came from"
    assert sum(share.minor for share in got.shares) == 500
    assert [share.tone for share in got.shares] == ["earned", "fee"]
    assert others(got) == [("The sale", -1_000, True)]
    gave = await receipt_of(seller, await newest(seller, Group.REFUNDS))
    assert (gave.title, gave.own_label) == ("You gave a refund", "Given back")
    assert lines(gave) == [("From initial credit", 180), ("From what was maturing", 270)]
    assert others(await receipt_of(buyer, sale.transfer_id)) == [("Refunded", 500, True)]
    assert others(await receipt_of(seller, sale.transfer_id)) == [("Refunded", -450, True)]


async def test_a_withdrawal_tells_how_far_it_is() -> None:
    user = await somebody(promo=0, earned=5_000)
    name = key("payout")
    for step, state in (
        (paying_out.begin_payout, "on its way"),
        (paying_out.settle_payout, "paid out"),
    ):
        more = {} if step is paying_out.settle_payout else {
            "owner": user, "currency": TEST_CURRENCY, "amount_minor": 2_000, "reference": ids.new(),
        }  # fmt: skip
        await done(lambda s, step=step, more=more: step(s, key=name, at=LATER, **more))
        seen = await receipt_of(user, await newest(user, Group.WITHDRAWALS))
        assert state in seen.state
        assert (lines(seen), seen.own_label) == ([("From your earnings", 2_000)], "Withdrawn")
    assert others(seen) == [("Arrived at your payment account", 2_000, False)]


async def test_a_withdrawal_that_came_back() -> None:
    user = await somebody(promo=0, earned=5_000)
    name = key("payout")
    begun = await done(
        lambda s: paying_out.begin_payout(
            s, key=name, owner=user, amount_minor=2_000, reference=None, **MONEY
        )
    )
    await done(lambda s: paying_out.return_payout(s, key=name, at=LATER))
    out = await receipt_of(user, begun.transfer_id)
    assert "came back" in out.state
    assert others(out) == [("Came back", 2_000, True)]
    back = await receipt_of(user, out.others[0].id)
    assert (lines(back), others(back)) == (
        [("As earnings", 2_000)], [("The withdrawal", -2_000, True)],
    )  # fmt: skip


async def test_money_added_repays_what_is_owed_first() -> None:
    user = await somebody(promo=0, debt=300)
    added = await done(
        lambda s: topping.top_up(
            s, key=key("top"), owner=user, amount_minor=1_000, reference=None, memo="", **MONEY
        )
    )
    seen = await receipt_of(user, added.transfer_id)
    assert (seen.title, seen.own_label, seen.own_minor) == ("Money added", "You got", 1_000)
    assert lines(seen) == [("As money added", 700), ("Repaid what you owed", 300)]


async def test_a_payment_that_was_charged_back_and_won_back() -> None:
    user = await somebody(promo=0, deposited=400, earned=100)
    name = key("chargeback")
    lost = await done(
        lambda s: returning.charge_back(
            s, key=name, owner=user, amount_minor=700, reference=None, **MONEY
        )
    )
    seen = await receipt_of(user, lost.transfer_id)
    assert lines(seen) == [
        ("From money you added", 400), ("From your earnings", 100), ("Still owed", 200),
    ]  # fmt: skip
    assert seen.own_label == "Taken back by your bank"
    await done(lambda s: returning.reinstate(s, key=name, at=LATER))
    assert others(await receipt_of(user, lost.transfer_id)) == [("Won back", 700, True)]
    assert (await held(user))["debt"] == 0


async def test_what_is_set_aside_and_given_back() -> None:
    payer, seller = await somebody(promo=300, deposited=500), await somebody(promo=0)
    name = key("hold")
    aside = await done(
        lambda s: holding.hold(
            s,
            key=name,
            payer=payer,
            amount_minor=600,
            expires_at=LATER + timedelta(days=1),
            reference=None,
            memo="A lesson",
            **MONEY,
        )
    )
    await done(
        lambda s: holding.capture(
            s,
            hold_key=name,
            key=key("capture"),
            seller=seller,
            amount_minor=400,
            terms=policy.terms(settings()),
            reference=None,
            memo="A lesson",
            at=LATER,
        )
    )
    await done(lambda s: holding.release(s, hold_key=name, key=key("release"), at=LATER))
    seen = await receipt_of(payer, aside.transfer_id)
    assert (seen.title, seen.subject, seen.own_label) == (
        "Money set aside",
        "A lesson",
        "Set aside",
    )
    assert lines(seen) == [("From initial credit", 300), ("From money you added", 300)]
    assert others(seen) == [("Given back", 200, True)]
    sold = await receipt_of(seller, await newest(seller, Group.SALES))
    assert (sold.title, sold.minor, sold.own_minor) == ("You sold a work", 400, 360)
    assert sum(share.minor for share in sold.shares) == 400


async def test_a_promo_code_and_a_refund_to_the_card() -> None:
    user = await somebody(promo=0, deposited=900)
    code = await done(
        lambda s: issuing.issue_promo(
            s, key=key("promo"), owner=user, amount_minor=250, memo="AUTUMN", **MONEY
        )
    )
    seen = await receipt_of(user, code.transfer_id)
    assert (seen.title, seen.subject) == ("Promo code", "AUTUMN")
    assert lines(seen) == [("As initial credit, to spend", 250)]
    name = key("card")
    sent = await done(
        lambda s: returning.refund_deposit(
            s, key=name, owner=user, amount_minor=900, reference=None, **MONEY
        )
    )
    back = await receipt_of(user, sent.transfer_id)
    assert (back.title, back.own_label) == ("Refund to your card", "Sent back to your card")
    await done(lambda s: returning.return_deposit(s, key=name, at=LATER))
    failed = await receipt_of(user, sent.transfer_id)
    assert others(failed) == [("The refund failed and came back", 900, True)]


async def test_every_movement_of_a_full_life_is_in_a_group_and_has_a_name() -> None:
    user = await somebody(promo=100, deposited=900, earned=900, debt=0)
    await done(
        lambda s: issuing.issue_promo(
            s, key=key("promo"), owner=user, amount_minor=5, memo="", **MONEY
        )
    )
    every = (await service.history(user_id=user)).rows
    grouped = [
        row.id
        for group in Group
        if group is not Group.ALL
        for row in (await service.search(user_id=user, asked=Asked(group=group), now=LATER)).rows
    ]
    # What people correct by hand belongs to no group.
    assert sorted(grouped) == sorted(row.id for row in every if row.kind != "correction")
