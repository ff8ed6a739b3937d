"""Sales as a file: one's own alone, to the cent, and never a formula."""

import csv
from datetime import timedelta
from io import StringIO

from dreamdot_app.core import clock, ids
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.earning import routes, sheet
from tests.accounts.clients import client_of, with_token
from tests.clock import NOON
from tests.factories.accounts import joined
from tests.factories.wallet import buy, somebody

SECOND = timedelta(seconds=1)


async def rows_of(seller: UserId) -> list[dict[str, str]]:
    """A seller's whole file, as a spreadsheet reads it."""
    pieces = sheet.sales_csv(seller=seller, since=NOON - SECOND, until=NOON + 40 * SECOND)
    text = "".join([piece async for piece in pieces])
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


async def test_every_split_is_in_it_to_the_cent() -> None:
    seller, mixed = await somebody(promo=0), await somebody(promo=400, deposited=601)
    sale = await buy(mixed, seller, 1_001, memo='Lamp, "the" second')
    (row,) = await rows_of(seller)
    assert row == {
        "Time (UTC)": "2026-11-20 12:00:00",
        "Kind": "Sale",
        "Work": 'Lamp, "the" second',
        "Currency": "XTS",
        "Price": "10.01",
        "Fee as credit": "0.40",
        "Fee in cash": "0.60",
        "Yours as credit": "3.60",
        "Yours in cash": "5.41",
        "Matures (UTC)": "2026-12-04 12:00:00",
        "Receipt": ids.short(sale.transfer_id),
    }


async def test_it_has_ones_own_sales_alone_and_no_purchases() -> None:
    one, other, fan = await somebody(), await somebody(), await somebody()
    await buy(fan, one, 100, memo="One's")
    await buy(fan, other, 100, memo="Other's")
    await buy(one, other, 100, memo="Bought")
    assert [row["Work"] for row in await rows_of(one)] == ["One's"]
    assert await rows_of(fan) == []
    assert str(fan) not in str(await rows_of(one))


async def test_many_rows_come_in_pieces_in_order_each_once() -> None:
    seller, fan = await somebody(), await somebody()
    sold = [await buy(fan, seller, 10 + n, now=NOON + n * SECOND) for n in range(7)]
    for at_once in (1, 3, 7, 100):
        pieces = [
            piece
            async for piece in sheet.sales_csv(
                seller=seller, since=NOON, until=NOON + timedelta(days=1), at_once=at_once
            )
        ]
        receipts = [line.rsplit(",", 1)[-1] for line in "".join(pieces).splitlines()[1:]]
        assert receipts == [ids.short(sale.transfer_id) for sale in sold]
        assert len(pieces) == 1 + -(-7 // at_once)


async def test_it_is_given_to_who_is_signed_in() -> None:
    member = await joined(now=clock.now())
    fan = await somebody()
    await buy(fan, member.viewer.id, 100, memo="=1+1", now=clock.now())
    async with client_of(*routes.routes()) as client:
        mine = await client.get("/api/wallet/earnings.csv", headers=with_token(member.token))
        assert mine.status_code == 200
        assert mine.headers["content-type"] == "text/csv; charset=utf-8"
        assert mine.headers["cache-control"] == "no-store"
        assert mine.headers["content-disposition"].startswith("attachment; filename=")
        assert ",'=1+1," in mine.text
        assert (await client.get("/api/wallet/earnings.csv")).status_code == 401
        odd = await client.get("/api/wallet/earnings.csv?span=40", headers=with_token(member.token))
        assert odd.status_code == 422
        other = await joined(now=clock.now())
        theirs = await client.get(
            f"/api/wallet/earnings.csv?span=all&seller={member.viewer.id}",
            headers=with_token(other.token),
        )
        assert "'=1+1" not in theirs.text
