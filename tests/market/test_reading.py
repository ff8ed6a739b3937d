"""Who may see and read what, and where they stopped."""

from datetime import timedelta

import pytest

from dreamdot_app.core import ids
from dreamdot_app.core.errors import BadInput, DomainError, NotAllowed, NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import service
from dreamdot_app.market.contract import NO_BLOCK, MustBuy, WorkId
from tests.clock import NOON
from tests.factories.market import make_person, make_work, row_of

LATER = NOON + timedelta(hours=1)


async def viewers_of(state: str) -> tuple[WorkId, dict[str, UserId | None]]:
    """A work in a state, and everybody who may ask for it."""
    owner, buyer, stranger = await make_person(), await make_person(), await make_person()
    work_id = await make_work(owner, price_minor=0 if "free" in state else 250, publish=False)
    if state != "draft":
        await service.publish(work_id=work_id, creator_id=owner, now=NOON)
        await service.purchase(
            work_id=work_id,
            buyer_id=buyer,
            expected_price_minor=0 if "free" in state else 250,
            now=NOON,
            request_id="1",
        )
    if "withdrawn" in state:
        await service.unpublish(work_id=work_id, creator_id=owner, now=NOON)
    people = {"visitor": None, "stranger": stranger, "buyer": buyer, "owner": owner}
    return work_id, people


MATRIX = {
    ("draft", "visitor"): (NotFound, NotFound),
    ("draft", "stranger"): (NotFound, NotFound),
    ("draft", "buyer"): (NotFound, NotFound),
    ("draft", "owner"): (NotFound, NotFound),
    ("published free", "visitor"): ("seen", "read"),
    ("published free", "stranger"): ("seen", "read"),
    ("published free", "buyer"): ("seen", "read"),
    ("published free", "owner"): ("seen", "read"),
    ("published paid", "visitor"): ("seen", MustBuy),
    ("published paid", "stranger"): ("seen", MustBuy),
    ("published paid", "buyer"): ("seen", "read"),
    ("published paid", "owner"): ("seen", "read"),
    ("withdrawn free", "visitor"): (NotFound, NotFound),
    ("withdrawn free", "stranger"): (NotFound, NotFound),
    ("withdrawn free", "buyer"): ("seen", "read"),
    ("withdrawn free", "owner"): ("seen", "read"),
    ("withdrawn paid", "visitor"): (NotFound, NotFound),
    ("withdrawn paid", "stranger"): (NotFound, NotFound),
    ("withdrawn paid", "buyer"): ("seen", "read"),
    ("withdrawn paid", "owner"): ("seen", "read"),
}


@pytest.mark.parametrize("state", list(dict.fromkeys(state for state, _ in MATRIX)))
async def test_who_may_see_and_read(state: str) -> None:
    work_id, people = await viewers_of(state)
    ref = ids.short(work_id)

    async def outcome(attempt) -> object:
        try:
            await attempt
        except DomainError as refusal:
            return type(refusal)
        return None

    for name, viewer_id in people.items():
        seen, may_read = MATRIX[state, name]
        answers = (
            await outcome(service.work(ref=ref, viewer_id=viewer_id)) or "seen",
            await outcome(service.read(ref=ref, viewer_id=viewer_id)) or "read",
        )
        assert answers == (seen, may_read), (state, name)


async def test_what_a_page_offers_each_viewer() -> None:
    work_id, people = await viewers_of("published paid")
    views = {
        name: await service.work(ref=ids.short(work_id), viewer_id=viewer)
        for name, viewer in people.items()
    }
    assert {name: (v.is_own, v.is_owned, v.may_read, v.may_buy) for name, v in views.items()} == {
        "visitor": (False, False, False, False),
        "stranger": (False, False, False, True),
        "buyer": (False, True, True, False),
        "owner": (True, False, True, False),
    }
    assert [name for name, view in views.items() if view.quote] == ["stranger"]
    assert [name for name, view in views.items() if view.sales] == ["owner"]


async def test_who_must_buy_sees_the_beginning_and_no_more() -> None:
    work_id, people = await viewers_of("published paid")
    with pytest.raises(MustBuy) as refusal:
        await service.read(ref=ids.short(work_id), viewer_id=people["stranger"])
    view = refusal.value.view
    whole = (await service.read(ref=ids.short(work_id), viewer_id=people["owner"])).html
    assert view.card.price_minor == 250
    assert 0 < len(view.beginning) < len(whole) / 3


@pytest.mark.parametrize(
    "ref", ["", "nothing", "a" * 22, "0" * 22, "x" * 5_000, None, 7, ["a"], "../../etc/passwd"]
)
async def test_an_address_of_nothing_is_not_found(ref: object) -> None:
    with pytest.raises(NotFound):
        await service.work(ref=ref, viewer_id=None)
    with pytest.raises(NotFound):
        await service.read(ref=ref, viewer_id=None)


async def stop(work_id: WorkId, user_id: UserId, **place: object) -> None:
    told = {"block": 3, "offset": 120, "permille": 450} | place
    await service.save_place(work_id=work_id, user_id=user_id, place=told, now=LATER)


async def test_a_place_is_kept_and_the_last_one_wins() -> None:
    work_id, people = await viewers_of("published paid")
    buyer = people["buyer"]
    assert buyer is not None
    assert (await service.read(ref=ids.short(work_id), viewer_id=buyer)).place.permille == 0

    await stop(work_id, buyer)
    await stop(work_id, buyer, block=2, offset=0, permille=300)

    reading = await service.read(ref=ids.short(work_id), viewer_id=buyer)
    place = reading.place
    assert (place.block, place.offset, place.permille, place.revision) == (2, 0, 300, 1)
    assert place.updated_at == LATER
    assert reading.place_url == f"/api/works/{ids.short(work_id)}/place"


async def test_a_place_in_an_older_text_keeps_how_far_it_was() -> None:
    ana, bo = await make_person(), await make_person()
    work_id = await make_work(ana)
    await stop(work_id, bo)
    await service.save_draft(
        work_id=work_id,
        creator_id=ana,
        fields={"html": "<p>Rewritten, all of it.</p>"},
        revision=1,
        now=LATER,
    )
    await service.publish(work_id=work_id, creator_id=ana, now=LATER)
    place = (await service.read(ref=ids.short(work_id), viewer_id=bo)).place
    assert (place.block, place.offset, place.permille) == (NO_BLOCK, 0, 450)


async def test_a_reader_counts_once_and_an_author_never() -> None:
    ana, bo = await make_person(), await make_person()
    work_id = await make_work(ana)
    for user_id in (ana, bo, bo, bo):
        await stop(work_id, user_id)
    view = await service.work(ref=ids.short(work_id), viewer_id=None)
    assert view.readers == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"block": -1},
        {"block": "3"},
        {"block": True},
        {"block": 10**9},
        {"offset": 1_001},
        {"permille": 1_001},
        {"permille": 4.5},
        {"permille": None},
    ],
)
async def test_a_place_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    bo = await make_person()
    work_id = await make_work()
    with pytest.raises(BadInput):
        await stop(work_id, bo, **wrong)
    assert await places(work_id) == 0


async def places(work_id: WorkId) -> object:
    return (await row_of("select count(*) from reading_place where work_id = :id", id=work_id))[
        "count"
    ]


async def test_nobody_keeps_a_place_in_what_they_may_not_read() -> None:
    work_id, people = await viewers_of("published paid")
    stranger = people["stranger"]
    assert stranger is not None
    with pytest.raises(NotAllowed):
        await stop(work_id, stranger)
    with pytest.raises(NotFound):
        await stop(WorkId(ids.new()), stranger)
    assert await places(work_id) == 0
