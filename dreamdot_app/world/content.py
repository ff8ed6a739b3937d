"""The demonstration world as it was written: people, works, who bought what, who reads where."""

import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, cached_property
from importlib.resources import files
from random import Random

from dreamdot_app.ui import drawings

_HERE = files("dreamdot_app.world")
_SEED = 8
_ART_SCALE = 4
_PAGE_SIZE = (800, 1200)
_READERS_FAVOUR = 0.55  # how steeply sales fall from the first favourite to the last


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the world."""

    username: str
    name: str
    bio: str
    joined_ago: timedelta
    has_face: bool

    def joined_at(self, now: datetime) -> datetime:
        """When they joined, seen from ``now``."""
        return now - self.joined_ago


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page of a comic, an art piece or an item's sheet: a drawing by its address, in pixels."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Work:
    """A published work; ``text`` is HTML of a writing, other kinds have ``pages``."""

    slug: str
    title: str
    author: str
    kind: str
    form: str
    summary: str
    tags: tuple[str, ...]
    price_minor: int
    cover_design: str
    cover_key: str
    published_ago: timedelta
    text: str = field(default="", repr=False)
    pages: tuple[DrawnPage, ...] = ()
    language: str = "en"

    def published_at(self, now: datetime) -> datetime:
        """When it came out, seen from ``now``."""
        return now - self.published_ago


@dataclass(frozen=True, slots=True)
class Purchase:
    """Somebody got a work, for its price or free."""

    buyer: str
    work: str
    ago: timedelta

    def bought_at(self, now: datetime) -> datetime:
        """When, seen from ``now``."""
        return now - self.ago


@dataclass(frozen=True, slots=True)
class Place:
    """How far somebody has read, from 0 to 1."""

    reader: str
    work: str
    fraction: float
    ago: timedelta


@dataclass(frozen=True)
class World:
    """People with their works, purchases and places; names and slugs are unique in it."""

    people: tuple[Person, ...]
    works: tuple[Work, ...]
    purchases: tuple[Purchase, ...]
    places: tuple[Place, ...]

    def person(self, username: str) -> Person:
        """The person of that username."""
        return self._by_username[username]

    def work(self, slug: str) -> Work:
        """The work of that slug."""
        return self._by_slug[slug]

    # kept with the world itself, so that a grown one is forgotten whole
    @cached_property
    def _by_username(self) -> dict[str, Person]:
        return {person.username: person for person in self.people}

    @cached_property
    def _by_slug(self) -> dict[str, Work]:
        return {work.slug: work for work in self.works}


def _people() -> tuple[Person, ...]:
    rows = tomllib.loads((_HERE / "people.toml").read_text(encoding="utf-8"))["person"]
    return tuple(
        Person(row["username"], row["name"], row["bio"], timedelta(days=row["days"]), row["face"])
        for row in rows
    )


def _text_of(slug: str) -> str:
    return (_HERE / "texts" / f"{slug}.html").read_text(encoding="utf-8")


@cache
def _shape(design: str) -> tuple[int, int]:
    known = {each.name: (each.width, each.height) for each in drawings.designs()}
    return known[design]


def pages_of(
    slug: str, title: str, kind: str, design: str, *, comic: str = ""
) -> tuple[DrawnPage, ...]:
    """What a buyer looks at: the pages of a comic, one art piece, or an item's four sheets.

    ``comic`` names the drawn comic when it is not the slug. Writings have none.
    """
    if kind == "writing":
        return ()
    if kind == "comic":
        drawn = comic or slug
        return tuple(
            DrawnPage(drawings.page_url(drawn, number), *_PAGE_SIZE, f"{title}, page {number}")
            for number in range(1, drawings.page_count(drawn) + 1)
        )
    width, height = (_ART_SCALE * side for side in _shape(design))
    if kind == "art":
        return (DrawnPage(drawings.art_url(design, slug), width, height, title),)
    return tuple(
        DrawnPage(
            drawings.art_url(design, f"{slug}-{number}"), width, height, f"{title}, sheet {number}"
        )
        for number in range(1, 5)
    )


def _work(row: dict[str, object]) -> Work:
    slug, title, kind, design = (str(row[name]) for name in ("slug", "title", "kind", "design"))
    tags = row["tags"]
    return Work(
        slug=slug,
        title=title,
        author=str(row["author"]),
        kind=kind,
        form=str(row["form"]),
        summary=str(row["summary"]),
        tags=tuple(str(tag) for tag in tags) if isinstance(tags, list) else (),
        price_minor=int(str(row["price"])),
        cover_design=design,
        cover_key=slug,
        published_ago=timedelta(days=int(str(row["days"])), hours=len(title)),
        text=_text_of(slug) if kind == "writing" else "",
        pages=pages_of(slug, title, kind, design),
    )


def _works() -> tuple[Work, ...]:
    rows = tomllib.loads((_HERE / "works.toml").read_text(encoding="utf-8"))["work"]
    return tuple(_work(row) for row in rows)


def _shopping(
    people: tuple[Person, ...], works: tuple[Work, ...]
) -> tuple[tuple[Purchase, ...], tuple[Place, ...]]:
    """Everybody buys some of what was out since they joined: favourites often, the rest rarely."""
    chance = Random(_SEED)  # noqa: S311 a world, not a secret
    favour = chance.sample(range(len(works)), len(works))
    purchases: list[Purchase] = []
    places: list[Place] = []
    for person in people:
        others = [work for work in works if work.author != person.username]
        weights = [1 / (1 + favour[works.index(work)]) ** _READERS_FAVOUR for work in others]
        wanted = set(chance.choices(range(len(others)), weights, k=chance.randint(4, 18)))
        for number in sorted(wanted):
            work = others[number]
            ago = min(work.published_ago, person.joined_ago) * (0.05 + 0.9 * chance.random())
            purchases.append(Purchase(person.username, work.slug, ago))
            if chance.random() < 0.7:
                done = 1.0 if chance.random() < 0.45 else round(chance.uniform(0.05, 0.95), 2)
                places.append(Place(person.username, work.slug, done, ago * chance.random()))
    return tuple(purchases), tuple(places)


@cache
def world() -> World:
    """The world as written; the same at every call."""
    people, works = _people(), _works()
    return World(people, works, *_shopping(people, works))
