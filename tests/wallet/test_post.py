"""One transfer: what the ledger does, and what it refuses."""

import asyncio
from contextlib import suppress

import pytest

from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.money import TEST_CURRENCY
from dreamdot_app.wallet.contract import (
    BlockedByDebt,
    ColoursMixed,
    InsufficientFunds,
    KeyReused,
    LegsRefused,
)
from dreamdot_app.wallet.ledger import post
from dreamdot_app.wallet.ledger.post import Bucket, Kind, Leg, Posted
from tests.clock import NOON
from tests.factories.ledger import hold, release
from tests.factories.wallet import held, key, person, somebody, top_up


async def move(
    legs: list[Leg], *, under: str = "", kind: str = Kind.CORRECTION, **more: object
) -> Posted:
    async with transaction(Database.ITEMS, actor=None) as session:
        return await post.post(
            session,
            key=under or key(),
            kind=kind,
            currency=str(more.pop("currency", TEST_CURRENCY)),
            legs=legs,
            at=NOON,
            **more,  # pyright: ignore[reportArgumentType]
        )


async def test_a_transfer_moves_what_its_legs_say_and_makes_missing_accounts() -> None:
    user = person()
    done = await move(top_up(user, Bucket.DEPOSITED, 1_500))
    assert not done.happened_before
    assert done.transfer_id.version == 7
    assert await held(user) == {"promo": 0, "deposited": 1_500, "pending": 0, "earned": 0}


async def test_the_same_key_and_content_happen_once() -> None:
    user, under = person(), key()
    first = await move(top_up(user, Bucket.DEPOSITED, 700), under=under)
    again = await move(top_up(user, Bucket.DEPOSITED, 700), under=under)
    assert again == Posted(first.transfer_id, happened_before=True)
    assert (await held(user))["deposited"] == 700


@pytest.mark.parametrize("other", ["amount", "owner", "kind"])
async def test_the_same_key_with_another_content_is_refused(other: str) -> None:
    user, under = person(), key()
    await move(top_up(user, Bucket.DEPOSITED, 700), under=under)
    stranger = person()
    legs = {
        "amount": top_up(user, Bucket.DEPOSITED, 701),
        "owner": top_up(stranger, Bucket.DEPOSITED, 700),
        "kind": top_up(user, Bucket.DEPOSITED, 700),
    }[other]
    with pytest.raises(KeyReused):
        await move(legs, under=under, kind="gift" if other == "kind" else Kind.CORRECTION)
    assert (await held(user))["deposited"] == 700
    assert await held(stranger) == {}


async def test_a_bucket_never_falls_below_zero() -> None:
    user = await somebody(promo=0, deposited=100)
    with pytest.raises(InsufficientFunds) as refused:
        await move([Leg(user, Bucket.DEPOSITED, -101), Leg(None, Bucket.EQUITY, 101)])
    assert (refused.value.needed, refused.value.available) == (101, 100)
    assert "$1.01" in refused.value.message
    assert (await held(user))["deposited"] == 100


@pytest.mark.parametrize(
    "legs",
    [
        [("promo", -500), ("earned", 500)],
        [("promo", -500), ("promo_issued", 400), ("equity", 100)],
        [("promo", -1), ("promo_issued", 2), ("deposited", -1)],
        [("deposited", 5), ("stripe_in", -4)],
    ],
)
async def test_a_colour_that_does_not_sum_to_zero_is_refused(legs: list[tuple[str, int]]) -> None:
    user = await somebody(deposited=100)
    before = await held(user)
    own = {"promo", "deposited", "earned"}
    with pytest.raises(ColoursMixed):
        await move([Leg(user if name in own else None, name, amount) for name, amount in legs])
    assert await held(user) == before


async def test_legs_that_are_no_transfer_are_refused() -> None:
    user = await somebody()
    wrong = [
        [],
        [Leg(user, Bucket.PROMO, 5)],
        [Leg(user, Bucket.PROMO, 0), Leg(None, Bucket.PROMO_ISSUED, 0)],
        [
            Leg(user, Bucket.DEPOSITED, 5),
            Leg(user, Bucket.DEPOSITED, 5),
            Leg(None, Bucket.EQUITY, -10),
        ],
        [Leg(user, Bucket.EQUITY, 5), Leg(None, Bucket.STRIPE_IN, -5)],
        [Leg(None, Bucket.EARNED, 5), Leg(None, Bucket.STRIPE_IN, -5)],
        [Leg(user, "savings", 5), Leg(None, Bucket.STRIPE_IN, -5)],
    ]
    for legs in wrong:
        with pytest.raises(LegsRefused):
            await move(legs)
    with pytest.raises(LegsRefused):
        await move(top_up(user, Bucket.DEPOSITED, 5), currency="usd")


async def test_currencies_are_apart() -> None:
    user = await somebody(promo=0)
    await move(top_up(user, Bucket.DEPOSITED, 300), currency="USD")
    with pytest.raises(InsufficientFunds):
        await move([Leg(user, Bucket.DEPOSITED, -300), Leg(None, Bucket.EQUITY, 300)])


async def test_a_hold_is_an_account_that_cannot_be_overdrawn() -> None:
    user, under = await somebody(promo=1_000), key()
    await hold(user, 600, under=under)
    name = f"hold.{under}.promo"
    with pytest.raises(InsufficientFunds):
        await move([Leg(None, name, -601), Leg(user, Bucket.PROMO, 601)])
    await release(under)
    assert (await held(user))["promo"] == 1_000


class _Undone(Exception):
    """Ends a transaction that must leave nothing."""


@pytest.mark.parametrize("kind", ["sale", "hold", "payout", "card_refund"])
async def test_who_owes_starts_nothing_that_spends(kind: str) -> None:
    user = await somebody(deposited=900, debt=50)
    legs = [Leg(user, Bucket.DEPOSITED, -100), Leg(None, Bucket.EQUITY, 100)]
    with pytest.raises(BlockedByDebt) as refused:
        await move(legs, kind=kind, payer=user)
    assert refused.value.debt_minor == 50
    repaid = [Leg(user, Bucket.DEPOSITED, -50), Leg(user, Bucket.DEBT, 50)]
    await move(repaid)
    with suppress(_Undone):
        async with transaction(Database.ITEMS, actor=None) as session:
            await post.post(
                session, key=key(), kind=kind, currency=TEST_CURRENCY, legs=legs, at=NOON,
                payer=user,
            )  # fmt: skip
            raise _Undone  # no payout looks like this
    assert (await held(user)).items() >= {"deposited": 850, "debt": 0}.items()


async def test_a_debt_is_never_repaid_twice() -> None:
    user = await somebody(deposited=900, debt=50)
    with pytest.raises(Exception, match="ck_ledger_account_bounds"):
        await move([Leg(user, Bucket.DEPOSITED, -51), Leg(user, Bucket.DEBT, 51)])


async def test_accounts_that_many_make_at_once_are_made_once() -> None:
    user = person()
    await asyncio.gather(*(move(top_up(user, Bucket.DEPOSITED, 1)) for _ in range(8)))
    assert await held(user) == {"promo": 0, "deposited": 8, "pending": 0, "earned": 0}


def test_ids_are_in_the_order_of_their_times() -> None:
    moments = [NOON.replace(microsecond=micros) for micros in (0, 1, 2, 999, 1_000, 999_999)]
    made = [post.transfer_id(at) for at in moments]
    assert made == sorted(made)
    assert all(one.version == 7 and one.variant == "specified in RFC 4122" for one in made)
