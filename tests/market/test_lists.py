"""Lists: complete and without repetition at any depth, while works are being added."""

from datetime import timedelta

import pytest

from dreamdot_app.core import ids
from dreamdot_app.core.errors import BadInput
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import service
from dreamdot_app.market.contract import Kind, Price, WorkId, WorkPage
from tests.clock import NOON
from tests.factories.market import imported, make_person, unique


async def make_many(creator_id: UserId, count: int, **changes: object) -> list[WorkId]:
    """Works of one creator, each a minute older than the one before; some at the same time."""
    rows = [
        imported(creator_id, published_at=NOON - timedelta(minutes=number // 2), **changes)
        for number in range(count)
    ]
    await service.import_works(rows=rows)
    return [row.id for row in rows]


async def all_of(ask, *, between=None) -> list[str]:
    """Every id of a list, page by page; ``between`` is awaited after each page."""
    found: list[str] = []
    page: WorkPage = await ask("")
    found += [card.id for card in page.works]
    while page.next:
        if between:
            await between()
        page = await ask(page.next)
        found += [card.id for card in page.works]
    return found


async def test_pages_of_the_newest_are_complete_while_works_are_added() -> None:
    ana = await make_person()
    wanted = await make_many(ana, 23)

    async def add_newer() -> None:
        await service.import_works(rows=[imported(ana, published_at=NOON + timedelta(hours=1))])

    found = await all_of(
        lambda before: service.by_creator(creator_id=ana, before=before, limit=5),
        between=add_newer,
    )
    assert sorted(found) == sorted(ids.short(work_id) for work_id in wanted)
    at = await service.by_creator(creator_id=ana, limit=60)
    times = [card.published_at for card in at.works]
    assert times == sorted(times, key=lambda time: time or NOON, reverse=True)


async def test_pages_of_a_search_are_complete_while_works_are_added() -> None:
    ana, word = await make_person(), unique("zebra")
    titled = await make_many(ana, 7, title=f"The {word} path", tags=("animals",))
    tagged = await make_many(ana, 8, tags=(word,))
    told = await make_many(ana, 6, summary=f"About a {word} and its keeper")

    async def add_another() -> None:
        # More popular than all of them: it stands before the page that was seen.
        newer = imported(ana, title=f"{word} new", published_at=NOON + timedelta(days=1))
        await service.import_works(rows=[newer])

    found = await all_of(
        lambda before: service.search(q=word, before=before, limit=4), between=add_another
    )
    assert sorted(found) == sorted(ids.short(work_id) for work_id in titled + tagged + told)
    assert set(found[:7]) == {ids.short(work_id) for work_id in titled}


async def test_the_popular_are_those_with_fresh_interest(run_outbox) -> None:
    word = unique("pop")
    ana, bo, chi = await make_person(), await make_person(), await make_person()
    old, fresh, loved = (
        imported(ana, title=word, published_at=NOON - timedelta(days=60)),
        imported(ana, title=word, published_at=NOON),
        imported(ana, title=word, published_at=NOON - timedelta(days=4)),
    )
    await service.import_works(rows=[old, fresh, loved])
    for reader in (bo, chi):
        await service.purchase(
            work_id=loved.id, buyer_id=reader, expected_price_minor=0, now=NOON, request_id="1"
        )
    await run_outbox()

    found = [card.id for card in (await service.search(q=word)).works]

    assert found == [ids.short(row.id) for row in (loved, fresh, old)]


async def test_kinds_and_prices_filter() -> None:
    ana, word = await make_person(), unique("kinds")
    rows = {
        (kind, price): imported(ana, title=word, kind=kind, price_minor=price)
        for kind in Kind
        for price in (0, 300)
    }
    await service.import_works(rows=rows.values())

    for kind in Kind:
        for price, wanted in ((Price.FREE, {0}), (Price.PAID, {300}), (Price.ANY, {0, 300})):
            page = await service.search(q=word, kind=kind, price=price)
            assert {(card.kind, card.price_minor) for card in page.works} == {
                (kind.value, minor) for minor in wanted
            }
    for kind in Kind:
        assert {card.kind for card in (await service.newest(kind=kind)).works} == {kind.value}
        assert {card.kind for card in (await service.popular(kind=kind)).works} == {kind.value}


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("wronska", "Zofia Wrońska"),
        ("WROŃSKA", "zofia wronska"),
        ("lod", "Łódź by night"),
        ("strasse", "Die Straße"),
        ("straße", "Die Strasse"),
        ("cafe", "Café"),
        ("oeuvre", "Chef d’œuvre"),
        ("slow bur", "A slow-burn story"),
        ("burn", "A slow-burn story"),
        ("node js", "node.js for poets"),
        ("夜", "夜のバス"),
        ("istanb", "İstanbul"),
        ("3d", "3D glasses"),
    ],
)
async def test_words_are_found_by_their_beginnings_without_accents(typed: str, title: str) -> None:
    ana, tag = await make_person(), unique("t")
    row = imported(ana, title=title, tags=(tag,))
    await service.import_works(rows=[row, imported(ana, title="Something else", tags=(tag,))])
    page = await service.search(q=f"{typed} {tag}")
    assert [card.id for card in page.works] == [ids.short(row.id)]


async def test_a_creator_is_found_by_name_beside_a_title() -> None:
    name = unique("Name")
    ana = await make_person(name)
    row = imported(ana, creator_name=name, title="Kitchen Gods")
    await service.import_works(rows=[row])
    for typed in (name, f"kitch {name[:-2]}", f"{name.upper()} gods"):
        assert [card.id for card in (await service.search(q=typed)).works] == [ids.short(row.id)]
    assert (await service.search(q=f"{name} absent")).works == ()


@pytest.mark.parametrize(
    "typed",
    [
        "'", "a'b", "''; drop table work; --", "a & b | !c", "a <-> b", ":*", "a:*b", "\\", "(((",
        "\x00", "a\x00b", "\ud800", "%", "_", "🙂", "\u202e", " ", "x" * 100_000, "a " * 5_000,
        "' or 1=1 --", "<script>", "\u0301", "*:AB", "!!", "a\u200bb",
    ],
)  # fmt: skip
async def test_whatever_is_typed_is_only_words(typed: str) -> None:
    assert isinstance(await service.search(q=typed), WorkPage)


async def test_without_words_everything_is_found() -> None:
    await service.import_works(rows=[imported(await make_person())])
    assert (await service.search(q=" .,;' ", limit=1)).works
    assert (await service.search(q="", limit=1)).works


@pytest.mark.parametrize(
    "before",
    [
        "x", "é", "=", "A" * 300, "bnVsbA", "W10", "WzEsMiwzXQ", "eyJhIjoxfQ", "{}", "' or 1=1",
        "WzAsMS41LCJub3QgYW4gaWQiXQ", "WzksMS41LCIwMTlhIl0",
        "WzAsTmFOLCIwMTlhMWUwMi0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDAiXQ",
        "W1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tb",
    ],
)  # fmt: skip
async def test_a_cursor_that_is_none_is_refused(before: str) -> None:
    ana = await make_person()
    for attempt in (
        service.newest(before=before),
        service.popular(before=before),
        service.search(q="a", before=before),
        service.library(user_id=ana, before=before),
        service.studio(creator_id=ana, before=before),
    ):
        with pytest.raises(BadInput):
            await attempt


async def test_a_page_has_a_bound() -> None:
    ana, word = await make_person(), unique("many")
    await make_many(ana, 70, title=word)
    assert len((await service.search(q=word, limit=10_000)).works) == 60
    assert len((await service.search(q=word, limit=-5)).works) == 1


async def test_near_a_work_stand_its_creators_and_those_that_share_its_tags() -> None:
    ana, bo, tag, other = await make_person(), await make_person(), unique("t"), unique("u")
    work = imported(ana, tags=(tag, other))
    same = [imported(ana) for _ in range(3)]
    akin = imported(bo, tags=(tag, other), published_at=NOON - timedelta(days=30))
    kin = imported(bo, tags=(tag,))
    await service.import_works(rows=[work, *same, akin, kin])

    near = await service.near(work_id=work.id, limit=4)

    assert len(near) == 4
    assert {card.creator.id for card in near[:2]} == {ana}
    assert [card.id for card in near[2:]] == [ids.short(akin.id), ids.short(kin.id)]
    assert ids.short(work.id) not in {card.id for card in near}


async def test_near_a_lonely_work_stand_popular_ones() -> None:
    await make_many(await make_person(), 6)
    lonely = imported(await make_person())
    await service.import_works(rows=[lonely])
    near = await service.near(work_id=lonely.id, limit=4)
    assert len(near) == 4
    assert len({card.id for card in near} | {ids.short(lonely.id)}) == 5
    assert await service.near(work_id=WorkId(ids.new())) == ()
