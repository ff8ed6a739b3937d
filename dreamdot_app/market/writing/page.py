"""The writing desk: a story, its cover and its price, saved while one writes."""

from typing import Any

import reflex as rx

from dreamdot_app.core.settings import settings
from dreamdot_app.market.writing.cover_picker import cover_picker
from dreamdot_app.market.writing.draft_keeper import draft_form, draft_keeper, publish_button
from dreamdot_app.market.writing.editor import rich_editor
from dreamdot_app.market.writing.growing_field import growing_field
from dreamdot_app.market.writing.state import UNPUBLISH_DIALOG, BeginState, DeskState
from dreamdot_app.ui import buttons, dialog, errors, forms, frame, skeleton

_DESK: Any = DeskState
_DRAFT: Any = _DESK.draft
_FIELDS = {
    "title": _DRAFT.title, "summary": _DRAFT.summary, "html": _DRAFT.html, "price": _DRAFT.price,
    "tags": _DRAFT.tags, "language": _DRAFT.language, "cover": _DRAFT.cover_id,
}  # fmt: skip
_SHOWS_DRAFT = {"data-shows-draft": ""}  # draft_links.js: followed when all of it is saved
_FORM = "draft"
_TOOLBAR = "toolbar"
_DELETE = "delete-draft"
_LANGUAGES = [
    ("en", "English"), ("de", "Deutsch"), ("es", "Español"), ("fr", "Français"),
    ("it", "Italiano"), ("pt", "Português"), ("pl", "Polski"), ("nl", "Nederlands"),
    ("tr", "Türkçe"), ("uk", "Українська"), ("ru", "Русский"), ("ar", "العربية"),
    ("fa", "فارسی"), ("hi", "हिन्दी"), ("ja", "日本語"), ("ko", "한국어"), ("zh", "中文"),
]  # fmt: skip


def _sheet() -> rx.Component:
    return rx.el.div(
        rx.el.h1("Writing", class_name="sr-only"),
        cover_picker(picture_id=_DRAFT.cover_id, picture_url=_DRAFT.cover.url, kept_as=_DRAFT.url),
        rx.el.div(class_name="h-8"),
        growing_field(
            form_field="title",
            value=_DRAFT.title,
            label="Title",
            placeholder="Title",
            max_length=120,
            as_title=True,
        ),
        rx.el.div(class_name="h-3"),
        growing_field(
            form_field="summary",
            value=_DRAFT.summary,
            label="Summary",
            placeholder="One line that makes one want to read it",
            max_length=500,
        ),
        rx.el.div(class_name="h-8"),
        rich_editor(html=_DRAFT.html, kept_as=_DRAFT.url, toolbar_id=_TOOLBAR),
        class_name="mx-auto w-full max-w-[42rem] px-4 pt-8 pb-40 md:px-0 md:pt-10",
    )


def _before_it_goes_out() -> rx.Component:
    keeps = (10_000 - settings().fee_bp) / 100
    return rx.el.div(
        # Its place in the header is too narrow on phones.
        buttons.link_button(
            "Preview",
            href=_DRAFT.preview_url,
            wide=True,
            icon="eye",
            class_name="sm:hidden",
            custom_attrs=_SHOWS_DRAFT,
        ),
        forms.price_field(
            value=_DRAFT.price,
            help=f"Leave it empty and it is free. You receive {keeps:g} % of each sale.",
        ),
        forms.text_field(
            "tags",
            "Tags",
            value=_DRAFT.tags,
            help="Up to eight, with commas between.",
        ),
        forms.select_field("language", "Language", _LANGUAGES, value=_DRAFT.language),
        *_endings(),
        class_name="space-y-6",
    )


def _endings() -> list[rx.Component]:
    """Unpublish or delete. Each has its own place: a second press never hits the other one."""
    unpublish = buttons.button(
        "Unpublish", wide=True, on_click=dialog.open_dialog(UNPUBLISH_DIALOG), icon="eye-off"
    )
    delete = buttons.button(
        "Delete this draft",
        tone="danger-quiet",
        wide=True,
        on_click=dialog.open_dialog(_DELETE),
        icon="trash-2",
    )
    return [
        rx.el.div(rx.cond(_DRAFT.is_published, unpublish), class_name="min-h-11"),
        rx.cond(
            _DRAFT.is_published,
            rx.fragment(),
            rx.el.div(delete, class_name="border-t border-hair pt-6"),
        ),
    ]


def _questions() -> rx.Component:
    return rx.fragment(
        dialog.confirm(
            UNPUBLISH_DIALOG,
            "Unpublish this work?",
            "It leaves the shelves, the search and your profile at once. Whoever has it in their "
            "library keeps it and can go on reading. You can publish it again at any time.",
            "Unpublish",
            DeskState.unpublish,
        ),
        dialog.confirm(
            _DELETE,
            "Delete this draft?",
            "Its text and pictures go with it. This cannot be undone.",
            "Delete it",
            DeskState.delete,
            danger=True,
            busy=DeskState.is_deleting,
        ),
    )


def _desk() -> rx.Component:
    return rx.fragment(
        draft_form(
            frame.editor_frame(
                _sheet(),
                close_href="/studio",
                status=draft_keeper(
                    form_id=_FORM,
                    url=_DRAFT.url,
                    revision=_DRAFT.revision,
                    words=_DRAFT.words,
                    fields=_FIELDS,
                ),
                actions=rx.fragment(
                    buttons.link_button(
                        "Preview",
                        href=_DRAFT.preview_url,
                        tone="ghost",
                        class_name="max-sm:hidden",
                        custom_attrs=_SHOWS_DRAFT,
                    ),
                    publish_button(
                        form_id=_FORM,
                        url=_DRAFT.publish_url,
                        label=rx.cond(_DRAFT.is_published, "Publish changes", "Publish"),
                    ),
                ),
                toolbar=rx.el.div(id=_TOOLBAR),
                settings=_before_it_goes_out(),
            ),
            id=_FORM,
            key=_DRAFT.id,
            is_ready=~_DESK.is_loading & ~_DESK.has_failed & ~_DESK.is_missing,
            shown_at=_DESK.ref,
            instead=_instead(),
        ),
        _questions(),
    )


def _instead() -> rx.Component:
    """What stands there as long as this page has not drawn a desk."""
    missing = errors.not_found(
        "No draft at this address", "It was deleted, or it is somebody else’s."
    )
    return rx.cond(
        DeskState.is_missing,
        frame.page_frame(missing),
        rx.cond(
            DeskState.has_failed,
            frame.page_frame(errors.did_not_load(DeskState.load, is_page=True)),
            _waiting(),
        ),
    )


def desk_page() -> rx.Component:
    """Let an author write one story, set its price, and publish it."""
    return rx.cond(_DRAFT.id != "", _desk(), _instead())


def _waiting() -> rx.Component:
    return rx.el.main(
        skeleton.text(10), id="main", class_name="mx-auto max-w-[42rem] px-4 pt-32 md:px-0"
    )


def begin_page() -> rx.Component:
    """Start a new story; shown for the moment that this takes."""
    return rx.cond(
        BeginState.has_failed,
        frame.page_frame(errors.did_not_load(BeginState.begin, is_page=True)),
        _waiting(),
    )
