"""Settings > Blocked and muted."""

from typing import Any

import reflex as rx

from dreamdot_app.accounts.settings_frame import section_path, settings_frame
from dreamdot_app.accounts.state import guarded_page
from dreamdot_app.social.contract import Distance
from dreamdot_app.social.state import KeptAwayState
from dreamdot_app.ui import avatar, buttons, errors, link, lists, nothing, skeleton, tabs, time

_DISTANCES = [(Distance.BLOCKED.value, "Blocked"), (Distance.MUTED.value, "Muted")]


def add_pages(app: rx.App) -> None:
    """Add the page to the app."""
    app.add_page(
        kept_away_page,
        route=section_path("people"),
        title="Blocked and muted · DreamDot",
        on_load=guarded_page(KeptAwayState.load),
    )


def kept_away_page() -> rx.Component:
    """Whom I keep away, and the way back for them."""
    return settings_frame(
        "people",
        tabs.chips(_DISTANCES, KeptAwayState.distance, KeptAwayState.show, label="Which people"),
        rx.el.div(_people(), class_name="mt-6"),
        lead="Blocked: neither of you finds the other’s works on shelves and in searches. Muted: "
        "you do not find theirs, and they do not learn of it. Both are in the menu on a person’s "
        "page.",
    )


def _people() -> rx.Component:
    people: Any = KeptAwayState.people
    none = nothing.empty_state("Nobody here", "Whom you keep away will stand here.")
    return rx.cond(
        KeptAwayState.has_failed,
        errors.did_not_load(KeptAwayState.load),
        rx.cond(
            KeptAwayState.is_loading,
            skeleton.text(lines=6),
            rx.cond(
                people.length() > 0,
                rx.fragment(
                    rx.el.ul(rx.foreach(people, _person), class_name="divide-y divide-hair"),
                    lists.rest_of_list(KeptAwayState, people),
                ),
                none,
            ),
        ),
    )


def _person(person: Any) -> rx.Component:
    return rx.el.li(
        avatar.avatar(person.avatar_url, person.name, size="md"),
        rx.el.div(
            link.link(person.name, href=person.href, class_name="block truncate font-medium"),
            rx.el.p(
                "@",
                person.username,
                " · since ",
                time.day(person.since),
                class_name="truncate text-sm text-muted",
            ),
            class_name="min-w-0 flex-1",
        ),
        buttons.button(
            rx.cond(KeptAwayState.distance == Distance.BLOCKED.value, "Unblock", "Unmute"),
            size="sm",
            on_click=KeptAwayState.let_back(person.id),
            custom_attrs={"aria-label": f"Let {person.name} back"},
        ),
        class_name="flex items-center gap-3 py-3",
    )
