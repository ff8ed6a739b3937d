"""The check of holds, refunds, payouts and what came back: it finds what was tampered with."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from dreamdot_app.core.embedded import Servers
from dreamdot_app.core.money import TEST_CURRENCY
from dreamdot_app.wallet.contract import ProofView
from dreamdot_app.wallet.ledger import holding, paying_out, post, proving, returning, topping
from dreamdot_app.wallet.ledger.post import Bucket
from tests.clock import NOON
from tests.conftest import WORKER
from tests.factories.wallet import give, items_copy, items_session, key, person
from tests.wallet.test_fold import TERMS
from tests.wallet.test_proof import tampering


async def fill(url: str) -> None:
    """A hold of each end, a refund in parts, a dispute won, payouts of each end."""
    buyer, seller = person(), person()
    what: dict[str, Any] = {"currency": TEST_CURRENCY, "reference": None, "at": NOON}
    async with items_session(url) as session:
        for user in (buyer, seller):
            await post.welcome(
                session, owner=user, currency=TEST_CURRENCY, amount_minor=150, at=NOON
            )
        await topping.top_up(session, key=key(), owner=buyer, amount_minor=900, memo="", **what)
        await give(session, buyer, Bucket.EARNED, 300)
        holds = [key("hold") for _ in range(3)]
        for under, amount in zip(holds, (300, 300, 100), strict=True):
            await holding.hold(
                session, key=under, payer=buyer, amount_minor=amount, memo="",
                expires_at=NOON + timedelta(hours=1), **what,
            )  # fmt: skip
        sale = await holding.capture(
            session, hold_key=holds[0], key=key(), seller=seller, amount_minor=250, terms=TERMS,
            reference=None, memo="", at=NOON,
        )  # fmt: skip
        await holding.release(session, hold_key=holds[0], key=key(), at=NOON)
        await holding.release(session, hold_key=holds[1], key=key(), at=NOON)
        for amount in (50, 60):
            await returning.refund(
                session, key=key(), sale=sale.transfer_id, amount_minor=amount, at=NOON
            )
        dispute, card, *payouts = (key() for _ in range(5))
        await returning.charge_back(session, key=dispute, owner=buyer, amount_minor=70, **what)
        await returning.reinstate(session, key=dispute, at=NOON)
        await returning.refund_deposit(session, key=card, owner=buyer, amount_minor=30, **what)
        await returning.return_deposit(session, key=card, at=NOON)
        for under in payouts:
            await paying_out.begin_payout(session, key=under, owner=buyer, amount_minor=20, **what)
        await paying_out.settle_payout(session, key=payouts[0], at=NOON)
        await paying_out.return_payout(session, key=payouts[1], at=NOON)


@pytest.fixture(scope="module")
def ledger(servers: Servers) -> str:
    """The address of an items database whose ledger nobody else writes."""
    url = items_copy(servers, f"{WORKER}_proof_of_verbs")
    asyncio.run(fill(url))
    return url


def test_it_is_whole_before(ledger: str) -> None:
    async def prove() -> ProofView:
        async with items_session(ledger) as session:
            return await proving.prove(session)

    found = asyncio.run(prove())
    assert found.violations == ()
    assert {"hold": 3, "release": 2, "refund": 2, "payout": 3}.items() <= dict(found.kinds).items()
    assert [name for name, _ in found.heads][:2] == ["fees_c XTS", "fees_p XTS"]


_OF = "transfer_id in (select id from ledger_transfer where kind = '{}')"
TAMPERINGS = {
    "what a hold took": (
        "update ledger_hold set promo = promo - 1, deposited = deposited + 1 where promo > 0",
        "what is held is what was held",
    ),
    "what was captured of a hold": (
        "update ledger_hold set captured = captured - 1, released = released + 1"
        " where captured > 0",
        "what is held is what was held",
    ),
    "a hold is gone": ("delete from ledger_hold", "an account of a hold belongs to one"),
    "credit is paid out": (
        "update ledger_entry e set account_id = a.id, seq = e.seq + 1000"
        " from ledger_account a, ledger_account o where e.account_id = o.id"
        " and o.bucket = 'earned' and a.bucket = 'promo'"
        " and a.owner = o.owner and e." + _OF.format("payout"),
        "each kind of transfer moves what it may",
    ),
    "whom a transfer concerns": (
        "update ledger_transfer set payee = gen_random_uuid() where kind = 'top_up'",
        "is a side of the transfer",
    ),
    "to which bucket a hold went back": (
        "update ledger_entry e set account_id = a.id, seq = e.seq + 1000"
        " from ledger_account a, ledger_account o where e.account_id = o.id"
        " and o.bucket = 'deposited' and a.bucket = 'earned'"
        " and a.owner = o.owner and e."
        + _OF.format("release")
        + " and not exists (select from ledger_entry x where x.transfer_id = e.transfer_id"
        " and x.account_id = a.id)",
        "goes back to the buckets it was held from",
    ),
    "what a refund gave back": (
        "update ledger_refund set deposited = deposited - 1, earned = earned + 1",
        "gives back to the buckets that paid",
    ),
    "the proportion of a refund": (
        "update ledger_refund set deposited = deposited + 9, promo = promo - 9",
        "in proportion",
    ),
    "a refund is gone": ("delete from ledger_refund", "gives back to the buckets that paid"),
    "which sale was refunded": (
        "update ledger_refund set sale_id = gen_random_uuid()",
        "in proportion",
    ),
    "a dispute was won that nobody raised": (
        "update ledger_transfer set kind = 'gift' where kind = 'chargeback'",
        "comes back or settles had left",
    ),
    "a payout settled twice": (
        "insert into ledger_transfer select gen_random_uuid(), key || ':settled', kind, currency,"
        " actor, payer, payee, reference, memo, content, created_at from ledger_transfer"
        " where kind = 'payout_settled'",
        "comes back or settles had left",
    ),
    "a payout is forgotten": (
        "update ledger_transfer set key = key || 'x' where kind = 'payout_returned'",
        "what is clearing has neither settled nor come back",
    ),
    "more was withdrawn than came in": (
        "update ledger_entry set amount = amount + 9999 where amount > 0 and "
        + _OF.format("payout_settled"),
        "no more is withdrawn than came in",
    ),
    "what was cut of a sale": (
        "delete from ledger_maturity_cut",
        "what was taken before it matured is known sale by sale",
    ),
}


@pytest.mark.parametrize("tampered", TAMPERINGS)
def test_tampering_is_found(servers: Servers, ledger: str, tampered: str) -> None:
    statement, expected = TAMPERINGS[tampered]

    async def tamper() -> tuple[int, ProofView]:
        async with tampering(servers, ledger) as session:
            changed = await session.execute(text(statement.replace(":", r"\:")))
            return changed.rowcount, await proving.prove(session)  # pyright: ignore[reportAttributeAccessIssue]

    changed, found = asyncio.run(tamper())
    assert changed > 0
    assert expected in "\n".join(found.violations)
