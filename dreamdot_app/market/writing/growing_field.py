"""The title of a work and the line under it: text as large as it will be read."""

from typing import Any

import reflex as rx

from dreamdot_app.market.writing import scripts


class _GrowingField(rx.Component):
    library = scripts.GROWING_FIELD.importable_path
    tag = "GrowingField"

    form_field: rx.Var[str]
    value: rx.Var[str]
    label: rx.Var[str]
    placeholder: rx.Var[str]
    max_length: rx.Var[int]
    as_title: rx.Var[bool]


def growing_field(
    *,
    form_field: str,
    label: str,
    max_length: int,
    value: str | rx.Var[str] = "",
    placeholder: str = "",
    as_title: bool = False,
    **props: Any,
) -> rx.Component:
    """One line of text that wraps and grows; Enter goes on to the next field."""
    return _GrowingField.create(
        form_field=form_field,
        label=label,
        max_length=max_length,
        value=value,
        placeholder=placeholder,
        as_title=as_title,
        **props,
    )
