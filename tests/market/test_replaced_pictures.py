"""A picture that was taken off a profile goes, unless something of its owner's shows it."""

from typing import Any

from dreamdot_app.accounts.profile_settings.service import own_profile, save_profile
from dreamdot_app.core import ids
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import service
from dreamdot_app.media import files
from dreamdot_app.media import service as media
from dreamdot_app.media.contract import MediaId
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.factories.market import make_person, make_work
from tests.pictures import chunks_of, drawn


async def upload(owner: UserId) -> MediaId:
    stored = await media.store_picture(owner_id=owner, chunks=chunks_of(drawn(600, 600)), now=NOON)
    return stored.id


async def wear(owner: UserId, **pictures: MediaId | None) -> None:
    """Save the profile with these pictures; ``None`` takes one away."""
    was = (await own_profile(account_id=owner)).as_fields()
    sent: dict[str, Any] = {name: ids.short(one) if one else "" for name, one in pictures.items()}
    await save_profile(account_id=owner, sent=was | sent, was=was)


async def are_there(*pictures: MediaId) -> list[bool]:
    """Whether each still has its row and its files."""
    known = await media.pictures(pictures)
    there = [files.folder_of(one).exists() for one in pictures]
    assert there == [one in known for one in pictures]
    return there


async def test_what_is_replaced_or_taken_away_goes_with_its_files(run_outbox: RunOutbox) -> None:
    ana = await make_person()
    first, second, banner = [await upload(ana) for _ in range(3)]
    await wear(ana, avatar=first, banner=banner)
    await wear(ana, avatar=second)
    await run_outbox()
    assert await are_there(first, second, banner) == [False, True, True]
    await wear(ana, banner=None)
    await run_outbox()
    assert await are_there(second, banner) == [True, False]


async def test_what_stands_there_once_more_stays(run_outbox: RunOutbox) -> None:
    ana = await make_person()
    one, other = await upload(ana), await upload(ana)
    await wear(ana, avatar=one, banner=other)
    await wear(ana, avatar=other, banner=one)
    await wear(ana, avatar=None)
    await wear(ana, avatar=other)
    await run_outbox()
    assert await are_there(one, other) == [True, True]


async def test_what_a_work_shows_stays(run_outbox: RunOutbox) -> None:
    ana = await make_person()
    in_text, on_cover, neither = [await upload(ana) for _ in range(3)]
    picture = f'<p>Look.</p><img src="/media/{ids.short(in_text)}/800.webp" alt="">'
    await make_work(ana, html=picture)
    draft = await make_work(ana, publish=False)
    opened = await service.open_draft(work_id=draft, creator_id=ana)
    await service.save_draft(
        work_id=draft,
        creator_id=ana,
        fields={"cover": ids.short(on_cover)},
        revision=opened.revision,
        now=NOON,
    )
    for one in (in_text, on_cover, neither):
        await wear(ana, avatar=one)
    await wear(ana, avatar=None)
    await run_outbox()
    assert await are_there(in_text, on_cover, neither) == [True, True, False]
