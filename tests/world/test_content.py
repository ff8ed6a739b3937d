"""The written world is whole: everybody there, everything to read and to look at, all clean."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from dreamdot_app.market.writing import allowed
from dreamdot_app.ui import drawings
from dreamdot_app.world import content

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
WORLD = content.world()
DESIGNS = {design.name: design for design in drawings.designs()}
WRITINGS = [work for work in WORLD.works if work.kind == "writing"]
PICTURES = [work for work in WORLD.works if work.kind != "writing"]


def by_slug(works):
    return [pytest.param(work, id=work.slug) for work in works]


def test_forty_people_and_a_hundred_and_twenty_works_of_four_kinds():
    assert len(WORLD.people) == 40
    assert len(WORLD.works) == 120
    kinds = Counter(work.kind for work in WORLD.works)
    assert set(kinds) == {"writing", "comic", "art", "item"}
    assert min(kinds.values()) >= 12
    assert kinds["writing"] >= 55


def test_names_titles_and_slugs_are_nobody_elses():
    for names in (
        [person.username for person in WORLD.people],
        [person.name for person in WORLD.people],
        [work.slug for work in WORLD.works],
        [work.title.casefold() for work in WORLD.works],
        [work.summary for work in WORLD.works],
    ):
        assert [name for name, times in Counter(names).items() if times > 1] == []


def test_it_is_the_same_world_every_time():
    first = content.world()
    content.world.cache_clear()
    assert content.world() == first


@pytest.mark.parametrize("work", by_slug(WORLD.works))
def test_every_work_stands_on_its_own(work):
    author = WORLD.person(work.author)
    assert author.joined_at(NOW) < work.published_at(NOW) < NOW
    assert work.published_at(NOW) > NOW - timedelta(days=550)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", work.slug)
    assert 1 <= len(work.title) <= 120
    assert 20 <= len(work.summary) <= 500
    assert work.tags
    assert all(re.fullmatch(r"[a-z0-9]+(?:[ -][a-z0-9]+)*", tag) for tag in work.tags)
    assert work.price_minor == 0 or 50 <= work.price_minor <= 2_400
    assert work.cover_design in DESIGNS


def test_about_a_third_is_free():
    free = sum(work.price_minor == 0 for work in WORLD.works)
    assert 0.2 <= free / len(WORLD.works) <= 0.45


@pytest.mark.parametrize("work", by_slug(WRITINGS))
def test_every_writing_has_a_clean_text(work):
    assert allowed.sanitise(work.text) == work.text.replace("\n", "")
    assert allowed.word_count(work.text) >= 100
    assert "lorem" not in work.text.casefold()
    assert "<p>" in work.text
    for heading in re.findall(r"<h[23]>(.*?)</h[23]>", work.text, re.DOTALL):
        assert len(heading) <= 80
    assert not work.pages


def test_some_stories_are_long():
    lengths = sorted((allowed.word_count(work.text) for work in WRITINGS), reverse=True)
    assert lengths[11] >= 600  # twelve stories to sit down with
    assert len({work.text for work in WRITINGS}) == len(WRITINGS)


@pytest.mark.parametrize("work", by_slug(PICTURES))
def test_every_other_work_has_pages_that_are_drawn(work):
    assert work.text == ""
    assert len(work.pages) >= {"comic": 4, "art": 1, "item": 4}[work.kind]
    assert len({page.url for page in work.pages}) == len(work.pages)
    for page in work.pages:
        kind, key = page.url.removeprefix("/drawn/").removesuffix(".svg").split("/")
        name, detail = drawings.parse_key(key)
        assert kind == ("page" if work.kind == "comic" else "art")
        is_page = isinstance(detail, int)
        drawn = drawings.page(str(name), detail) if is_page else drawings.art(str(name), detail)
        assert page.width * drawn.height == pytest.approx(page.height * drawn.width)
        assert page.alt


def test_covers_look_different():
    designs = Counter(work.cover_design for work in WORLD.works)
    assert len(designs) >= 70
    assert max(designs.values()) <= 4
    lettered = {work.cover_design for work in WORLD.works if work.kind in ("writing", "comic")}
    for name in lettered:
        design = DESIGNS[name]
        with_title = drawings.cover(name, "k", "Night Bus", "Deniz").svg
        assert with_title != drawings.cover(design.name, "k", "", "").svg


def test_people_buy_what_is_there_and_not_their_own():
    pairs = [(each.buyer, each.work) for each in WORLD.purchases]
    assert len(pairs) == len(set(pairs)) >= 300
    for each in WORLD.purchases:
        work, buyer = WORLD.work(each.work), WORLD.person(each.buyer)
        assert work.author != each.buyer
        assert max(work.published_at(NOW), buyer.joined_at(NOW)) <= each.bought_at(NOW) < NOW
    sold = Counter(work for _, work in pairs)
    assert sold.most_common(1)[0][1] >= 3 * sorted(sold.values())[len(sold) // 2]


def test_people_read_what_they_have():
    bought = {(each.buyer, each.work): each.ago for each in WORLD.purchases}
    assert WORLD.places
    for place in WORLD.places:
        assert 0 < place.fraction <= 1
        assert place.ago <= bought[place.reader, place.work]
