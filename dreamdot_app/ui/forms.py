"""Forms and their fields.

`post_form` sends what is typed as JSON to one of our routes; nothing of it passes through the
page's websocket. The same fields also work on their own, with handlers of a state.
"""

from collections.abc import Sequence
from typing import Any, Literal

import reflex as rx

from dreamdot_app.ui import form_pieces as pieces
from dreamdot_app.ui.buttons import Size, Tone, look
from dreamdot_app.ui.classes import with_classes
from dreamdot_app.ui.icon import icon
from dreamdot_app.ui.kinds import Flag, Handler, Part, Text, when
from dreamdot_app.ui.piece import Piece

Shape = Literal["book", "wide", "square", "round"]
Options = Sequence[tuple[str, str]] | rx.Var[Any]
PICTURES = "image/jpeg,image/png,image/webp"


def _given(**props: Any) -> dict[str, Any]:
    """Only what the caller gave: empty texts, ``None`` and lowered flags are left out."""
    return {
        name: value
        for name, value in props.items()
        if isinstance(value, rx.Var) or value not in ("", None, False)
    }


def post_form(
    *children: Part,
    action: Text,
    submit: str = "Save",
    tone: Tone = "primary",
    wide: bool = True,
    extra: dict[str, Any] | rx.Var[Any] | None = None,
    on_done: Handler = None,
    reset: bool = False,
    **props: Any,
) -> rx.Component:
    """A form that POSTs its fields as JSON to ``action``.

    The answer decides what happens: ``{"next": "/path"}`` opens that page, ``{"message": text}``
    is shown as a toast, ``{"errors": {field: text}}`` appears beside the fields and
    ``{"error": text}`` above them. ``on_done`` gets any other answer. ``extra`` goes along with
    the fields. Without a ``submit`` label, place a `submit_button` among the children.
    """
    button = [submit_button(submit, tone=tone, wide=wide)] if submit else []
    return pieces.PostForm.create(
        *children,
        *button,
        action=action,
        **_given(extra=extra, on_done=on_done, reset=reset),
        **props,
    )


def submit_button(
    label: Text,
    *,
    tone: Tone = "primary",
    size: Size = "md",
    wide: bool = False,
    busy_label: str = "",
    **props: Any,
) -> rx.Component:
    """The button that sends the form around it; busy while the form saves."""
    dressed = with_classes(props, look(tone, size, wide=wide))
    return pieces.SubmitButton.create(label, **_given(busy_label=busy_label), **dressed)


_SPELLED = {"kind": "type", "autocomplete": "auto_complete"}


def _typed(
    component: type[Piece], options: dict[str, Any], props: dict[str, Any], *children: Part
) -> rx.Component:
    """Build a text field; what the component has no prop for becomes an attribute of the input."""
    given = {_SPELLED.get(name, name): value for name, value in _given(**options).items()}
    if "on_blur" in props:
        given["on_done"] = props.pop("on_blur")
    return component.create(*children, **given, **props)


def text_field(
    name: str,
    label: Text,
    *,
    value: Text = "",
    help: Text = "",
    error: Text = "",
    kind: Literal["text", "email", "url", "search", "number", "tel", "date"] = "text",
    placeholder: str = "",
    autocomplete: str = "",
    required: bool = False,
    max_length: int | None = None,
    min_length: int | None = None,
    input_mode: str = "",
    prefix: str = "",
    suffix: str = "",
    disabled: Flag = False,
    hide_label: bool = False,
    count: bool = False,
    **props: Any,
) -> rx.Component:
    """One line of text. ``value`` is where typing begins; ``on_change``, ``on_blur`` get texts."""
    options = {key: given for key, given in locals().items() if key != "props"}
    return _typed(pieces.TextField, options, props)


def password_field(
    name: str = "password",
    label: Text = "Password",
    *,
    new: bool = False,
    help: Text = "",
    error: Text = "",
    required: bool = True,
    min_length: int | None = None,
    below: Part | None = None,
    **props: Any,
) -> rx.Component:
    """A password; ``new`` tells password managers to offer one. ``below`` is under the input."""
    options = {
        "name": name,
        "label": label,
        "help": help,
        "error": error,
        "required": required,
        "min_length": min_length,
        "autocomplete": "new-password" if new else "current-password",
    }
    return _typed(pieces.PasswordField, options, props, *([] if below is None else [below]))


def price_field(
    name: str = "price",
    label: Text = "Price",
    *,
    value: Text = "",
    help: Text = "",
    error: Text = "",
    disabled: Flag = False,
    **props: Any,
) -> rx.Component:
    """An amount in dollars, as text: the server reads it."""
    return text_field(
        name,
        label,
        value=value,
        help=help,
        error=error,
        disabled=disabled,
        prefix="$",
        input_mode="decimal",
        placeholder="0.00",
        autocomplete="off",
        **props,
    )


def text_area(
    name: str,
    label: Text,
    *,
    value: Text = "",
    rows: int = 4,
    help: Text = "",
    error: Text = "",
    max_length: int | None = None,
    placeholder: str = "",
    required: bool = False,
    count: bool = False,
    hide_label: bool = False,
    serif: bool = False,
    **props: Any,
) -> rx.Component:
    """Several lines of text; ``serif`` for what will be read, not operated."""
    options = {key: given for key, given in locals().items() if key not in ("props", "serif")}
    dressed = with_classes(props, "font-serif text-[1.0625rem]" if serif else "")
    return _typed(pieces.TextArea, options, dressed)


def select_field(
    name: str,
    label: Text,
    options: Options,
    *,
    value: Text = "",
    help: Text = "",
    error: Text = "",
    disabled: Flag = False,
    hide_label: bool = False,
    on_change: Handler = None,
    **props: Any,
) -> rx.Component:
    """One of many: ``options`` are pairs of value and words."""
    given = _given(
        value=value,
        help=help,
        error=error,
        disabled=disabled,
        hide_label=hide_label,
        on_change=on_change,
    )
    return pieces.SelectField.create(name=name, label=label, options=options, **given, **props)


def choice(
    name: str,
    label: Text,
    options: Options,
    *,
    value: Text = "",
    help: Text = "",
    hide_label: bool = False,
    on_change: Handler = None,
    **props: Any,
) -> rx.Component:
    """One of two to four, all in sight: ``options`` are pairs of value and words."""
    given = _given(value=value, help=help, hide_label=hide_label, on_change=on_change)
    return pieces.Choice.create(name=name, label=label, options=options, **given, **props)


def toggle_row(
    name: str,
    label: Text,
    *,
    help: Text = "",
    checked: Flag = False,
    disabled: Flag = False,
    on_change: Handler = None,
    **props: Any,
) -> rx.Component:
    """A switch at the end of a row; the whole row flips it."""
    given = _given(help=help, checked=checked, disabled=disabled, on_change=on_change)
    return pieces.ToggleRow.create(name=name, label=label, **given, **props)


def check_row(
    name: str,
    *label: Part,
    checked: Flag = False,
    required: bool = False,
    error: Text = "",
    on_change: Handler = None,
    **props: Any,
) -> rx.Component:
    """A box to tick, then words, which may hold links."""
    given = _given(checked=checked, required=required, error=error, on_change=on_change)
    return pieces.CheckRow.create(*label, name=name, **given, **props)


def file_drop(
    name: str,
    label: Text,
    *,
    upload_to: str = "/api/media/pictures",
    accept: str = PICTURES,
    max_mb: float = 20,
    picture: rx.Var[Any] | dict[str, Any] | None = None,
    help: Text = "",
    error: Text = "",
    on_done: Handler = None,
    shape: Shape = "book",
    **props: Any,
) -> rx.Component:
    """A picture: click, drop or paste; it is uploaded at once and the form sends its id.

    ``upload_to`` takes the multipart field ``picture`` and answers with ``{"id", "url", …}``.
    ``on_done`` gets that answer, or ``None`` when the picture was removed.
    """
    return pieces.FileDrop.create(
        name=name,
        label=label,
        upload_to=upload_to,
        accept=accept,
        max_mb=max_mb,
        shape=shape,
        **_given(picture=picture, help=help, error=error, on_done=on_done),
        **props,
    )


def search_field(
    value: Text = "",
    *,
    action: str = "/discover",
    name: str = "q",
    placeholder: str = "Search works",
    label: str = "Search",
    quiet: bool = False,
    kept: rx.Var[Any] | None = None,
    **props: Any,
) -> rx.Component:
    """Search: Enter opens ``action?q=…`` without a reload. ``quiet`` is a well without a border.

    Without a ``value`` it shows what the page's address asks for. ``kept`` (a dict) is what else
    the address keeps; such a field searches within the page, so "/" leads elsewhere.
    """
    return pieces.SearchField.create(
        name=name,
        value=value,
        action=action,
        label=label,
        placeholder=placeholder,
        quiet=quiet,
        **({} if kept is None else {"kept": kept}),
        **props,
    )


def form_error(message: Text) -> Part:
    """A form's own error, in a line of its own; nothing while there is none."""
    line = rx.el.p(
        icon("circle-alert", 18, class_name="mt-px"),
        rx.el.span(message),
        role="alert",
        class_name="flex items-start gap-2.5 rounded-field bg-error/8 px-3.5 py-3 text-sm"
        " font-medium text-error",
    )
    return when(message != "", line)
