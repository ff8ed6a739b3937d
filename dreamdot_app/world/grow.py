"""Larger worlds: districts recombined from the written one, one at a time, always the same."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from dreamdot_app.world.content import Person, Place, Purchase, Work, World


def grow(world: World, *, size: int, seed: int) -> Iterator[World]:
    """``size`` districts as large as ``world``; the first is ``world`` itself.

    Names, titles and texts of the others are recombined. Usernames and slugs are unique over all
    districts, and people buy and read within their own.
    """
    if size >= 1:
        yield world
    for number in range(2, size + 1):
        yield _district(world, number, Random(seed * 1_000_003 + number))  # noqa: S311


def _district(world: World, number: int, chance: Random) -> World:
    people = tuple(_person(world, person, number, chance) for person in world.people)
    works = tuple(_work(world, work, number, chance) for work in world.works)
    return World(
        people,
        works,
        tuple(
            Purchase(f"{each.buyer}{number}", f"{each.work}-{number}", each.ago)
            for each in world.purchases
        ),
        tuple(
            Place(f"{each.reader}{number}", f"{each.work}-{number}", each.fraction, each.ago)
            for each in world.places
        ),
    )


def _person(world: World, person: Person, number: int, chance: Random) -> Person:
    first = person.name.split()[0]
    family = chance.choice(world.people).name.split()[-1]
    return replace(
        person,
        username=f"{person.username}{number}",
        name=f"{first} {family}",
        bio=chance.choice(world.people).bio,
        joined_ago=person.joined_ago * chance.uniform(0.2, 1.2),
    )


def _title(world: World, work: Work, chance: Random) -> str:
    """The first half of this work's title with the second half of another one's."""
    mine = work.title.split()
    others = chance.choice(world.works).title.split()
    return " ".join([*mine[: (len(mine) + 1) // 2], *others[len(others) // 2 :]])[:120]


def _text(world: World, work: Work, chance: Random) -> str:
    """Paragraphs of this text and of another one, by turns."""
    if work.kind != "writing":
        return ""
    other = chance.choice([each for each in world.works if each.kind == "writing"])
    mine, theirs = work.text.split("\n"), other.text.split("\n")
    return "\n".join([*mine[: len(mine) // 2], *theirs[len(theirs) // 2 :]])


def _work(world: World, work: Work, number: int, chance: Random) -> Work:
    return replace(
        work,
        slug=f"{work.slug}-{number}",
        title=_title(world, work, chance),
        author=f"{work.author}{number}",
        summary=chance.choice(world.works).summary,
        tags=tuple(dict.fromkeys((*work.tags[:2], *chance.choice(world.works).tags[:1]))),
        cover_key=f"{work.cover_key}-{number}",
        published_ago=work.published_ago * chance.uniform(0.3, 1.5),
        text=_text(world, work, chance),
    )
