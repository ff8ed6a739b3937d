"""Who may do what with a work: decided from facts that were read on the server, nothing else."""

from dataclasses import dataclass
from uuid import UUID

from dreamdot_app.core.ids import UserId
from dreamdot_app.market.models import Work
from dreamdot_app.market.views import Status


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands to a work; ``viewer_id`` is ``None`` for a visitor."""

    viewer_id: UserId | None
    is_own: bool
    is_owned: bool


def standing(work: Work, viewer_id: UserId | None, purchase_id: UUID | None) -> Standing:
    """Somebody's standing, given their purchase of the work if there is one."""
    is_own = viewer_id is not None and viewer_id == work.creator_id
    return Standing(viewer_id, is_own, viewer_id is not None and purchase_id is not None)


def is_published(work: Work) -> bool:
    """Whether the world can find the work."""
    return work.status == Status.PUBLISHED


def may_see(work: Work, who: Standing) -> bool:
    """Whether the work's page exists for somebody.

    A published work's does for everybody; a withdrawn one's for its creator and for those who have
    it. A work that was never out has no page, not even for its creator, who has a preview.
    """
    if work.content_id is None:
        return False
    return is_published(work) or who.is_own or who.is_owned


def may_read(work: Work, who: Standing) -> bool:
    """Whether somebody may read all of it: creator, buyers, and everybody what is free."""
    return may_see(work, who) and (who.is_own or who.is_owned or work.price_minor == 0)


def may_buy(work: Work, who: Standing) -> bool:
    """Whether somebody who is signed in could buy it, or take a free one into their library."""
    return is_published(work) and not (who.is_own or who.is_owned) and who.viewer_id is not None


def may_change(work: Work, user_id: UserId) -> bool:
    """Whether somebody may write, publish, withdraw and delete it: its creator alone."""
    return work.creator_id == user_id
