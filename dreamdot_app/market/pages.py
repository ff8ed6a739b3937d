"""Routes of the market's pages."""

from typing import Any

import reflex as rx

from dreamdot_app.accounts.state import guarded_page, open_page
from dreamdot_app.core import web
from dreamdot_app.market import service
from dreamdot_app.market.buying.page import work_page
from dreamdot_app.market.buying.state import WorkState
from dreamdot_app.market.finding.discover import discover_page
from dreamdot_app.market.finding.home import home_page
from dreamdot_app.market.finding.profile import ProfileWorksState, works_of_profile
from dreamdot_app.market.finding.state import DiscoverState, HomeState
from dreamdot_app.market.owning.library import library_page
from dreamdot_app.market.owning.pinning import (
    PinnedState,
    PinningState,
    pinned_field,
    pinned_work,
    works_count,
)
from dreamdot_app.market.owning.state import LibraryState, StudioState
from dreamdot_app.market.owning.studio import studio_page
from dreamdot_app.market.reading.page import preview_page, read_page
from dreamdot_app.market.reading.state import ReadingState
from dreamdot_app.market.writing.page import begin_page, desk_page
from dreamdot_app.market.writing.state import BeginState, DeskState

__all__ = [
    "add_pages",
    "describe_pages",
    "load_pinned_choice",
    "load_pinned_work",
    "load_works_of_profile",
    "pinned_field",
    "pinned_work",
    "works_count",
    "works_of_profile",
]

load_works_of_profile = ProfileWorksState.load
load_pinned_work = PinnedState.load
load_pinned_choice = PinningState.load

_TAGLINE = "Stories, comics and pictures, bought from the people who made them."


async def _metadata_of_work(params: dict[str, str]) -> web.PageMetadata | None:
    return await service.metadata(ref=params["ref"])


async def _metadata_of_reader(params: dict[str, str]) -> web.PageMetadata | None:
    return await service.reading_metadata(ref=params["ref"])


def describe_pages() -> None:
    """Say what search engines and link previews are told, and where there is nothing (404)."""
    web.page_metadata("/work/[ref]", _metadata_of_work)
    web.page_metadata("/read/[ref]", _metadata_of_reader)


def add_pages(app: rx.App) -> None:
    """Add every page of the market."""

    def page(component: rx.app.ComponentCallable, route: str, title: Any, *load: Any) -> None:
        app.add_page(
            component,
            route=route,
            title=title,
            description=_TAGLINE,
            image="/og.jpg",
            on_load=list(load),
        )

    page(home_page, "/", "DreamDot", *open_page(HomeState.load))
    page(discover_page, "/discover", DiscoverState.title, *open_page(DiscoverState.load))
    page(work_page, "/work/[ref]", WorkState.title, *open_page(WorkState.load))
    page(read_page, "/read/[ref]", ReadingState.title, *open_page(ReadingState.load))
    page(begin_page, "/write", "New story · DreamDot", *guarded_page(BeginState.begin))
    page(desk_page, "/write/[work]", "Writing · DreamDot", *guarded_page(DeskState.load))
    page(
        preview_page,
        "/write/[work]/preview",
        "Preview · DreamDot",
        *guarded_page(ReadingState.load_preview),
    )
    page(library_page, "/library", "Library · DreamDot", *guarded_page(LibraryState.load))
    page(studio_page, "/studio", "Studio · DreamDot", *guarded_page(StudioState.load))
    describe_pages()
