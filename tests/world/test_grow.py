"""Grown districts are as whole as the written one, unique, repeatable and forgotten one by one."""

import gc
import itertools
import weakref

from dreamdot_app.market.writing import allowed
from dreamdot_app.ui import drawings
from dreamdot_app.world.content import world
from dreamdot_app.world.grow import first_people, grow
from dreamdot_app.world.titles import title

WORLD = world()
SIZE = 12


def districts(size=SIZE, seed=7):
    return list(grow(WORLD, size=size, seed=seed))


def test_the_first_district_is_the_written_one_and_all_are_as_large():
    grown = districts()
    assert grown[0] is WORLD
    assert [(len(d.people), len(d.works)) for d in grown] == [(40, 120)] * SIZE
    assert districts(size=0) == []


def test_nothing_has_another_ones_name():
    grown = districts()
    for names in (
        [person.username for d in grown for person in d.people],
        [work.slug for d in grown for work in d.works],
        [work.title.casefold() for d in grown for work in d.works],
    ):
        assert len(names) == len(set(names))


def test_titles_do_not_run_out():
    many = [title(number, seed=20_260_101) for number in range(130_000)]
    assert len(set(many)) == len(many)
    assert max(map(len, many)) <= 80
    assert len({title(number, seed=3) for number in range(300_000, 300_400)}) == 400


def test_the_same_seed_grows_the_same_world():
    assert districts(size=4) == districts(size=4)
    assert districts(size=4) == districts(size=6)[:4]
    assert districts(size=3, seed=8)[1:] != districts(size=3)[1:]


def test_a_part_is_the_same_without_the_parts_before_it():
    whole = districts(size=5)
    for after in range(6):
        assert list(grow(WORLD, size=5, seed=7, after=after)) == whole[after:]
    firsts = itertools.islice(first_people(WORLD, seed=7), 5)
    assert list(firsts) == [district.people[0] for district in whole]


def test_grown_works_are_whole():
    comics = set(drawings.comics())
    for district in districts()[1:]:
        for work in district.works:
            author = district.person(work.author)
            assert work.published_ago < author.joined_ago
            assert work.summary
            assert bool(work.text) == (work.kind == "writing")
            assert bool(work.pages) == (work.kind != "writing")
            assert allowed.sanitise(work.text) == work.text.replace("\n", "")
            if work.kind == "comic":
                key = work.pages[0].url.removeprefix("/drawn/page/").removesuffix(".svg")
                assert drawings.parse_key(key)[0] in comics
        lengths = [allowed.word_count(work.text) for work in district.works if work.text]
        assert min(lengths) > 40
        assert sum(lengths) / len(lengths) > 150


def test_grown_sales_stay_in_their_district_and_in_time():
    for district in districts()[1:]:
        bought = {}
        for each in district.purchases:
            work, buyer = district.work(each.work), district.person(each.buyer)
            assert each.ago <= min(work.published_ago, buyer.joined_ago)
            assert work.author != buyer.username
            bought[each.buyer, each.work] = each.ago
        for place in district.places:
            assert place.ago <= bought[place.reader, place.work]


def test_a_district_is_forgotten_when_the_next_one_comes():
    grown = grow(WORLD, size=40, seed=1)
    next(grown)
    seen = []
    for district in itertools.islice(grown, 5):
        district.work(district.works[0].slug)
        seen.append(weakref.ref(district))
    del district
    gc.collect()
    assert [ref() is None for ref in seen] == [True] * 5
