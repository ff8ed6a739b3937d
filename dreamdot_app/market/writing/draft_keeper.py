"""A form whose contents are kept, the line that says so, and the button that publishes."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from dreamdot_app.market.writing import scripts
from dreamdot_app.ui import browser


class _DraftForm(rx.Component):
    library = scripts.DRAFT_FORM.importable_path
    tag = "DraftForm"

    is_ready: rx.Var[bool]
    shown_at: rx.Var[str]


class _DraftKeeper(rx.Component):
    library = scripts.DRAFT_KEEPER.importable_path
    tag = "DraftKeeper"

    form_id: rx.Var[str]
    url: rx.Var[str]
    revision: rx.Var[int]
    words: rx.Var[int]
    fields: rx.Var[dict[str, str]]
    sign_in_url: rx.Var[str]


class _PublishButton(rx.Component):
    library = scripts.PUBLISH_BUTTON.importable_path
    tag = "PublishButton"

    form_id: rx.Var[str]
    url: rx.Var[str]


def draft_form(
    *children: Any,
    id: str,
    is_ready: rx.Var[bool],
    shown_at: rx.Var[str],
    instead: rx.Component,
    **props: Any,
) -> rx.Component:
    """The form around a draft. It never submits; the design system's fields work inside it.

    It appears when the page's state has arrived and ``is_ready`` (what a tab of before left in its
    state may be older), and stays then, also when a connection is lost and found; but only at an
    address that ends with ``shown_at``. Before and elsewhere there is ``instead``.
    """
    return _DraftForm.create(
        rx.fragment(*children),
        instead,
        id=id,
        is_ready=rx.State.is_hydrated & is_ready,
        shown_at=shown_at,
        **props,
    )


def draft_keeper(
    *,
    form_id: str,
    url: str | rx.Var[str],
    revision: int | rx.Var[int],
    words: int | rx.Var[int],
    fields: dict[str, Any],
    sign_in_url: str = "/signin",
    **props: Any,
) -> rx.Component:
    """Keeps the form ``form_id`` at ``url`` and says in one line how that goes.

    Mount it only when the form holds what the server has, with a ``key`` for each draft.
    ``revision``, ``words`` and ``fields`` are what the server has; later ones are shown as long as
    nothing in the form is unsent. What is typed is on this device at once and on the server
    after a pause of 0.8 s (at most 5 s); a lost connection, a reload, a closed tab and a second tab
    lose nothing.
    """
    return _DraftKeeper.create(
        form_id=form_id,
        url=url,
        revision=revision,
        words=words,
        fields=fields,
        sign_in_url=sign_in_url,
        **props,
    )


def forget_draft(url: str) -> EventSpec:
    """The draft kept at ``url`` was deleted on purpose: the browser forgets its copies too."""
    return browser.tell("draft_deleted", url)


def publish_button(
    label: str | rx.Var[str] = "Publish",
    *,
    form_id: str,
    url: str | rx.Var[str],
    class_name: str = "btn btn-primary",
    **props: Any,
) -> rx.Component:
    """Saves the draft, then POSTs ``{"revision"}`` to ``url`` and follows ``{"next"}``, once."""
    return _PublishButton.create(label, form_id=form_id, url=url, class_name=class_name, **props)
