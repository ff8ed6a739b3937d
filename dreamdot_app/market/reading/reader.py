"""The reader of a story, and the same typography for a beginning or a preview."""

from typing import Any

import reflex as rx

from dreamdot_app.market.reading import scripts
from dreamdot_app.market.writing import scripts as writing
from dreamdot_app.ui import browser

NEEDED = (browser.BACKEND, writing.REQUESTS, writing.ONCE_TRUE, scripts.PARTS)


class _Reader(rx.Component):
    library = scripts.READER.importable_path
    tag = "Reader"

    is_hydrated: rx.Var[bool]
    html: rx.Var[str]
    title: rx.Var[str]
    author: rx.Var[str]
    author_url: rx.Var[str]
    avatar_url: rx.Var[str]
    minutes: rx.Var[int]
    verse: rx.Var[bool]
    back_url: rx.Var[str]
    place_url: rx.Var[str]
    place_block: rx.Var[int]
    place_offset: rx.Var[int]
    place_permille: rx.Var[int]
    reading_key: rx.Var[str]


class _ReadingText(rx.Component):
    library = scripts.READING_TEXT.importable_path
    tag = "ReadingText"

    html: rx.Var[str]
    drop_cap: rx.Var[bool]
    verse: rx.Var[bool]
    faded: rx.Var[bool]


def reader(
    *children: Any,
    html: str | rx.Var[str],
    title: str | rx.Var[str],
    author: str | rx.Var[str],
    minutes: int | rx.Var[int],
    back_url: str | rx.Var[str],
    reading_key: str | rx.Var[str],
    verse: bool | rx.Var[bool] = False,
    author_url: str | rx.Var[str] = "",
    avatar_url: str | rx.Var[str] = "",
    place_url: str | rx.Var[str] = "",
    place_block: int | rx.Var[int] = 0,
    place_offset: int | rx.Var[int] = 0,
    place_permille: int | rx.Var[int] = 0,
    **props: Any,
) -> rx.Component:
    """A whole page to read ``html`` (sanitised) on; ``children`` stand after the text.

    It opens at the place given (``place_block`` an index of the text's top-level blocks,
    ``place_offset`` and ``place_permille`` in thousandths) and PUTs the place to ``place_url`` as
    the reader moves; the device keeps it too, under ``reading_key`` (the work, and for a member a
    colon and who they are). Mount it when the text is there. With `NO_BLOCK` as ``place_block``
    only ``place_permille`` holds: the text was changed since. ``verse`` for poems: no drop cap, no
    indents.
    """
    return _Reader.create(
        *children,
        is_hydrated=rx.State.is_hydrated,
        html=html,
        title=title,
        author=author,
        author_url=author_url,
        avatar_url=avatar_url,
        minutes=minutes,
        verse=verse,
        back_url=back_url,
        place_url=place_url,
        place_block=place_block,
        place_offset=place_offset,
        place_permille=place_permille,
        reading_key=reading_key,
        **props,
    )


def reading_text(
    html: str | rx.Var[str],
    *,
    drop_cap: bool = False,
    verse: bool | rx.Var[bool] = False,
    faded: bool | rx.Var[bool] = False,
    **props: Any,
) -> rx.Component:
    """Sanitised HTML as a text to read; ``faded`` lets its end go out, as a beginning does.

    ``verse`` for poems: no drop cap, no indents.
    """
    return _ReadingText.create(html=html, drop_cap=drop_cap, verse=verse, faded=faded, **props)
