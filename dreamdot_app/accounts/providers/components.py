"""Buttons that lead to providers, and the section of the settings that links them."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

from typing import Any, cast

import reflex as rx

from dreamdot_app.accounts.providers.contract import Intent
from dreamdot_app.accounts.providers.errors import LABELS
from dreamdot_app.accounts.providers.marks import mark
from dreamdot_app.accounts.providers.state import LinkRow, LinksState, OfferedState
from dreamdot_app.accounts.settings_frame import section_path, settings_part
from dreamdot_app.ui import browser, buttons, forms, layout, posting, time
from dreamdot_app.ui.kinds import Part, Text
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script

NEEDED = (browser.SIGNALS, browser.BACKEND)
# Seen from pages, a state's vars are more than their annotations say.
_OFFERED: Any = OfferedState.offered
_ROWS: Any = LinksState.rows


class _ProviderButton(Piece):
    library = script("with_provider.jsx").importable_path
    tag = "ProviderButton"

    provider: rx.Var[str]
    intent: rx.Var[str]
    next: rx.Var[str]


def provider_button(
    *children: Part,
    provider: Text,
    intent: Intent,
    next_page: Text,
    size: buttons.Size = "md",
    wide: bool = True,
    **props: Any,
) -> rx.Component:
    """A button that leads to a provider and back to ``next_page``."""
    return _ProviderButton.create(
        *children,
        provider=provider,
        intent=intent.value,
        next=next_page,
        class_name=buttons.look("quiet", size, wide=wide),
        **props,
    )


def ways_in(next_page: Text, *, after: bool = False) -> rx.Component:
    """A button for each provider that is offered; nothing where none is.

    ``after`` stands below another way that has said "or" already.
    """
    ways = [
        rx.cond(
            _OFFERED.contains(name),
            provider_button(
                mark(name),
                f"Continue with {label}",
                provider=name,
                intent=Intent.SIGN_IN,
                next_page=next_page,
            ),
        )
        for name, label in LABELS.items()
    ]
    between = [] if after else [layout.divider("or")]
    shown = rx.fragment(*between, rx.el.div(*ways, class_name="space-y-3"))
    return rx.fragment(rx.cond(_OFFERED.length() > 0, shown))


def trouble() -> rx.Component:
    """Why a provider did not let somebody in; nothing when there was no trouble."""
    said = rx.el.div(forms.form_error(OfferedState.trouble), class_name="mb-5 empty:hidden")
    return rx.fragment(rx.cond(OfferedState.trouble != "", said))


def proof(provider: str, next_page: Text) -> rx.Component:
    """A way to prove oneself once more."""
    is_about = OfferedState.trouble_with == provider
    said = rx.el.div(forms.form_error(OfferedState.trouble), class_name="mb-3")
    return rx.el.div(
        rx.cond(is_about, said),
        provider_button(
            mark(provider),
            f"Confirm with {LABELS[provider]}",
            provider=provider,
            intent=Intent.PROVE,
            next_page=next_page,
        ),
        on_mount=OfferedState.load,
    )


def providers_section() -> rx.Component:
    """The providers that can be used to sign in: linked or to be linked. Nothing without any."""
    lead = "Whoever can sign in there can sign in here, so link only what is yours alone."
    listed = rx.el.ul(
        rx.foreach(_ROWS, _row), class_name="divide-y divide-hair border-y border-hair"
    )
    section = settings_part("Sign in with", listed, lead=lead, id="sign-in-with")
    return rx.fragment(rx.cond(_ROWS.length() > 0, section))


def _row(row: rx.Var[LinkRow]) -> rx.Component:
    shown: Any = row
    linked = rx.el.div(
        rx.cond(shown.label != "", rx.el.p(shown.label, class_name="truncate")),
        rx.el.p("Since ", time.day(shown.since)),
        class_name="text-sm text-muted",
    )
    missing = rx.el.p("Not linked", class_name="text-sm text-muted")
    return rx.el.li(
        _mark_of(shown.provider),
        rx.el.div(
            rx.el.p(shown.name, class_name="font-medium"),
            rx.cond(shown.since != "", linked, missing),
            class_name="min-w-0 flex-1",
        ),
        rx.cond(shown.since != "", _unlink(shown), _link(shown)),
        class_name="flex min-h-16 items-center gap-3.5 py-3",
    )


def _mark_of(provider: Any) -> Part:
    marks = [(name, mark(name, 20)) for name in LABELS]
    return cast("Part", rx.match(provider, *marks, rx.fragment()))


def _link(row: Any) -> rx.Component:
    return provider_button(
        "Link",
        provider=row.provider,
        intent=Intent.LINK,
        next_page=section_path("security"),
        wide=False,
        custom_attrs={"aria-label": "Link " + row.name},
    )


def _unlink(row: Any) -> rx.Component:
    return posting.post_action(
        "Unlink",
        action="/auth/with/" + row.provider + "/unlink",
        class_name=buttons.look("quiet", "md"),
        custom_attrs={"aria-label": "Unlink " + row.name},
    )
