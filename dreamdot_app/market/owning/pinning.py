"""The work that its maker has put first on their page: shown there, and chosen in the settings."""

from typing import Any

import reflex as rx

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.state import require_user
from dreamdot_app.core.errors import NotFound
from dreamdot_app.market import service
from dreamdot_app.market.components import picture
from dreamdot_app.market.contract import PinnedWork
from dreamdot_app.ui import cards, forms, icon, money

_NONE = ("", "None")


class PinnedState(rx.State):
    """The first work on the page of the person in the address."""

    works: tuple[PinnedWork, ...] = ()
    count: int = 0

    @rx.event
    async def load(self) -> None:
        """Show it, if it is still theirs and out; and how many works there are."""
        self.works, self.count = (), 0
        try:
            maker = await accounts.by_username(self.router.url.path.rstrip("/").rpartition("/")[2])
        except NotFound:
            return
        self.count = await service.count_of(creator_id=maker.id)
        if maker.pinned_work_id:
            found = await service.pinned(creator_id=maker.id, work_id=maker.pinned_work_id)
            self.works = (found,) if found else ()


class PinningState(rx.State):
    """One's own works that are out, to choose from."""

    options: list[tuple[str, str]] = [_NONE]  # noqa: RUF012 Reflex makes a field of each state from it

    @rx.event
    async def load(self) -> None:
        """Offer the published works, latest first."""
        titles = await service.published_titles(creator_id=await require_user(self))
        self.options = [_NONE, *titles]


def pinned_work() -> rx.Component:
    """The pinned work, or nothing."""
    works: Any = PinnedState.works
    return rx.el.div(rx.foreach(works, _shown), class_name="mt-8 max-w-[44rem] empty:hidden")


def _shown(pinned: Any) -> rx.Component:
    card = pinned.card
    return rx.el.section(
        rx.el.h2(
            icon.icon("pin", 14),
            "Pinned",
            class_name="mb-2.5 flex items-center gap-1.5 font-sans text-[.8125rem] font-medium"
            " text-muted",
        ),
        cards.work_embed(
            card.url,
            card.title,
            card.form,
            pinned.summary,
            picture(card.cover),
            money.price(card.price_minor, strong=True),
        ),
    )


def works_count() -> rx.Component:
    """How many works the person has published."""
    count: Any = PinnedState.count
    return rx.el.span(
        rx.el.span(count, class_name="font-semibold"),
        rx.cond(count == 1, " work", " works"),
        class_name="text-muted [&>span]:text-base-content",
    )


def pinned_field(chosen: Any) -> rx.Component:
    """The field in the settings; ``chosen`` is the id of the work that is pinned now."""
    return forms.select_field(
        "pinned",
        "Pinned work",
        PinningState.options,
        value=chosen,
        help="Stands first on your page, as long as it is published.",
    )
