"""The chains, computed a second time from their description, as a browser would."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.ledger import folding
from tests.clock import NOON
from tests.factories.wallet import buy, somebody

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def number(value: int) -> bytes:
    """Eight bytes, signed, big-endian."""
    return value.to_bytes(8, "big", signed=True)


def micros(at: datetime) -> bytes:
    return number((at - EPOCH) // timedelta(microseconds=1))


def genesis(owner: UUID | None, bucket: str, colour: str, currency: str) -> bytes:
    begins = f"dreamdot ledger 1|{owner or ''}|{bucket}|{colour}|{currency}"
    return hashlib.sha256(begins.encode()).digest()


def link(previous: bytes, entry: Any) -> bytes:
    canonical = b"".join(
        (
            previous,
            entry.transfer_id.bytes,
            number(entry.account_id),
            number(entry.seq),
            number(entry.amount),
            number(entry.balance_after),
            micros(entry.created_at),
        )
    )
    assert len(canonical) == 88
    return hashlib.sha256(canonical).digest()


async def rows(query: str, **values: object) -> list[Any]:
    async with reading(Database.ITEMS) as session:
        return list((await session.execute(text(query), values)).all())


async def check_chains_of(owner: UserId) -> int:
    """Walk every chain of a person; how many entries there were."""
    walked = 0
    for account in await rows("select * from ledger_account where owner = :o", o=owner):
        head, balance = genesis(owner, account.bucket, account.colour, account.currency), 0
        entries = await rows(
            "select * from ledger_entry where account_id = :a order by seq", a=account.id
        )
        for seq, entry in enumerate(entries, 1):
            balance += entry.amount
            assert (entry.seq, entry.previous, entry.balance_after) == (seq, head, balance)
            head = link(head, entry)
            assert entry.hash == head
            walked += 1
        assert (account.head, account.balance, account.seq) == (head, balance, len(entries))
    return walked


async def test_a_persons_chains_verify_from_the_description_alone() -> None:
    buyer = await somebody(promo=700, deposited=900, earned=50)
    seller = await somebody(promo=0)
    odd = NOON.replace(microsecond=123_457) + timedelta(seconds=1)
    for price in (300, 500, 1, 849):
        await buy(buyer, seller, price, now=odd)
    assert await check_chains_of(buyer) == 3 + 6
    assert await check_chains_of(seller) == 5


async def test_the_platforms_chain_of_folds_verifies_from_the_description_alone() -> None:
    buyer, seller = await somebody(), await somebody()
    for _ in range(3):
        await buy(buyer, seller, 250)
        async with transaction(Database.ITEMS, actor=None) as session:
            await folding.fold(session, at=NOON)
    account = (await rows("select * from ledger_account where bucket = 'fees_p'"))[0]
    head, through, balance = genesis(None, "fees_p", "P", account.currency), 0, 0
    folds = await rows("select * from ledger_fold where account_id = :a order by seq", a=account.id)
    for fold in folds:
        entries = await rows(
            "select * from ledger_entry where account_id = :a and id > :after and id <= :through"
            " order by id",
            a=account.id, after=through, through=fold.through_id,
        )  # fmt: skip
        items = [
            number(one.id) + one.transfer_id.bytes + number(one.amount) + micros(one.created_at)
            for one in entries
        ]
        balance, through = balance + sum(one.amount for one in entries), fold.through_id
        assert fold.digest == hashlib.sha256(b"".join(items)).digest()
        figures = (account.id, fold.seq, through, len(entries), fold.amount, balance)
        canonical = head + b"".join(map(number, figures)) + fold.digest
        assert len(canonical) == 112
        head = hashlib.sha256(canonical).digest()
        assert (fold.previous, fold.hash)[1] == head
    assert len(folds) >= 3
    # Other tests may have folded on since: the chain up to what was read is what counts.
    assert any(fold.hash == head for fold in folds)
