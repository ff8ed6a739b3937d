"""Larger worlds: districts recombined from the written one, one at a time, always the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from random import Random

from dreamdot_app.ui import drawings
from dreamdot_app.world.content import Person, Place, Purchase, Work, World, pages_of
from dreamdot_app.world.titles import title

_BLOCK = re.compile(r"<(p|h2|h3|ul|ol|blockquote)>.*?</\1>|<hr>", re.DOTALL)
_MARKUP = re.compile(r"<(h[23])>.*?</\1>|<[^>]+>", re.DOTALL)
_MOST_BLOCKS = 7
_SUMMARY = 180


def grow(world: World, *, size: int, seed: int, after: int = 0) -> Iterator[World]:
    """``size`` districts as large as ``world``; the first is ``world`` itself.

    Names, titles and texts of the others are recombined. Usernames, slugs and titles are unique
    over all districts; people buy and read within their own. One district at a time is kept, and
    those that come ``after`` so many are the same without them.
    """
    if after < 1 <= size:
        yield world
    grower = _Grower(world, seed)
    for number in range(max(after, 1) + 1, size + 1):
        yield grower.district(number)


def first_people(world: World, *, seed: int) -> Iterator[Person]:
    """The first person of every district, without end, and without growing the districts."""
    yield world.people[0]
    grower = _Grower(world, seed)
    for number in count(2):
        yield grower.first_person(number)


@dataclass(frozen=True, slots=True)
class _Passages:
    """Where texts are taken from: their first blocks, and their last."""

    openings: tuple[tuple[str, ...], ...]
    endings: tuple[tuple[str, ...], ...]


def _blocks(html: str) -> tuple[str, ...]:
    return tuple(found.group(0) for found in _BLOCK.finditer(html))


def _passages(world: World) -> _Passages:
    texts = [_blocks(work.text) for work in world.works if work.kind == "writing"]
    halves = [(text[: len(text) // 2], text[len(text) // 2 :]) for text in texts]
    return _Passages(
        tuple(first[:_MOST_BLOCKS] or last[:1] for first, last in halves),
        tuple(last[-_MOST_BLOCKS:] for _, last in halves),
    )


class _Grower:
    """Grows districts of one world; a district depends on its number alone, not on those before."""

    def __init__(self, world: World, seed: int) -> None:
        self._world = world
        self._seed = seed
        self._passages = _passages(world)
        self._comics = drawings.comics()
        self._firsts = [person.name.split()[0] for person in world.people]
        self._families = [" ".join(person.name.split()[1:]) for person in world.people]
        self._bios = [person.bio for person in world.people]

    def district(self, number: int) -> World:
        chance = self._chance(number)
        people = tuple(self._person(person, number, chance) for person in self._world.people)
        since = {person.username: person.joined_ago for person in people}
        works = tuple(
            self._work(work, place, number, since, chance)
            for place, work in enumerate(self._world.works)
        )
        out = {work.slug: work.published_ago for work in works}
        purchases = tuple(
            self._purchase(each, number, since, out) for each in self._world.purchases
        )
        bought = {(each.buyer, each.work): each.ago for each in purchases}
        places = tuple(self._place(each, number, bought) for each in self._world.places)
        return World(people, works, purchases, places)

    def first_person(self, number: int) -> Person:
        return self._person(self._world.people[0], number, self._chance(number))

    def _chance(self, number: int) -> Random:
        return Random(self._seed * 1_000_003 + number)  # noqa: S311 a world, not a secret

    def _person(self, person: Person, number: int, chance: Random) -> Person:
        return replace(
            person,
            username=f"{person.username}{number}",
            name=f"{chance.choice(self._firsts)} {chance.choice(self._families)}".strip(),
            bio=chance.choice(self._bios),
            joined_ago=person.joined_ago * chance.uniform(0.5, 1.0),
            has_face=chance.random() < 0.5,
        )

    def _work(
        self, work: Work, place: int, number: int, since: dict[str, timedelta], chance: Random
    ) -> Work:
        slug, author = f"{work.slug}-{number}", f"{work.author}{number}"
        count = (number - 2) * len(self._world.works) + place
        name = title(count, self._seed)
        text = self._text(chance) if work.kind == "writing" else ""
        design, comic = work.cover_design, chance.choice(self._comics)
        return replace(
            work,
            slug=slug,
            title=name,
            author=author,
            summary=_beginning(text) or work.summary,
            cover_key=slug,
            published_ago=min(work.published_ago, since[author] * 0.98) * chance.uniform(0.4, 1.0),
            text=text,
            pages=pages_of(slug, name, work.kind, design, comic=comic),
        )

    def _text(self, chance: Random) -> str:
        """The beginning of one text and the end of another one."""
        opening = chance.choice(self._passages.openings)
        ending = chance.choice(self._passages.endings)
        joined = [*opening, *ending]
        return "\n".join(block for i, block in enumerate(joined) if not _twice_hr(joined, i))

    def _purchase(
        self, each: Purchase, number: int, since: dict[str, timedelta], out: dict[str, timedelta]
    ) -> Purchase:
        """The same purchase, as far between publication and now as it was in the written world."""
        buyer, slug = f"{each.buyer}{number}", f"{each.work}-{number}"
        written = self._world
        before = min(written.work(each.work).published_ago, written.person(each.buyer).joined_ago)
        return Purchase(buyer, slug, min(out[slug], since[buyer]) * (each.ago / before))

    def _place(self, each: Place, number: int, bought: dict[tuple[str, str], timedelta]) -> Place:
        reader, slug = f"{each.reader}{number}", f"{each.work}-{number}"
        return Place(reader, slug, each.fraction, min(each.ago, bought[reader, slug]))


def _twice_hr(blocks: list[str], at: int) -> bool:
    """A break that begins or ends the text, or follows another one, breaks nothing."""
    if blocks[at] != "<hr>":
        return False
    return at in (0, len(blocks) - 1) or blocks[at - 1] == "<hr>"


def _beginning(html: str) -> str:
    """The first sentence or so, without headings, as a summary."""
    text = " ".join(_MARKUP.sub(" ", html).split())
    if len(text) <= _SUMMARY:
        return text
    cut = text[:_SUMMARY]
    stop = max(cut.rfind(". "), cut.rfind("? "), cut.rfind("! "))
    return cut[: stop + 1] if stop > 60 else cut.rsplit(" ", 1)[0] + "…"
