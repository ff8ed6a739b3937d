"""Asking to leave: what it takes, what happens at once, and how it is taken back."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from dreamdot_app.accounts import service
from dreamdot_app.accounts.contract import SignedIn, Viewer
from dreamdot_app.accounts.errors import ProofNeeded
from dreamdot_app.accounts.leaving import departure
from dreamdot_app.accounts.leaving.errors import NotYourUsername, StakeNotGivenUp
from dreamdot_app.accounts.models import Account
from dreamdot_app.admin import service as admin
from dreamdot_app.core import clock, ids
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.money import TEST_CURRENCY
from dreamdot_app.core.settings import settings
from dreamdot_app.wallet import service as wallet
from dreamdot_app.wallet.ledger import holding
from dreamdot_app.wallet.ledger.post import Bucket
from dreamdot_app.wallet.withdrawing.models import Payout
from tests.accounts.leaving.people import Marked, marked_person
from tests.accounts.leaving.test_forgetting import A_MONTH_AGO, ask, carry_out
from tests.conftest import RunOutbox
from tests.factories.accounts import ADDRESS, joined
from tests.factories.wallet import buy, give, somebody
from tests.mail import letters_to, link_in, text_in


async def sign_in(person: Marked) -> Viewer:
    signed_in = await service.sign_in(
        login=person.who.username,
        password=person.who.password,
        address=ADDRESS,
        user_agent="a browser",
        now=clock.now(),
    )
    assert isinstance(signed_in, SignedIn)
    return signed_in.viewer


async def get(user_id: UserId, bucket: Bucket, amount: int) -> None:
    """Cash comes into somebody's bucket; pending is what a sale has just brought."""
    if bucket is Bucket.PENDING:
        await buy(await somebody(promo=0, deposited=1_000), user_id, 1_000)
        return
    async with transaction(Database.ITEMS, actor=None) as session:
        await give(session, user_id, bucket, amount)


async def account_of(user_id: UserId) -> Account:
    async with reading(Database.USER) as session:
        return await session.get_one(Account, user_id)


async def test_it_takes_a_proof_and_ones_own_name() -> None:
    person = await marked_person(has_factors=False)
    now = clock.now()
    too_late = person.viewer(proven_at=now - timedelta(minutes=6))
    with pytest.raises(ProofNeeded):
        await departure.ask_to_leave(
            viewer=too_late, username=person.who.username, gives_up=True, now=now
        )
    for typed in ("", "somebody", None, 7, ["x"], person.who.username + "x", "x" * 100_000, "\x00"):
        with pytest.raises(NotYourUsername):
            await departure.ask_to_leave(
                viewer=person.viewer(proven_at=now), username=typed, gives_up=True, now=now
            )
    assert (await account_of(person.id)).deletion_asked_at is None
    typed = f" @{person.who.username.upper()} "
    leaves_at = await departure.ask_to_leave(
        viewer=person.viewer(proven_at=now), username=typed, gives_up=False, now=now
    )
    assert leaves_at == now + timedelta(days=30)


@pytest.mark.parametrize("bucket", [Bucket.DEPOSITED, Bucket.PENDING, Bucket.EARNED])
async def test_cash_has_to_be_given_up_in_words(run_outbox: RunOutbox, bucket: Bucket) -> None:
    me = (await joined(now=clock.now())).viewer
    await run_outbox()
    await get(me.id, bucket, 900)
    now = clock.now()
    for gives_up in (False, None, "true", 1):
        with pytest.raises(StakeNotGivenUp, match=r"\$9.00 in your wallet"):
            await departure.ask_to_leave(
                viewer=me, username=me.username, gives_up=gives_up, now=now
            )
    await departure.ask_to_leave(viewer=me, username=me.username, gives_up=True, now=now)


async def test_cash_that_is_held_or_on_its_way_counts(run_outbox: RunOutbox) -> None:
    me = (await joined(now=clock.now())).viewer
    await run_outbox()
    await get(me.id, Bucket.EARNED, 2_000)
    credit = (await wallet.balances(user_id=me.id)).promo_minor
    now = clock.now()
    async with transaction(Database.ITEMS, actor=me.id) as session:
        await holding.hold(
            session,
            key=str(ids.new()),
            payer=me.id,
            currency=TEST_CURRENCY,
            amount_minor=credit + 300,
            expires_at=now + timedelta(days=90),
            reference=None,
            memo="a commission",
            at=now,
        )
        for state, amount in (("moved", 500), ("paid", 800)):
            session.add(payout_of(me.id, state, amount, now))
    said = r"\$17.00 in your wallet, \$3.00 held for purchases, \$5.00 on its way to you"
    with pytest.raises(StakeNotGivenUp, match=said):
        await departure.ask_to_leave(viewer=me, username=me.username, gives_up=False, now=now)


def payout_of(user_id: UserId, state: str, amount_minor: int, now: datetime) -> Payout:
    return Payout(
        user_id=user_id,
        currency=TEST_CURRENCY,
        amount_minor=amount_minor,
        request_key=str(ids.new()),
        destination="acct_test_somebody",
        state=state,
        asked_at=now,
        changed_at=now,
    )


async def test_at_once_other_sessions_end_and_a_letter_says_how_to_stay(
    run_outbox: RunOutbox,
) -> None:
    person = await marked_person(has_factors=False)
    elsewhere = await service.sign_in(
        login=person.who.username,
        password=person.who.password,
        address=ADDRESS,
        user_agent="another browser",
        now=clock.now(),
    )
    await ask(person, ago=timedelta(0))
    assert isinstance(elsewhere, SignedIn)
    assert await service.viewer_of_token(elsewhere.token) is None
    here = await service.viewer_of_token(person.signed_in.token)
    assert here is not None
    assert here.leaves_at is not None
    assert timedelta(days=29) < here.leaves_at - clock.now() < timedelta(days=30)
    await ask(person, ago=timedelta(0))
    await run_outbox()
    letters = await letters_to(settings().data_dir, person.who.email)
    [letter] = [one for one in letters if "will be deleted" in one["Subject"]]
    assert "Keep my account" in text_in(letter)
    assert link_in(letter).endswith("/settings/data")
    kinds = [entry.kind for entry in await admin.trail(account_id=person.id)]
    assert kinds.count("accounts.deletion_asked") == 1


async def test_within_thirty_days_it_is_taken_back(run_outbox: RunOutbox) -> None:
    person = await marked_person(has_factors=False)
    await ask(person, ago=timedelta(days=29, hours=23))
    await carry_out(run_outbox)
    viewer = await sign_in(person)
    assert viewer.leaves_at is not None
    await departure.keep_account(viewer=viewer, now=clock.now())
    await departure.keep_account(viewer=viewer, now=clock.now())
    async with transaction(Database.USER, actor=None) as session:
        late = clock.now() + timedelta(days=60)
        assert person.id not in await departure.find_due(session, now=late)
    await carry_out(run_outbox)
    kept = await account_of(person.id)
    assert (kept.deletion_asked_at, kept.deleted_at) == (None, None)
    assert (await service.by_username(person.who.username)).id == person.id
    letters = await letters_to(settings().data_dir, person.who.email)
    assert [one["Subject"] for one in letters].count("Your account stays") == 1


async def test_taken_back_at_the_last_moment_it_does_not_happen(run_outbox: RunOutbox) -> None:
    """The job waits already when its owner changes their mind."""
    person = await marked_person(has_factors=False)
    await ask(person)
    async with transaction(Database.USER, actor=None) as session:
        assert person.id in await departure.find_due(session, now=clock.now())
    await departure.keep_account(viewer=await sign_in(person), now=clock.now())
    await run_outbox()
    assert (await account_of(person.id)).deleted_at is None


async def test_what_comes_after_the_thirty_days_is_said_once_more(run_outbox: RunOutbox) -> None:
    person = await marked_person(has_factors=False)
    await ask(person, ago=A_MONTH_AGO)
    await carry_out(run_outbox)
    letters = await letters_to(settings().data_dir, person.who.email)
    assert letters[-1]["Subject"] == "Your account has been deleted"
    kinds = [entry.kind for entry in await admin.trail(account_id=person.id)]
    assert kinds[0] == "accounts.left"


async def test_names_in_old_entries_of_the_trail_go_and_entries_stay(
    run_outbox: RunOutbox,
) -> None:
    person = await marked_person(has_factors=False)
    await run_outbox()
    old = """
        insert into audit_entry (id, kind, account_id, details, happened_at)
        values (gen_random_uuid(), 'accounts.joined', :id,
            '{"username": "a name", "user_agent": "a browser", "session": "stays"}', now())"""
    async with transaction(Database.AUDIT, actor=None) as session:
        await session.execute(text(old), {"id": person.id})
    before = await admin.trail(account_id=person.id, limit=100)
    await ask(person)
    await carry_out(run_outbox)
    after = await admin.trail(account_id=person.id, limit=100)
    assert {entry.id for entry in before} <= {entry.id for entry in after}
    assert "a name" not in str(after)
    assert "a browser" not in str(after)
    assert {"session": "stays"} in [entry.details for entry in after]


async def test_the_money_of_who_left_lies_still(run_outbox: RunOutbox) -> None:
    person = await marked_person(has_factors=False)
    await run_outbox()
    await get(person.id, Bucket.EARNED, 500)
    before = await wallet.balances(user_id=person.id)
    await ask(person)
    await carry_out(run_outbox)
    assert await wallet.balances(user_id=person.id) == before
    assert (await wallet.proof()).holds
