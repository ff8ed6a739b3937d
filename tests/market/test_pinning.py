"""What somebody pins to their page: a work of their own that is out, and nothing else."""

from dreamdot_app.core import ids
from dreamdot_app.market import service
from tests.clock import NOON
from tests.factories.market import make_person, make_work


async def test_a_work_of_ones_own_is_pinned_as_long_as_it_is_out() -> None:
    ana = await make_person()
    work_id = await make_work(ana, title="Tides", summary="Of salt.")
    found = await service.pinned(creator_id=ana, work_id=work_id)
    assert found is not None
    assert (found.card.title, found.summary) == ("Tides", "Of salt.")
    await service.unpublish(work_id=work_id, creator_id=ana, now=NOON)
    assert await service.pinned(creator_id=ana, work_id=work_id) is None


async def test_what_cannot_be_pinned() -> None:
    ana, bo = await make_person(), await make_person()
    theirs, draft = await make_work(bo), await make_work(ana, publish=False)
    for work_id in (theirs, draft, ids.new()):
        assert await service.pinned(creator_id=ana, work_id=work_id) is None


async def test_what_is_out_is_counted_and_offered() -> None:
    ana = await make_person()
    one, other = [await make_work(ana, title=title) for title in ("One", "Other")]
    await make_work(ana, publish=False)
    assert await service.count_of(creator_id=ana) == 2
    assert dict(await service.published_titles(creator_id=ana)) == {
        ids.short(one): "One", ids.short(other): "Other",
    }  # fmt: skip
