"""The form components that are written in JavaScript, as Reflex knows them."""

from typing import Any

import reflex as rx
from reflex.event import passthrough_event_spec

from dreamdot_app.ui import browser, icon
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script

# Files that the components import: they have to lie where the build finds them.
CONTEXT = script("form_context.js")
PARTS = script("field_parts.jsx")
UPLOAD = script("picture_upload.js")
FIELDS = script("fields.jsx")
NEEDED = (
    browser.SIGNALS,
    browser.BACKEND,
    browser.SERVER_WATCH,
    icon.GLYPH_MODULE,
    CONTEXT,
    PARTS,
    UPLOAD,
    FIELDS,
)


class _Form(Piece):
    library = script("post_form.jsx").importable_path

    action: rx.Var[str]
    extra: rx.Var[dict[str, Any]]
    reset: rx.Var[bool]
    on_done: rx.EventHandler[passthrough_event_spec(dict)]


class PostForm(_Form):
    """The form itself."""

    tag = "PostForm"


class SubmitButton(Piece):
    """Sends the form that it stands in; busy while the form saves."""

    library = script("post_form.jsx").importable_path
    tag = "SubmitButton"

    busy_label: rx.Var[str]


class _Field(Piece):
    library = FIELDS.importable_path

    name: rx.Var[str]
    label: rx.Var[str]
    help: rx.Var[str]
    error: rx.Var[str]
    value: rx.Var[str]
    count: rx.Var[bool]
    hide_label: rx.Var[bool]
    disabled: rx.Var[bool]
    on_change: rx.EventHandler[passthrough_event_spec(str)]
    on_done: rx.EventHandler[passthrough_event_spec(str)]


class TextField(_Field):
    """One line of text."""

    tag = "TextField"

    prefix: rx.Var[str]
    suffix: rx.Var[str]


class PasswordField(_Field):
    """A password, with an eye to read what was typed."""

    tag = "PasswordField"


class TextArea(_Field):
    """Several lines of text."""

    tag = "TextArea"


class _Given(Piece):
    library = script("choices.jsx").importable_path

    name: rx.Var[str]
    label: rx.Var[str]
    help: rx.Var[str]
    error: rx.Var[str]
    hide_label: rx.Var[bool]
    disabled: rx.Var[bool]


class SelectField(_Given):
    """One of many given answers."""

    tag = "SelectField"

    options: rx.Var[list[tuple[str, str]]]
    value: rx.Var[str]
    on_change: rx.EventHandler[passthrough_event_spec(str)]


class Choice(_Given):
    """One of a few given answers, all of them in sight."""

    tag = "Choice"

    options: rx.Var[list[tuple[str, str]]]
    value: rx.Var[str]
    on_change: rx.EventHandler[passthrough_event_spec(str)]


class ToggleRow(_Given):
    """A switch; the whole row flips it."""

    tag = "ToggleRow"

    checked: rx.Var[bool]
    on_change: rx.EventHandler[passthrough_event_spec(bool)]


class CheckRow(_Given):
    """A box to tick, with words that may hold links."""

    tag = "CheckRow"

    checked: rx.Var[bool]
    required: rx.Var[bool]
    on_change: rx.EventHandler[passthrough_event_spec(bool)]


class FileDrop(Piece):
    """A place to drop a picture."""

    library = script("file_drop.jsx").importable_path
    tag = "FileDrop"

    name: rx.Var[str]
    label: rx.Var[str]
    help: rx.Var[str]
    error: rx.Var[str]
    upload_to: rx.Var[str]
    accept: rx.Var[str]
    max_mb: rx.Var[float]
    picture: rx.Var[dict[str, Any]]
    shape: rx.Var[str]
    on_done: rx.EventHandler[passthrough_event_spec(dict)]


class SearchField(Piece):
    """A field that opens the search page."""

    library = script("search_field.jsx").importable_path
    tag = "SearchField"

    name: rx.Var[str]
    value: rx.Var[str]
    action: rx.Var[str]
    label: rx.Var[str]
    placeholder: rx.Var[str]
    quiet: rx.Var[bool]
    kept: rx.Var[dict[str, str]]
