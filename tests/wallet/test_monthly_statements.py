"""Statements add up to the cent, and are one's own."""

import csv
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.core import ids
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.statements import service
from dreamdot_app.wallet.statements.csv_file import CsvStatement
from dreamdot_app.wallet.statements.models import BUCKETS, Month, month_of
from dreamdot_app.wallet.statements.pdf_file import PdfStatement
from dreamdot_app.wallet.statements.service import StatementTooLong
from tests.clock import NOON
from tests.factories.wallet import buy, held, somebody

LISBON, UTC, AUCKLAND = ZoneInfo("Europe/Lisbon"), ZoneInfo("UTC"), ZoneInfo("Pacific/Auckland")
HERE = Month(NOON.year, NOON.month)


def asking(user: UserId, name: str = "Lucía Ferrante") -> Viewer:
    return Viewer(
        id=user, username="lucia", display_name=name, avatar_url="", session_id=ids.new(),
        token_hash=b"",
    )  # fmt: skip


async def csv_of(user: UserId, month: Month, zone: ZoneInfo = UTC) -> list[dict[str, str]]:
    """The rows of a statement."""
    file = BytesIO()
    await service.write(
        viewer=asking(user), month=month, zone=zone, most=1_000, into=CsvStatement(file)
    )
    return list(csv.DictReader(StringIO(file.getvalue().decode("utf-8-sig"))))


def cents(row: dict[str, str]) -> dict[str, int]:
    return {bucket: round(float(row[bucket]) * 100) for bucket in BUCKETS}


async def busy(months: int = 3) -> UserId:
    """Somebody who buys and sells something on a day of each of the last months."""
    one = await somebody(promo=500, deposited=900, earned=300)
    other = await somebody(deposited=9_000, promo=40)
    for month in range(months):
        now = NOON + timedelta(days=31 * month, hours=1)
        await buy(one, other, 101 + month, memo=f"=Bought {month}", now=now)
        await buy(other, one, 333 + month, memo=f"Sold {month}", now=now + timedelta(hours=1))
    return one


async def test_statements_add_up_month_after_month_to_what_the_ledger_says() -> None:
    user = await busy()
    now = NOON + timedelta(days=70)
    months = await service.months(user_id=user, zone=UTC, now=now)
    assert [month.text for month in reversed(months)] == [
        month.text for month in (HERE, HERE.next(), HERE.next().next())
    ]
    before = dict.fromkeys(BUCKETS, 0)
    for month in reversed(months):
        rows = await csv_of(user, month)
        opening, *moved, closing = [row for row in rows if row["row"] != "head"]
        assert cents(opening) == before
        for row in moved:
            parts = cents(row)
            assert sum(parts.values()) == round(float(row["amount"]) * 100)
            before = {bucket: before[bucket] + parts[bucket] for bucket in BUCKETS}
            assert sum(before.values()) == round(float(row["balance"]) * 100)
        assert cents(closing) == before
        assert closing["title"] == f"{len(moved)} movements"
    assert {k: v for k, v in before.items() if v} == {
        k: v for k, v in (await held(user)).items() if v
    }


async def test_a_statement_ends_with_the_heads_of_the_chains() -> None:
    user = await busy(1)
    stated = {row["bucket"]: row for row in await service.chains(user_id=user)}
    heads = [row for row in await csv_of(user, HERE) if row["row"] == "head"]
    assert {row["with"] for row in heads} == {row["head"] for row in stated.values()}
    assert f"account {stated['promo']['id']}, promo, entry 3" in {row["title"] for row in heads}


async def test_a_month_is_that_of_the_persons_clock() -> None:
    user, other = await somebody(), await somebody()
    last = Month(2026, 12).begins(UTC) - timedelta(minutes=5)  # already December in Auckland
    await buy(user, other, 240, memo="At midnight", now=last)
    now = last + timedelta(days=40)
    in_utc = await service.months(user_id=user, zone=UTC, now=now)
    there = await service.months(user_id=user, zone=AUCKLAND, now=now)
    assert "2026-12" not in {month.text for month in in_utc}
    assert "2026-12" in {month.text for month in there}
    [row] = [
        row for row in await csv_of(user, Month(2026, 12), AUCKLAND) if row["row"] == "movement"
    ]
    assert row["time"].startswith("2026-12-01T12:55:00+13:00")
    assert [one.text for one in await service.months(user_id=user, zone=LISBON, now=now)]


async def test_what_a_statement_says_of_a_movement() -> None:
    user = await busy(1)
    rows = await csv_of(user, HERE)
    bought = next(row for row in rows if "Bought" in row["title"])
    assert bought["title"] == "'=Bought 0"  # no formula of a spreadsheet
    assert (bought["kind"], bought["currency"], bought["promo"]) == ("sale", "XTS", "-1.01")
    assert rows[0]["title"].startswith("Lucía Ferrante, ")
    assert "Test money" in rows[0]["title"]


async def test_no_title_of_a_statement_is_a_formula() -> None:
    user, other = await somebody(), await somebody()
    for title in (" =1+1", "\n=1", "＝1+1"):
        await buy(user, other, 10, memo=title, now=NOON + timedelta(hours=1))
    titles = {row["title"] for row in await csv_of(user, HERE) if row["row"] == "movement"}
    assert {"' =1+1", "'\n=1", "'＝1+1"} <= titles


async def test_a_month_without_movements_has_no_statement() -> None:
    user = await somebody()
    with pytest.raises(NotFound):
        await csv_of(user, Month(2020, 1))
    with pytest.raises(NotFound):
        await csv_of(UserId(ids.new()), HERE)


async def test_a_statement_is_bounded() -> None:
    user = await busy(1)
    with pytest.raises(StatementTooLong):
        await service.write(
            viewer=asking(user), month=HERE, zone=UTC, most=2, into=CsvStatement(BytesIO())
        )


async def test_a_pdf_is_drawn_in_every_script() -> None:
    user, other = await somebody(promo=5_000), await somebody()
    titles = (
        "Straße Ñandú Łódź",
        "Солёный собор",
        "塩の大聖堂かな",
        "소금 성당",
        "مرحبا",
        "🌊",
        "x" * 300,
    )
    for place, title in enumerate(titles):
        await buy(user, other, 10, memo=title, now=NOON + timedelta(minutes=place + 1))
    file = BytesIO()
    await service.write(
        viewer=replace(asking(user), display_name="Ελένη 李"), month=HERE, zone=LISBON, most=100,
        into=PdfStatement(file),
    )  # fmt: skip
    written = file.getvalue()
    assert written.startswith(b"%PDF-")
    assert written.rstrip().endswith(b"%%EOF")
    assert b"InstrumentSans" in written


@pytest.mark.pure
@pytest.mark.parametrize(
    "text", [None, 5, "", "2026", "2026-13", "2026-00", "1026-1", "２０２６-11"]
)
def test_what_is_no_month(text: Any) -> None:
    with pytest.raises(NotFound):
        month_of(text)


@pytest.mark.pure
def test_months_in_a_row() -> None:
    assert month_of("2026-12").next() == Month(2027, 1)
    assert Month(2026, 11).name == "November 2026"
    assert Month(2026, 11).begins(AUCKLAND) == datetime(2026, 10, 31, 11, tzinfo=UTC)
