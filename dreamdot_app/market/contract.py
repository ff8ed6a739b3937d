"""What other slices may know of market: its ids and views, its refusals and its events."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from dreamdot_app.core import money
from dreamdot_app.core.errors import BadInput, Conflict, NotAllowed
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.outbox import Event
from dreamdot_app.market.views import (
    KINDS_WITH_AN_END,
    NO_BLOCK,
    NOBODY,
    ContentId,
    Cover,
    Day,
    DraftView,
    Kind,
    LibraryEntry,
    LibraryPage,
    PageView,
    PinnedWork,
    Place,
    Price,
    Progress,
    Published,
    Purchased,
    PurchaseId,
    Reading,
    SavedDraft,
    Status,
    StudioFigures,
    StudioPage,
    StudioWork,
    WorkCard,
    WorkId,
    WorkPage,
    WorkView,
)

__all__ = [
    "KINDS_WITH_AN_END",
    "NOBODY",
    "NO_BLOCK",
    "ContentId",
    "Cover",
    "Day",
    "DraftConflict",
    "DraftView",
    "FieldsRefused",
    "Kind",
    "LibraryEntry",
    "LibraryPage",
    "MustBuy",
    "OwnWork",
    "PageView",
    "PinnedWork",
    "Place",
    "Price",
    "PriceChanged",
    "Progress",
    "Published",
    "PurchaseId",
    "Purchased",
    "Reading",
    "SavedDraft",
    "Status",
    "StudioFigures",
    "StudioPage",
    "StudioWork",
    "WorkCard",
    "WorkHasBuyers",
    "WorkId",
    "WorkIsPublished",
    "WorkPage",
    "WorkPublished",
    "WorkSold",
    "WorkView",
    "WorkWithdrawn",
    "kind_of",
    "price_of",
    "progress_of",
]


def kind_of(text: object) -> Kind | None:
    """The kind that an address or an event names; ``None`` when it names none."""
    return Kind(text) if isinstance(text, str) and text in set(Kind) else None


def price_of(text: object) -> Price:
    """The price filter that an address or an event names; any when it names none."""
    return Price(text) if isinstance(text, str) and text in set(Price) else Price.ANY


def progress_of(text: object) -> Progress:
    """The progress filter that an address or an event names; any when it names none."""
    return Progress(text) if isinstance(text, str) and text in set(Progress) else Progress.ANY


class FieldsRefused(BadInput):
    """Some fields do not fit; ``errors`` has all of them, and nothing was changed."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(next(iter(errors.values())), field=next(iter(errors)))
        self.errors = errors

    def as_errors(self) -> dict[str, str]:
        """``{field: message}`` for every field."""
        return self.errors


class DraftConflict(Conflict):
    """Another tab or device has saved since; ``draft`` is what is stored now."""

    def __init__(self, draft: DraftView) -> None:
        super().__init__("This draft was changed in another place.")
        self.draft = draft


class MustBuy(NotAllowed):
    """A paid work that the viewer has not bought; ``view`` has its price and beginning."""

    def __init__(self, view: WorkView) -> None:
        super().__init__("Buy this work to read it.")
        self.view = view


class PriceChanged(Conflict):
    """The price is not the one that the buyer was shown; ``price_minor`` is the present one."""

    def __init__(self, price_minor: int) -> None:
        now = money.show(price_minor) if price_minor else "free"
        super().__init__(f"The price has changed: this is {now} now. Nothing was bought.")
        self.price_minor = price_minor


class OwnWork(NotAllowed):
    """Nobody buys what they have made themselves."""

    def __init__(self) -> None:
        super().__init__("This is your own work: it is yours to read.")


class WorkHasBuyers(Conflict):
    """A work that people have bought stays theirs, so it cannot be deleted."""

    def __init__(self) -> None:
        super().__init__("People have this in their library, so it cannot be deleted.")


class WorkIsPublished(Conflict):
    """A published work is withdrawn before it is deleted."""

    def __init__(self) -> None:
        super().__init__("Take this work down first, then delete it.")


@dataclass(frozen=True)
class WorkPublished(Event):
    """A work, or changes to it, came out."""

    name: ClassVar[str] = "market.published"
    work_id: WorkId
    creator_id: UserId
    kind: str
    title: str
    first_time: bool


@dataclass(frozen=True)
class WorkWithdrawn(Event):
    """A work can no longer be found or bought; those who have it keep it."""

    name: ClassVar[str] = "market.withdrawn"
    work_id: WorkId
    creator_id: UserId


@dataclass(frozen=True)
class WorkSold(Event):
    """A work was bought, or a free one was added to a library (then every amount is 0)."""

    name: ClassVar[str] = "market.sold"
    work_id: WorkId
    purchase_id: PurchaseId
    creator_id: UserId
    buyer_id: UserId
    price_minor: int
    transfer_id: UUID | None
    earned_promo_minor: int
    earned_cash_minor: int
    fee_promo_minor: int
    fee_cash_minor: int
    sold_at: datetime
