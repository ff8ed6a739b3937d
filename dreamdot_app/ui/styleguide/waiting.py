"""What stands in for what is not there: yet, any more, or because something broke."""

import reflex as rx

from dreamdot_app.ui import buttons, cards, errors, skeleton
from dreamdot_app.ui.styleguide.sample import stacked


def chapter(_theme: str) -> rx.Component:
    """Skeletons, empty states, failures."""
    shelf = rx.el.div(
        skeleton.shelf(), class_name="-mx-4 overflow-hidden md:-mx-8 [&_.dd-shelf]:px-8"
    )
    return stacked(
        cards.empty_state(
            "Your shelf is clear",
            "Works you buy or save stand here.",
            buttons.link_button("Find a first one", href="/discover", tone="primary"),
        ),
        errors.notice("This draft was changed in another tab.", buttons.button("Show", size="sm")),
        errors.notice("Published. It may take a minute to be found.", tone="good"),
        errors.notice("Only you see this.", tone="info"),
        errors.not_found(),
        errors.broken(),
        skeleton.works(6, columns=3),
        shelf,
        skeleton.work_page(),
        skeleton.text(4),
        skeleton.rows(3),
        skeleton.stats(4),
        skeleton.form(2),
    )
