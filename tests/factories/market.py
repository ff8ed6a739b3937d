"""People, stories and purchases for tests of what is published and bought."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count
from uuid import UUID

from sqlalchemy import text

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.contract import NewPerson
from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import consumers as _consumers  # noqa: F401 hears of events
from dreamdot_app.market import jobs as _jobs  # noqa: F401 does what was put off
from dreamdot_app.market import service
from dreamdot_app.market.contract import Kind, WorkId
from dreamdot_app.market.service import DrawnPage, ImportedWork
from tests.clock import NOON

_SENTENCE = "The lighthouse keeper wrote letters that the tide answered."
STORY = f"<p>{' '.join([_SENTENCE] * 40)}</p>"
_numbers = count(1)


def unique(prefix: str = "") -> str:
    """A word that no other test has."""
    return f"{prefix}{next(_numbers)}{ids.short(ids.new())[-8:]}".lower()


async def make_person(display_name: str = "") -> UserId:
    """Somebody with an account; their wallet is opened by their first purchase or sale."""
    name = unique("p")
    person = NewPerson(
        username=name,
        email=f"{name}@example.org",
        display_name=display_name or name,
        bio="",
        password_hash="",
        joined_at=NOON,
    )
    async with transaction(Database.USER, actor=None) as session:
        return (await accounts.import_people(session, [person]))[name]


async def make_draft(creator_id: UserId, **fields: object) -> WorkId:
    """A story that its creator has typed and not published."""
    draft = await service.start_draft(creator_id=creator_id, now=NOON)
    work_id = WorkId(ids.parse(draft.id))
    await service.save_draft(
        work_id=work_id,
        creator_id=creator_id,
        fields={"title": unique("Story "), "html": STORY, **fields},
        revision=draft.revision,
        now=NOON,
    )
    return work_id


async def make_work(
    creator_id: UserId | None = None,
    *,
    title: str = "",
    html: str = STORY,
    price_minor: int = 0,
    tags: tuple[str, ...] = (),
    summary: str = "",
    publish: bool = True,
    now: datetime = NOON,
) -> WorkId:
    """A story as one would write it by hand: begun, saved, published."""
    maker = creator_id or await make_person()
    work_id = await make_draft(
        maker,
        title=title or unique("Story "),
        html=html,
        price=f"{price_minor // 100}.{price_minor % 100:02d}",
        tags=list(tags),
        summary=summary,
    )
    if publish:
        await service.publish(work_id=work_id, creator_id=maker, now=now)
    return work_id


def imported(creator_id: UserId, **changes: object) -> ImportedWork:
    """A published work as it is brought in from elsewhere."""
    told: dict[str, object] = {
        "id": WorkId(ids.new()),
        "creator_id": creator_id,
        "creator_name": "Ríona Dunne",
        "kind": Kind.WRITING,
        "form": "Story",
        "title": unique("Tale "),
        "summary": "",
        "tags": (),
        "language": "en",
        "price_minor": 0,
        "drawn_design": "lighthouse",
        "drawn_key": unique("key"),
        "published_at": NOON,
        "html": STORY,
    }
    if changes.get("kind", Kind.WRITING) is not Kind.WRITING:
        told |= {"html": "", "pages": (DrawnPage("/drawn/art/x.svg", 300, 400),)}
    return ImportedWork(**told | changes)  # pyright: ignore[reportArgumentType] put together by name


async def creator_of(work_id: WorkId) -> UserId:
    """Who made a work."""
    async with reading(Database.ITEMS) as session:
        query = text("select creator_id from work where id = :id")
        return UserId(await session.scalar(query, {"id": work_id}))


@dataclass(frozen=True)
class Snapshot:
    """Everything that a purchase of a work could change."""

    balances: list[tuple[object, ...]]
    transfers: int
    purchases: list[tuple[object, ...]]
    work: list[tuple[object, ...]]
    events: int


_BALANCES = """select owner, bucket, balance, seq from ledger_account
               where owner = any(:people) order by owner, bucket"""
_TRANSFERS = "select count(*) from ledger_transfer where payer = any(:people)"
_PURCHASES = "select id, buyer_id, price_minor from purchase where work_id = :work order by id"
_WORK = """select status, price_minor, revision, content_id, sales, readers, earned_promo_minor,
                  earned_cash_minor, title, updated_at from work where id = :work"""
_EVENTS = "select count(*) from outbox_event where payload ->> 'work_id' = :text"


async def snapshot(work_id: WorkId, *people: UserId) -> Snapshot:
    """Balances of people, and all that is written down about a work."""
    known: dict[str, object] = {"people": list(people), "work": work_id, "text": str(work_id)}
    async with reading(Database.ITEMS) as session:

        async def rows(query: str) -> list[tuple[object, ...]]:
            statement = text(query)
            wanted = {name: known[name] for name in statement.compile().params}
            return [tuple(row) for row in await session.execute(statement, wanted)]

        return Snapshot(
            balances=await rows(_BALANCES),
            transfers=int(str((await rows(_TRANSFERS))[0][0])),
            purchases=await rows(_PURCHASES),
            work=await rows(_WORK),
            events=int(str((await rows(_EVENTS))[0][0])),
        )


async def row_of(query: str, **values: object) -> dict[str, object]:
    """One row of the items database by a query of the test's own."""
    async with reading(Database.ITEMS) as session:
        found = (await session.execute(text(query), values)).mappings().one()
    return dict(found)


async def draft_row(work_id: WorkId) -> dict[str, object]:
    """A work's draft as it is stored."""
    return await row_of("select * from draft where work_id = :id", id=work_id)


def short(identifier: UUID) -> str:
    """An id as addresses have it."""
    return ids.short(identifier)
