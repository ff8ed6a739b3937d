"""The rich text editor as a field of a form."""

from typing import Any

import reflex as rx

from dreamdot_app.market.writing import scripts
from dreamdot_app.market.writing.allowed import MAX_CHARACTERS

TIPTAP = "3.34.0"  # all of TipTap is released together


class _RichEditor(rx.Component):
    """Loads the editor's own code (TipTap) when it is shown, not with the page."""

    library = scripts.RICH_EDITOR.importable_path
    tag = "RichEditor"
    lib_dependencies: list[str] = [  # noqa: RUF012 Reflex makes a field of each component from it
        f"@tiptap/core@{TIPTAP}",
        f"@tiptap/extensions@{TIPTAP}",
        f"@tiptap/pm@{TIPTAP}",
        f"@tiptap/react@{TIPTAP}",
        f"@tiptap/starter-kit@{TIPTAP}",
    ]

    field_id: rx.Var[str]
    kept_as: rx.Var[str]
    upload_url: rx.Var[str]
    toolbar_id: rx.Var[str]
    label: rx.Var[str]
    placeholder: rx.Var[str]
    max_characters: rx.Var[int]


def rich_editor(
    *,
    html: str | rx.Var[str],
    kept_as: str | rx.Var[str] = "",
    form_field: str = "html",
    upload_url: str = "/api/media/pictures",
    toolbar_id: str = "",
    label: str = "Text",
    placeholder: str = "Begin here.",
    max_characters: int = MAX_CHARACTERS,
    **props: Any,
) -> rx.Component:
    """A text to write in, as the field ``form_field`` of the form around it.

    ``html`` is sanitised HTML and counts once, when the form is drawn. The text stands in a hidden
    textarea from the first paint on; the editor reads it there and writes it back (debounced, at
    once on `submit` and on the event `draft:flush` of the form), announcing `input`.
    ``kept_as`` names the draft: pictures on their way come back to it when its form is drawn again.
    ``toolbar_id`` names an empty element elsewhere on the page that takes the toolbar.
    """
    field_id = f"text-{form_field}"
    return rx.el.div(
        rx.el.textarea(
            id=field_id,
            name=form_field,
            default_value=html,
            read_only=True,
            hidden=True,
            custom_attrs={"data-html": "", "aria-hidden": "true"},
        ),
        # Above the text, where it begins: below, it would stand under all of it.
        rx.el.p(
            id=f"{field_id}-error",
            role="alert",
            class_name="mb-3 text-[.8125rem] font-medium text-error outline-none empty:hidden",
            custom_attrs={"data-error-for": form_field, "tabIndex": -1},
        ),
        _RichEditor.create(
            field_id=field_id,
            kept_as=kept_as,
            upload_url=upload_url,
            toolbar_id=toolbar_id,
            label=label,
            placeholder=placeholder,
            max_characters=max_characters,
        ),
        **props,
    )
