"""The reader: the text, the strip of pages, or the picture, and nothing else."""

from typing import Any

import reflex as rx

from dreamdot_app.accounts.state import SessionState
from dreamdot_app.market.components import has_an_end, is_verse
from dreamdot_app.market.reading.reader import reader
from dreamdot_app.market.reading.state import ReadingState
from dreamdot_app.ui import buttons, errors, frame, link, skeleton

_TEXT: Any = ReadingState.text
_CARD: Any = ReadingState.text.card


def _page(shown: Any) -> rx.Component:
    return rx.el.img(
        src=shown.url,
        src_set=shown.srcset,
        alt=shown.alt,
        loading="lazy",
        # As attributes: as properties they would become styles and fix the size.
        custom_attrs={"width": shown.width, "height": shown.height},
        class_name="mx-auto block h-auto w-full max-w-[46rem] rounded-[.375rem] bg-base-300",
    )


def _end() -> rx.Component:
    return rx.el.div(
        rx.cond(has_an_end(_CARD.kind), rx.el.p("The end.", class_name="font-serif text-xl")),
        rx.cond(
            _CARD.creator_url != "",
            rx.el.p(
                "More by ",
                link.text_link(_CARD.creator.display_name, href=_CARD.creator_url),
                class_name="mt-2 text-muted",
            ),
        ),
        rx.el.div(
            rx.cond(
                SessionState.is_signed_in,
                buttons.link_button("To the library", href="/library"),
                buttons.link_button(
                    rx.cond(has_an_end(_CARD.kind), "Join and keep your place", "Join DreamDot"),
                    href="/join?next=" + _CARD.read_url,
                    tone="primary",
                ),
            ),
            buttons.link_button("Look around", href="/discover"),
            class_name="mt-6 flex flex-wrap justify-center gap-2",
        ),
        class_name="mx-auto mt-16 max-w-[52ch] border-t border-hair pt-10 pb-24 text-center",
    )


def _open_text(back_url: rx.Var[str] | str) -> rx.Component:
    return reader(
        rx.cond(
            _TEXT.pages.length() > 0,
            rx.el.div(
                rx.foreach(_TEXT.pages, _page),
                custom_attrs={"data-blocks": ""},  # the reader keeps the place in these
                class_name="space-y-4 md:space-y-6",
            ),
        ),
        _end(),
        html=_TEXT.html,
        title=_CARD.title,
        author=_CARD.creator.display_name,
        author_url=_CARD.creator_url,
        avatar_url=_CARD.creator.avatar_url,
        minutes=_TEXT.minutes,
        verse=is_verse(_CARD.form),
        back_url=back_url,
        place_url=_TEXT.place_url,
        place_block=_TEXT.place.block,
        place_offset=_TEXT.place.offset,
        place_permille=_TEXT.place.permille,
        reading_key=_TEXT.reading_key,
    )


def _waiting() -> rx.Component:
    return rx.el.main(
        skeleton.text(12), id="main", class_name="mx-auto max-w-[42rem] px-4 pt-40 md:px-0"
    )


def _shown(text: rx.Component, load: Any) -> rx.Component:
    """The text, or what stands in its place: nothing there, not loaded, not yet."""
    return rx.cond(
        ReadingState.has_failed,
        frame.page_frame(errors.did_not_load(load, is_page=True)),
        rx.cond(
            ReadingState.is_missing,
            frame.page_frame(errors.not_found()),
            rx.cond(ReadingState.is_loading, _waiting(), text),
        ),
    )


def read_page() -> rx.Component:
    """Read a work that is free, one's own, or bought."""
    return _shown(_open_text(_CARD.url), ReadingState.load)


def preview_page() -> rx.Component:
    """See one's own draft as readers will."""
    note = rx.el.p(
        "Preview: only you see this.",
        class_name="bg-accent/40 px-4 py-2 text-center text-sm font-medium",
        role="status",
    )
    text = rx.fragment(note, _open_text("/write/" + _CARD.id))
    return _shown(text, ReadingState.load_preview)
