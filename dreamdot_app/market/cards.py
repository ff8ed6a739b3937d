"""Views of works: rows, their creators and their pictures put together, each asked for once."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from uuid import UUID

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.contract import PersonCard
from dreamdot_app.core import ids, text
from dreamdot_app.core.ids import UserId
from dreamdot_app.market.contract import Kind
from dreamdot_app.market.documents import Page
from dreamdot_app.market.models import Draft, Purchase, ReadingPlace, Work
from dreamdot_app.market.views import (
    FINISHED_PERMILLE,
    KINDS_WITH_AN_END,
    NO_BLOCK,
    NOBODY,
    Cover,
    LibraryEntry,
    PageView,
    Place,
    StudioWork,
    WorkCard,
)
from dreamdot_app.media import service as media
from dreamdot_app.media.contract import MediaId, Picture
from dreamdot_app.ui import drawings

# A drawing that no design is named for: letters on a constellation of the work's own.
_GENERATED = "constellation"


def drawn_text(design: str, key: str) -> str:
    """How a work's row names its generated cover."""
    return f"{design}:{key}"


@cache
def _size_of_design(design: str) -> tuple[int, int]:
    for known in drawings.designs():
        if known.name == design:
            return known.width, known.height
    drawing = drawings.cover(design, "size", "Size", "")
    return drawing.width, drawing.height


def drawn_cover(work: Work, author: str) -> Cover:
    """The generated cover of a work without a picture."""
    design, _, key = (work.drawn or f"{_GENERATED}:{ids.short(work.id)}").partition(":")
    width, height = _size_of_design(design)
    # Pictures and sheets speak for themselves; books and comics carry their lettering.
    is_lettered = work.kind in (Kind.WRITING, Kind.COMIC)
    return Cover(
        url=drawings.cover_url(design, key, work.title, author)
        if is_lettered
        else drawings.art_url(design, key),
        width=width,
        height=height,
        alt=f"Cover of {work.title}" if work.title else "",
    )


def picture_cover(picture: Picture, title: str) -> Cover:
    """A cover that the creator uploaded."""
    return Cover(
        url=picture.url,
        srcset=picture.srcset,
        width=picture.width,
        height=picture.height,
        blurhash=picture.blurhash,
        alt=picture.alt or (f"Cover of {title}" if title else ""),
    )


def ref_of(work: Work) -> str:
    """A work's name in addresses: its title for people, its id for us."""
    slug = text.slug(work.title)
    return f"{slug}-{ids.short(work.id)}" if slug else ids.short(work.id)


def card(work: Work, creator: PersonCard, picture: Picture | None) -> WorkCard:
    """A work's card from its parts."""
    ref = ref_of(work)
    return WorkCard(
        id=ids.short(work.id),
        ref=ref,
        url=f"/work/{ref}",
        read_url=f"/read/{ref}",
        title=work.title,
        kind=str(work.kind),
        form=work.form,
        creator=creator,
        creator_url=creator.href,
        price_minor=work.price_minor,
        is_free=work.price_minor == 0,
        cover=picture_cover(picture, work.title)
        if picture
        else drawn_cover(work, creator.display_name),
        minutes=work.minutes,
        published_at=work.published_at,
    )


async def cards(works: Sequence[Work]) -> tuple[WorkCard, ...]:
    """The cards of works, in their order: one question for all creators, one for all pictures."""
    creators = await accounts.cards({UserId(work.creator_id) for work in works})
    pictures = await media.pictures({work.cover_id for work in works if work.cover_id})
    return tuple(_card_from(work, creators, pictures) for work in works)


async def card_of(work: Work) -> WorkCard:
    """One work's card."""
    return (await cards([work]))[0]


def _card_from(
    work: Work, creators: Mapping[UserId, PersonCard], pictures: Mapping[MediaId, Picture]
) -> WorkCard:
    creator = creators.get(UserId(work.creator_id), NOBODY)
    picture = pictures.get(MediaId(work.cover_id)) if work.cover_id else None
    return card(work, creator, picture)


def drafted(work: Work, draft: Draft | None) -> Work:
    """A copy of a work as it would be if its draft came out now; it belongs to no session."""
    copy = Work(**work.model_dump())
    if draft is not None:
        put_into(copy, draft)
    return copy


def put_into(work: Work, draft: Draft) -> None:
    """Give a work everything that its draft says; whether it is published stays as it is."""
    work.title = draft.title
    work.summary = draft.summary
    work.price_minor = draft.price_minor
    work.cover_id = draft.cover_id
    work.language = draft.language
    work.tags = list(draft.tags)
    work.content_id = draft.content_id
    work.words = draft.words
    work.minutes = draft.minutes
    work.pages = draft.pages
    work.revision = draft.revision


def place(row: ReadingPlace | None, revision: int) -> Place:
    """Somebody's place in a work's present revision.

    In a text that was published again since, blocks have moved: only how far through it the
    person was still means something, and the block is one that no text has.
    """
    if row is None:
        return Place(revision=revision)
    same = row.revision == revision
    return Place(
        block=row.block if same else NO_BLOCK,
        offset=row.offset_permille if same else 0,
        permille=row.permille,
        revision=row.revision,
        updated_at=row.updated_at,
    )


def library_entry(
    shown: WorkCard, purchase: Purchase | None, stopped: ReadingPlace | None
) -> LibraryEntry:
    """A work that somebody has, or reads for free, with how far they have read it."""
    furthest = stopped.furthest_permille if stopped else 0
    return LibraryEntry(
        card=shown,
        price_minor=purchase.price_minor if purchase else 0,
        bought_at=purchase.created_at if purchase else None,
        permille=stopped.permille if stopped else 0,
        is_begun=stopped is not None,
        is_finished=shown.kind in KINDS_WITH_AN_END and furthest >= FINISHED_PERMILLE,
        place_at=stopped.updated_at if stopped else None,
    )


async def page_views(pages: Iterable[Page], title: str) -> tuple[PageView, ...]:
    """Pages of a comic, pieces of art, sheets of an item, in their order.

    A picture that is not there (any more) is left out.
    """
    listed = list(pages)
    wanted: set[UUID] = {page.picture_id for page in listed if page.picture_id}
    pictures = await media.pictures(wanted)
    views: list[PageView] = []
    for number, page in enumerate(listed, start=1):
        alt = page.alt or f"{title}, page {number}"
        if page.picture_id is None:
            views.append(PageView(page.drawn, "", page.width, page.height, alt))
        elif picture := pictures.get(MediaId(page.picture_id)):
            views.append(
                PageView(
                    picture.url,
                    picture.srcset,
                    picture.width,
                    picture.height,
                    page.alt or picture.alt or alt,
                )
            )
    return tuple(views)


def studio_work(shown: WorkCard, work: Work, draft: Draft | None) -> StudioWork:
    """A creator's own work with its state and figures."""
    return StudioWork(
        card=shown,
        status=str(work.status),
        has_changes=draft is not None and draft.revision > work.revision,
        sales=work.sales,
        readers=work.readers,
        earned_minor=work.earned_promo_minor + work.earned_cash_minor,
        earned_promo_minor=work.earned_promo_minor,
        earned_cash_minor=work.earned_cash_minor,
        edit_url=f"/write/{ids.short(work.id)}",
        updated_at=max(work.updated_at, draft.saved_at) if draft else work.updated_at,
    )
