"""Events: with their transaction or not at all, once for each consumer, kept when given up."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from dreamdot_app.core import ids, outbox, relay
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.failures import pause_s
from dreamdot_app.core.outbox import Event, consumer
from dreamdot_app.core.payload import decode, encode
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.core.work import Happened, Kept, Refused, RefusedOnPurpose, attempted, received, traces

pytestmark = pytest.mark.usefixtures("traces_kept")


async def tell(*events: Event, source: Database = Database.USER) -> list[UUID]:
    async with transaction(source, actor=None) as session:
        return [outbox.add(session, event) for event in events]


async def delivery(event_id: UUID, by: str) -> dict[str, object]:
    async with reading(Database.USER) as session:
        found = await session.execute(
            text("select * from outbox_delivery where event_id = :id and consumer = :by"),
            {"id": event_id, "by": by},
        )
        return dict(found.mappings().one())


async def make_due(event_id: UUID, *, attempts: int | None = None) -> None:
    async with transaction(Database.USER, actor=None) as session:
        await session.execute(
            text(
                "update outbox_delivery set next_at = now(), attempts = coalesce(:n, attempts)"
                " where event_id = :id"
            ),
            {"id": event_id, "n": attempts},
        )


async def test_an_event_has_each_effect_once(run_outbox: RunOutbox):
    key = ids.new()
    (event_id,) = await tell(Happened(key))
    await run_outbox()
    await run_outbox()
    assert await traces(Database.ITEMS, key) == ["event", "job here"]
    assert await traces(Database.SOCIAL, key) == ["job elsewhere"]
    assert await traces(Database.COMMUNITY, key) == [f"outside {event_id}"]


async def test_a_rollback_leaves_no_event(run_outbox: RunOutbox):
    key = ids.new()

    async def tell_and_fail() -> None:
        async with transaction(Database.USER, actor=None) as session:
            outbox.add(session, Happened(key))
            await session.flush()
            raise RefusedOnPurpose

    with pytest.raises(RefusedOnPurpose):
        await tell_and_fail()
    async with transaction(Database.USER, actor=None) as session:
        inner = await session.begin_nested()
        outbox.add(session, Happened(key))
        await inner.rollback()
    await run_outbox()
    assert await traces(Database.ITEMS, key) == []
    async with reading(Database.USER) as session:
        found = text("select id from outbox_event where payload ->> 'key' = :key")
        assert (await session.execute(found, {"key": str(key)})).all() == []


async def test_any_of_the_five_databases_can_tell(run_outbox: RunOutbox):
    key = ids.new()
    for database in Database:
        await tell(Happened(key), source=database)
    await run_outbox()
    assert (await traces(Database.ITEMS, key)).count("event") == 5


async def test_consumers_learn_who_acted_and_when(run_outbox: RunOutbox):
    key, actor = ids.new(), ids.new()
    event = Kept(key, "é", -5, True, NOON, None, [actor, key], ("a", "b"))
    async with transaction(Database.USER, actor=actor) as session:
        event_id = outbox.add(session, event)
    await run_outbox()
    envelope, arrived = received[key]
    assert arrived == event
    assert (envelope.id, envelope.name, envelope.actor, envelope.attempt) == (
        *(event_id, "core_tests.kept", actor),
        1,
    )
    assert abs(envelope.created_at - datetime.now(UTC)) < timedelta(minutes=5)


moments = st.datetimes(timezones=st.just(UTC))
storable = st.text(st.characters(exclude_categories=["Cs"]))
kept = st.builds(
    Kept,
    key=st.uuids(),
    text=storable,
    number=st.integers(),
    flag=st.booleans(),
    at=moments,
    nothing=st.none() | st.uuids(),
    several=st.lists(st.uuids(), max_size=3),
    texts=st.lists(storable, max_size=3).map(tuple),
)


@given(kept)
def test_payloads_are_read_as_they_were_written(event: Kept):
    assert decode(Kept, encode(event)) == event


def test_later_versions_read_older_rows_and_the_other_way_round():
    written = {**encode(Happened(key := ids.new())), "added_later": [1]}
    assert decode(Happened, written) == Happened(key)
    assert decode(Refused, {"key": str(key)}) == Refused(key, "")
    with pytest.raises(ValueError, match="key"):
        decode(Happened, {})


async def test_what_cannot_be_stored_is_refused_where_it_is_told():
    async with transaction(Database.USER, actor=None) as session:
        naive = Kept(ids.new(), "", 1, True, NOON.replace(tzinfo=None), None, [])
        with pytest.raises(ValueError, match="UTC"):
            outbox.add(session, naive)
        with pytest.raises(ValueError, match="key"):
            outbox.add(session, Happened("not an id"))  # pyright: ignore[reportArgumentType] the point
        assert not session.new


def test_names_are_taken_once():
    with pytest.raises(ValueError, match="two events"):

        @dataclass(frozen=True)
        class _Other(Event):
            name: ClassVar[str] = "core_tests.happened"

    with pytest.raises(ValueError, match="two consumers"):
        consumer(Happened, name="core_tests.trace", into=None)(lambda *_: None)  # pyright: ignore[reportArgumentType] never called


async def test_a_failure_leaves_no_effect_and_is_tried_again_later(run_outbox: RunOutbox):
    key = ids.new()
    (event_id,) = await tell(Refused(key, secret="hunter2"))
    with pytest.raises(BaseExceptionGroup) as raised:
        await run_outbox()
    assert raised.group_contains(RefusedOnPurpose)
    await run_outbox()  # it is not due, so nothing happens
    assert attempted.count(key) == 1
    assert await traces(Database.SOCIAL, key) == []
    kept = await delivery(event_id, "core_tests.refuse")
    assert (kept["state"], kept["attempts"]) == ("waiting", 1)
    assert kept["last_error"] == "RefusedOnPurpose: no"  # not what the event carried


async def test_what_is_given_up_is_kept_listed_and_tried_again_on_request(run_outbox: RunOutbox):
    key = ids.new()
    (event_id,) = await tell(Refused(key))
    await run_outbox(failing=True)
    await make_due(event_id, attempts=outbox.ATTEMPTS - 1)
    await run_outbox(failing=True)
    listed = {failed.event_id: failed for failed in await outbox.exhausted(Database.USER)}
    assert listed[event_id].consumer == "core_tests.refuse"
    assert listed[event_id].attempts == outbox.ATTEMPTS
    assert listed[event_id].last_error == "RefusedOnPurpose: no"
    assert await outbox.exhausted(Database.USER, before=event_id, limit=1) != [listed[event_id]]

    await make_due(event_id)
    await run_outbox(failing=True)
    assert attempted.count(key) == 2  # given up, so it is not tried although it is due
    assert await outbox.retry(Database.USER, event_id, "core_tests.refuse")
    assert not await outbox.retry(Database.USER, event_id, "core_tests.refuse")
    await run_outbox(failing=True)
    assert attempted.count(key) == 3
    assert (await delivery(event_id, "core_tests.refuse"))["attempts"] == 1


async def test_one_consumer_that_fails_holds_up_no_other(run_outbox: RunOutbox):
    key = ids.new()
    await tell(Refused(ids.new()), Happened(key))
    await run_outbox(failing=True)
    assert "event" in await traces(Database.ITEMS, key)


async def test_events_are_attempted_in_their_order():
    events = [Refused(ids.new()) for _ in range(30)]
    made = await tell(*events)
    await relay.fan_out(Database.USER)
    claimed = await relay.claim(Database.USER, ["core_tests.refuse"], limit=1_000, lease_s=60)
    order = [one.event_id for one in claimed if one.event_id in made]
    assert order == sorted(made)
    await relay.give_back(Database.USER, claimed[0])


async def test_a_consumer_that_had_its_effect_is_not_asked_again():
    """As after a worker that died between the consumer's commit and the delivery's mark."""
    key = ids.new()
    (event_id,) = await tell(Happened(key))
    await relay.fan_out(Database.USER)
    for _ in range(2):
        claimed = await relay.claim(Database.USER, ["core_tests.trace"], limit=1_000, lease_s=60)
        mine = next(one for one in claimed if one.event_id == event_id)
        assert await relay.deliver(Database.USER, mine) is None
        await relay.give_back(Database.USER, mine)
    assert (await traces(Database.ITEMS, key)).count("event") == 1


async def test_a_claim_that_was_lost_changes_nothing():
    (event_id,) = await tell(Happened(ids.new()))
    await relay.fan_out(Database.USER)
    claimed = await relay.claim(Database.USER, ["core_tests.trace"], limit=1_000, lease_s=-1)
    mine = next(one for one in claimed if one.event_id == event_id)
    await relay.recover(Database.USER)
    await relay.finish(Database.USER, [mine])
    kept = await delivery(event_id, "core_tests.trace")
    assert (kept["state"], kept["attempts"]) == ("waiting", 1)
    assert "broken off" in str(kept["last_error"])


async def test_what_kills_workers_is_given_up_in_the_end():
    (event_id,) = await tell(Refused(ids.new()))
    await relay.fan_out(Database.USER)
    await make_due(event_id, attempts=outbox.ATTEMPTS - 1)
    await relay.claim(Database.USER, ["core_tests.refuse"], limit=1_000, lease_s=-1)
    await relay.recover(Database.USER)
    assert (await delivery(event_id, "core_tests.refuse"))["state"] == "exhausted"


async def test_events_that_no_code_knows_wait_for_code_that_does():
    event_id = ids.new()
    async with transaction(Database.USER, actor=None) as session:
        await session.execute(
            text("insert into outbox_event (id, name, payload) values (:id, 'later.made', '{}')"),
            {"id": event_id},
        )
    await relay.fan_out(Database.USER)
    async with reading(Database.USER) as session:
        found = text("select fanned_out_at from outbox_event where id = :id")
        assert (await session.execute(found, {"id": event_id})).scalar_one() is None


@given(st.integers(1, 50), st.floats(0, 1))
def test_pauses_grow_to_an_hour(attempts: int, chance: float):
    assert 1 <= pause_s(attempts, chance) <= 3_600
    assert pause_s(attempts, 0) * 2 == pause_s(attempts, 1)
    assert pause_s(attempts + 1, chance) >= pause_s(attempts, chance)
