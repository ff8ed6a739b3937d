"""Put the demonstration world into the databases, once; the same world every time.

Districts come one after the other, and the people of each last, in one transaction: who finds the
first of them finds a whole district, and all before it. Ids depend on names alone, so what was
interrupted is simply done again and makes nothing twice.
"""

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from uuid import UUID

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.contract import NewPerson
from dreamdot_app.core import clock
from dreamdot_app.core.db import Database, exclusively, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import service as market
from dreamdot_app.market.contract import Kind, PurchaseId, WorkId
from dreamdot_app.market.service import (
    DrawnPage,
    ImportedPlace,
    ImportedPurchase,
    ImportedWork,
)
from dreamdot_app.wallet import service as wallet
from dreamdot_app.world.content import Person, Work, World, world
from dreamdot_app.world.grow import first_people, grow

PASSWORD = "dreamdot-demo"  # noqa: S105 the demonstration's accounts are for everybody
READER = "lucia"
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_SEED = 20_260_101
_LOOKED_FOR = 100

Progress = Callable[[str, int, int], None]
"""``(what, done, of)``: how far the planting is."""


def _unseen(_what: str, _done: int, _of: int) -> None:
    return None


def _stable_id(kind: str, name: str, ago: timedelta) -> UUID:
    """A UUIDv7 that depends on its arguments alone (RFC 9562: 48 bits of time, then a hash)."""
    milliseconds = int((_EPOCH - ago).timestamp() * 1_000)
    noise = int.from_bytes(hashlib.sha256(f"{kind}:{name}".encode()).digest()[:10])
    value = (milliseconds << 80) | noise
    value = value & ~(0xF << 76) | (0x7 << 76)
    return UUID(int=value & ~(0x3 << 62) | (0x2 << 62))


def _person_id(person: Person) -> UserId:
    return UserId(_stable_id("person", person.username, person.joined_ago))


def work_id(work: Work) -> WorkId:
    """The id that a work of the world has in every database."""
    return WorkId(_stable_id("work", work.slug, work.published_ago))


def _imported(work: Work, creator: Person, now: datetime) -> ImportedWork:
    return ImportedWork(
        id=work_id(work),
        creator_id=_person_id(creator),
        creator_name=creator.name,
        kind=Kind(work.kind),
        form=work.form,
        title=work.title,
        summary=work.summary,
        tags=work.tags,
        language=work.language,
        price_minor=work.price_minor,
        drawn_design=work.cover_design,
        drawn_key=work.cover_key,
        published_at=work.published_at(now),
        html=work.text,
        pages=[DrawnPage(page.url, page.width, page.height, page.alt) for page in work.pages],
    )


def _works(part: World, now: datetime) -> Iterator[ImportedWork]:
    for work in part.works:
        yield _imported(work, part.person(work.author), now)


async def _plant_works(part: World, now: datetime) -> None:
    await market.import_works(rows=list(_works(part, now)))


async def _plant_people(part: World, now: datetime, password_hash: str) -> None:
    rows = [
        NewPerson(
            id=_person_id(person),
            username=person.username,
            email=f"{person.username}@dreamdot.example",
            display_name=person.name,
            bio=person.bio,
            password_hash=password_hash,
            joined_at=person.joined_at(now),
            has_face=person.has_face,
        )
        for person in part.people
    ]
    async with transaction(Database.USER, actor=None) as session:
        await accounts.import_people(session, rows)


async def _sell(part: World, now: datetime, told: Progress) -> None:
    """Buy through the same door as everybody, oldest first, so that the ledger is a true one."""
    for person in part.people:
        await wallet.open_wallet(user_id=_person_id(person), now=person.joined_at(now))
    purchases = sorted(part.purchases, key=lambda purchase: purchase.ago, reverse=True)
    for number, purchase in enumerate(purchases, 1):
        work, buyer = part.work(purchase.work), part.person(purchase.buyer)
        await market.purchase(
            work_id=work_id(work),
            buyer_id=_person_id(buyer),
            expected_price_minor=work.price_minor,
            now=purchase.bought_at(now),
            request_id=f"world:{work.slug}:{buyer.username}",
        )
        told("Sales", number, len(purchases))


async def _add_free(part: World, now: datetime) -> None:
    """In grown districts only free works change hands: no money appears outside the ledger."""
    rows = [
        ImportedPurchase(
            id=PurchaseId(_stable_id("purchase", purchase.work + purchase.buyer, purchase.ago)),
            work_id=work_id(part.work(purchase.work)),
            buyer_id=_person_id(part.person(purchase.buyer)),
            creator_id=_person_id(part.person(part.work(purchase.work).author)),
            price_minor=0,
            bought_at=purchase.bought_at(now),
        )
        for purchase in part.purchases
        if part.work(purchase.work).price_minor == 0
    ]
    await market.import_purchases(rows=rows)


async def _keep_places(part: World, now: datetime) -> None:
    rows = [
        ImportedPlace(
            user_id=_person_id(part.person(place.reader)),
            work_id=work_id(part.work(place.work)),
            fraction=place.fraction,
            at=now - place.ago,
        )
        for place in part.places
    ]
    await market.import_places(rows=rows)


def amount(districts: int) -> str:
    """What so many districts hold, in words."""
    people, works = len(world().people), len(world().works)
    return f"{districts * people:,} people and {districts * works:,} works"


async def is_planted() -> bool:
    """Whether there is a demonstration world: its written district, whole."""
    first = _person_id(world().people[0])
    return first in await accounts.cards([first])


async def planted_size() -> int:
    """How many districts are there, whole. One that was broken off does not count."""
    size, firsts = 0, first_people(world(), seed=_SEED)
    while True:
        wanted = [_person_id(person) for person in islice(firsts, _LOOKED_FOR)]
        found = await accounts.cards(wanted)
        size += len(found)
        if len(found) < len(wanted):
            return size


async def plant(*, size: int = 1, told: Progress = _unseen) -> int:
    """Let the world have ``size`` districts (40 people and 120 works each); how many were added.

    Those that are there are left alone, so doing it again changes nothing, and a world that was
    broken off or is smaller is continued. Who plants at the same time waits.

    The first district is the written one, with its sales through the ledger; the others are
    grown from it in bulk.
    """
    async with exclusively(Database.USER, "world"):
        planted = await planted_size()
        if planted >= size:
            return 0
        now = clock.now()
        password_hash = accounts.hash_password(PASSWORD)
        missing = grow(world(), size=size, seed=_SEED, after=planted)
        for number, part in enumerate(missing, planted + 1):
            await _plant_works(part, now)
            if number == 1:
                await _sell(part, now, told)
            else:
                await _add_free(part, now)
            await _keep_places(part, now)
            await _plant_people(part, now, password_hash)
            told("Districts", number, size)
    return size - planted


async def plant_if_empty(*, told: Progress = _unseen) -> bool:
    """Plant the written district unless it is there; say whether anything was planted."""
    return not await is_planted() and await plant(told=told) > 0
