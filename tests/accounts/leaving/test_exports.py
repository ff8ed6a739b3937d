"""Exports: all of it and nothing secret, one at a time, for its owner alone, gone after a week."""

import io
import json
import stat
import zipfile
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from dreamdot_app.accounts.errors import ProofNeeded
from dreamdot_app.accounts.leaving import exports, parts
from dreamdot_app.accounts.leaving.errors import EnoughExports, ExportUnderWay
from dreamdot_app.accounts.leaving.models import DataExport
from dreamdot_app.accounts.leaving.parts import Entry
from dreamdot_app.accounts.models import Account
from dreamdot_app.core import bus, clock
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.settings import settings
from dreamdot_app.wallet.codes import service as codes
from tests.accounts.leaving.payments import add_money, refund_that_hangs
from tests.accounts.leaving.people import SECRETS, Marked, marked_person
from tests.accounts.leaving.test_forgetting import trade
from tests.conftest import RunOutbox
from tests.factories.accounts import joined
from tests.factories.top_ups import ask as ask_to_add
from tests.mail import letters_to, link_in
from tests.wallet.codes.people import made


async def ask(person: Marked, now: datetime | None = None) -> UUID:
    at = now or clock.now()
    return await exports.ask_for_export(viewer=person.viewer(proven_at=at), now=at)


async def row_of(export_id: UUID) -> DataExport | None:
    async with reading(Database.USER) as session:
        return await session.get(DataExport, export_id)


def unpacked(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


async def test_everything_of_theirs_is_in_it_and_nothing_secret(run_outbox: RunOutbox) -> None:
    person = await marked_person()
    await trade(person)
    await run_outbox()
    export_id = await ask(person)
    await run_outbox()

    inside = unpacked(exports.path_of(export_id))
    assert {name.partition("/")[0] for name in inside} == {
        "README.txt", "account", "activity", "library", "people", "pictures", "wallet", "works",
    }  # fmt: skip
    said = b"".join(inside.values()).decode("latin-1")
    # What was typed into a form that was never sent is nobody's data; how one is drawn is ours.
    hidden = {f"{person.word}ceremony", f"{person.word}drawing"}
    told = [*person.gone, *person.kept]
    assert [word for word in told if word not in hidden and word not in said] == []
    await _nothing_secret(person, said)
    assert all(f"{part}/" in inside["README.txt"].decode() for part in parts.PARTS)


async def _nothing_secret(person: Marked, said: str) -> None:
    async with reading(Database.USER) as session:
        account = await session.get_one(Account, person.id)
    secrets = [person.signed_in.token, account.password_hash or "none"]
    secrets += [secret.decode() for secret in SECRETS.values()]
    secrets += [secret.hex() for secret in SECRETS.values()]
    assert [secret for secret in secrets if secret in said] == []
    for word in ("password_hash", "token_hash", "code_hash", "public_key", "secret"):
        assert f'"{word}"' not in said


async def test_money_works_and_pictures_are_told_whole(run_outbox: RunOutbox) -> None:
    person = await marked_person()
    buyer = await trade(person)
    await run_outbox()
    export_id = await ask(person)
    await run_outbox()
    inside = unpacked(exports.path_of(export_id))

    moved = json.loads(inside["wallet/transfers.json"])
    assert sorted(one["kind"] for one in moved) == ["sale", "sale", "welcome"]
    sold = next(one for one in moved if one["payee"] == str(person.id) and one["kind"] == "sale")
    assert [(one["bucket"], one["colour"], one["amount"]) for one in sold["entries"]] == [
        ("promo", "P", 450)
    ]
    assert [one["promo_minor"] for one in sold["receipt"]] == [450, 50]
    assert str(buyer.viewer.id) not in inside["library/sales.json"].decode()
    texts = [name for name in inside if name.startswith("works/") and name.endswith("/text.txt")]
    assert len(texts) == 2
    pictures = [name for name in inside if name.endswith(".png")]
    assert len(pictures) == 2
    assert all(inside[name].startswith(b"\x89PNG") for name in pictures)


async def test_money_that_was_added_or_never_came_is_told(run_outbox: RunOutbox) -> None:
    person = await marked_person()
    paid = await add_money(person, run_outbox)
    await ask_to_add(person.id, "7.00")  # and nobody paid
    code = await made(now=clock.now(), amount="3.00")
    await codes.redeem(owner=person.id, typed=code.code, now=clock.now())
    await refund_that_hangs(person, paid)
    export_id = await ask(person)
    await run_outbox()
    inside = unpacked(exports.path_of(export_id))
    told = {
        name: json.loads(inside[f"wallet/{name}.json"])
        for name in ("top_ups", "card_refunds", "promo_codes", "payout_accounts")
    }
    added = [(one["state"], one["amount_minor"]) for one in told["top_ups"]]
    assert added == [("paid", 2_500), ("open", 700)]
    back = [(one["state"], one["amount_minor"]) for one in told["card_refunds"]]
    assert back == [("sent", 500)]
    redeemed = [(one["code"], one["amount_minor"]) for one in told["promo_codes"]]
    assert redeemed == [(code.code, 300)]
    assert [one["payouts_enabled"] for one in told["payout_accounts"]] == [False]
    assert told["payout_accounts"][0]["still_asked"]


async def test_it_is_told_while_it_grows_and_by_letter_when_ready(run_outbox: RunOutbox) -> None:
    person = await marked_person()
    async with bus.subscribe(exports.topic(person.id)) as told:
        export_id = await ask(person)
        await run_outbox()
        assert await anext(told) is None
    [shown] = await exports.exports_of(person.id)
    assert (shown.id, shown.progress_percent, shown.failed_at) == (export_id, 100, None)
    path = exports.path_of(export_id)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert shown.size_bytes == path.stat().st_size
    [letter] = [
        one
        for one in await letters_to(settings().data_dir, person.who.email)
        if "export" in one["Subject"]
    ]
    link = link_in(letter)
    assert f"{exports.download_path(export_id)}?key=" in link
    await exports.make_export(export_id=export_id, now=clock.now())
    assert list(exports.folder().glob(f"{export_id.hex}*")) == [path]


async def test_one_at_a_time_three_a_day_and_only_with_a_proof(run_outbox: RunOutbox) -> None:
    person = await marked_person()
    now = clock.now()
    viewer = person.viewer(proven_at=now - timedelta(minutes=6))
    with pytest.raises(ProofNeeded):
        await exports.ask_for_export(viewer=viewer, now=now)
    for _ in range(3):
        await ask(person)
        with pytest.raises(ExportUnderWay):
            await ask(person)
        await run_outbox()
    with pytest.raises(EnoughExports) as refused:
        await ask(person)
    assert 86_000 < refused.value.retry_after_s <= 86_400
    await ask(person, now + timedelta(days=1, seconds=60))


async def test_it_is_its_owners_alone(run_outbox: RunOutbox) -> None:
    person, other = await marked_person(), await joined(now=clock.now())
    export_id = await ask(person)
    now = clock.now()
    mine, long_ago = person.viewer(proven_at=now), person.viewer(proven_at=now - timedelta(hours=1))
    key = exports.link_key(export_id, person.id)
    with pytest.raises(NotFound):
        await exports.open_export(viewer=mine, export_id=export_id, key=key, now=now)
    await run_outbox()

    for viewer, given in ((mine, ""), (long_ago, key)):
        found = await exports.open_export(viewer=viewer, export_id=export_id, key=given, now=now)
        assert found.path == exports.path_of(export_id)
    wrong = exports.link_key(export_id, other.viewer.id)
    for given in ("", "x", key[:-1], wrong, "ä\x00"):
        with pytest.raises(ProofNeeded):
            await exports.open_export(viewer=long_ago, export_id=export_id, key=given, now=now)
    for given in ("", key, wrong):
        with pytest.raises(NotFound):
            await exports.open_export(viewer=other.viewer, export_id=export_id, key=given, now=now)


async def test_after_seven_days_it_is_gone(run_outbox: RunOutbox) -> None:
    person = await marked_person()
    export_id = await ask(person)
    await run_outbox()
    late = clock.now() + timedelta(days=7, seconds=1)
    viewer = person.viewer(proven_at=late)
    with pytest.raises(NotFound):
        await exports.open_export(viewer=viewer, export_id=export_id, key="", now=late)
    await exports.forget_old(now=clock.now())
    assert exports.path_of(export_id).exists()
    await exports.forget_old(now=late)
    assert not exports.path_of(export_id).exists()
    assert await row_of(export_id) is None


@pytest.fixture
def breaking_part() -> Iterator[list[bool]]:
    """A part that fails as long as its list says so."""
    fails = [True]

    async def gather(_user_id: UserId) -> AsyncIterator[Entry]:
        yield Entry("begun.txt", "begun")
        if fails[0]:
            raise RuntimeError("the disk is full")

    parts.exports("zz-breaking", gather, about="Nothing.")
    yield fails
    del parts.PARTS["zz-breaking"]


async def test_what_broke_off_is_begun_anew_and_leaves_nothing_half_made(
    run_outbox: RunOutbox, breaking_part: list[bool]
) -> None:
    person = await marked_person()
    export_id = await ask(person)
    failures = await run_outbox(failing=True)
    assert [str(failure.error) for failure in failures] == ["the disk is full"]
    assert list(exports.folder().glob(f"{export_id.hex}*")) == []
    # A worker that was killed leaves its half-made file behind; another attempt does not mind it.
    (exports.folder() / f"{export_id.hex}.{'0' * 32}.part").write_bytes(b"PK half")
    breaking_part[0] = False
    await run_outbox(at=clock.now() + timedelta(hours=1))
    assert "zz-breaking/begun.txt" in unpacked(exports.path_of(export_id))
    await exports.forget_old(now=clock.now() + timedelta(days=8))
    assert list(exports.folder().glob(f"{export_id.hex}*")) == []


async def test_a_failure_is_told_and_another_may_be_asked_for(
    run_outbox: RunOutbox, breaking_part: list[bool]
) -> None:
    person = await marked_person()
    for _ in range(4):  # failures do not count
        await ask(person)
        for hours in range(1, 6):
            await run_outbox(at=clock.now() + timedelta(hours=hours), failing=True)
        assert (await exports.exports_of(person.id))[0].failed_at is not None
    breaking_part[0] = False
    await ask(person)
    await run_outbox()
    assert (await exports.exports_of(person.id))[0].ready_at is not None


async def test_what_nobody_works_on_is_given_up(run_outbox: RunOutbox) -> None:
    person = await marked_person()
    await run_outbox()
    async with transaction(Database.USER, actor=None) as session:
        row = DataExport(account_id=person.id, asked_at=clock.now() - timedelta(hours=13))
        session.add(row)
    await exports.forget_old(now=clock.now())
    assert (await exports.exports_of(person.id))[0].failed_at is not None


async def test_a_path_never_leads_out_of_the_archive(tmp_path: Path) -> None:
    from dreamdot_app.accounts.leaving.archive import Archive

    archive = Archive(tmp_path / "x.zip", clock.now())
    await archive.add("a/b.txt", "words")
    for path in ("/etc/passwd", "../x", "a/../../x", "a/b.txt"):
        with pytest.raises(ValueError, match="an export cannot hold"):
            await archive.add(path, "words")
    await archive.close()
    with zipfile.ZipFile(io.BytesIO((tmp_path / "x.zip").read_bytes())) as packed:
        assert packed.namelist() == ["a/b.txt"]
