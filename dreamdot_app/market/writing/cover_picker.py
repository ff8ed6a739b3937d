"""The cover of a work as a field of a form."""

from typing import Any

import reflex as rx

from dreamdot_app.market.writing import scripts


class _CoverPicker(rx.Component):
    library = scripts.COVER_PICKER.importable_path
    tag = "CoverPicker"

    form_field: rx.Var[str]
    picture_id: rx.Var[str]
    picture_url: rx.Var[str]
    kept_as: rx.Var[str]
    upload_url: rx.Var[str]
    ratio: rx.Var[str]
    label: rx.Var[str]


def cover_picker(
    *,
    form_field: str = "cover",
    picture_id: str | rx.Var[str] = "",
    picture_url: str | rx.Var[str] = "",
    kept_as: str | rx.Var[str] = "",
    upload_url: str = "/api/media/pictures",
    ratio: str = "21/9",
    label: str = "Cover",
    **props: Any,
) -> rx.Component:
    """A picture that is chosen or dropped, uploaded at once, shown, changed and removed.

    The hidden field ``form_field`` holds the picture's id, or "" when there is none. An upload
    outlives the form: ``kept_as`` names the draft to which it comes back.
    """
    return _CoverPicker.create(
        form_field=form_field,
        picture_id=picture_id,
        picture_url=picture_url,
        kept_as=kept_as,
        upload_url=upload_url,
        ratio=ratio,
        label=label,
        **props,
    )
