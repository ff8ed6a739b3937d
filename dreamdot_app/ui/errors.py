"""What is shown when something is not there, or broke."""

from typing import Any, Literal

import reflex as rx
from reflex.event import EventSpec

from dreamdot_app.core import ids, log
from dreamdot_app.core.errors import DomainError
from dreamdot_app.ui import toast
from dreamdot_app.ui.buttons import button
from dreamdot_app.ui.classes import with_classes
from dreamdot_app.ui.frame import page_frame
from dreamdot_app.ui.icon import icon
from dreamdot_app.ui.kinds import Handler, Part, Text
from dreamdot_app.ui.link import link
from dreamdot_app.ui.reports import LONGEST

_NOTICES: dict[str, tuple[str, str]] = {
    "bad": ("circle-alert", "bg-error/8 text-error"),
    "info": ("info", "bg-base-200 text-base-content"),
    "good": ("circle-check", "bg-success/10 text-success"),
}
_ON_NIGHT = "btn border-transparent bg-[#f7f1e6] text-[#1b1830] hover:bg-white"


def notice(
    text: Text, *actions: Part, tone: Literal["bad", "info", "good"] = "bad", **props: Any
) -> rx.Component:
    """A line in the page that somebody should read before going on."""
    glyph, look = _NOTICES[tone]
    return rx.el.div(
        icon(glyph, 18, class_name="mt-px"),
        rx.el.p(text, class_name="min-w-0 flex-1 break-words"),
        *actions,
        role="alert" if tone == "bad" else "status",
        **with_classes(
            props,
            "flex gap-2.5 rounded-field px-3.5 py-3 text-sm font-medium",
            "items-center" if actions else "items-start",
            look,
        ),
    )


def _night_panel(sign: str, title: Text, text: Text, action: Part, **props: Any) -> rx.Component:
    """A dark panel with a constellation at the right and words at the left."""
    words = rx.el.div(
        rx.el.p(sign, class_name="font-serif text-[4.5rem] leading-none font-[380]"),
        rx.el.h1(title, class_name="mt-3 text-2xl"),
        rx.el.p(text, class_name="mt-1.5 max-w-[40ch] text-[#dcd7ea] text-pretty"),
        rx.el.div(action, class_name="mt-5"),
        class_name="relative flex min-h-[15rem] flex-col justify-end",
    )
    return rx.el.div(
        rx.el.img(
            src="/skies/lost.svg", alt="", class_name="absolute inset-0 size-full object-cover"
        ),
        rx.el.div(class_name="absolute inset-0 bg-gradient-to-r from-black/60 to-transparent"),
        words,
        **with_classes(
            props, "relative overflow-hidden rounded-box bg-[#0c1530] px-8 py-12 text-[#f4efe6]"
        ),
    )


def not_found(
    title: Text = "No dot at this address",
    text: Text = "The link is old or the work was taken down.",
    **props: Any,
) -> rx.Component:
    """Nothing is here; the way back."""
    return _night_panel(
        "404", title, text, link("Back home", href="/", class_name=_ON_NIGHT), **props
    )


def not_found_page() -> rx.Component:
    """The page for addresses that lead nowhere."""
    return page_frame(not_found())


def did_not_load(load: Handler, *, is_page: bool = False, **props: Any) -> rx.Component:
    """What a page shows in place of what it could not load; ``load`` tries again.

    ``is_page``: nothing of the page is there, so this is its heading.
    """
    heading = rx.el.h1 if is_page else rx.el.h2
    return rx.el.div(
        icon("circle-alert", 28, class_name="text-error"),
        heading("This did not load", class_name="mt-4 text-2xl"),
        rx.el.p("It is still there. Try again.", class_name="mt-1.5 text-muted"),
        button("Try again", tone="primary", on_click=load, class_name="mt-5"),
        **with_classes(
            props,
            "grid place-items-center rounded-box border border-hair px-6 py-14 text-center",
        ),
    )


def broken(**props: Any) -> rx.Component:
    """A page could not be drawn; loading it again often helps."""
    return _night_panel(
        "500",
        "This page fell over",
        "It was our mistake and we have been told. What you had sent is safe.",
        link("Load it again", href="", reload_document=True, class_name=_ON_NIGHT),
        **props,
    )


def crash_screen() -> rx.Component:
    """Instead of a page that could not be drawn. It stands alone: no state, no navigation."""
    return rx.el.main(
        broken(class_name="mx-auto w-full max-w-[46rem]"),
        id="main",
        class_name="grid min-h-dvh place-items-center px-4 py-10",
    )


def backend_failure(exception: Exception) -> EventSpec:
    """Log what a handler raised, under a reference; show the person the reference alone.

    A refusal that no handler caught is shown in its own words and logged as a warning.
    """
    if isinstance(exception, DomainError):
        log.logger(slice="ui").warning("refusal_not_caught", fact=exception.code)
        return toast.bad(exception.message)
    reference = ids.short(ids.new())[-8:]
    log.logger(slice="ui").error("handler_failed", reference=reference, exc_info=exception)
    return toast.bad(
        f"Something broke on our side. Try again, or tell us this reference: {reference}"
    )


def frontend_failure(exception: Exception) -> None:
    """Log what broke in somebody's browser; their page shows `crash_screen`."""
    log.logger(slice="ui").error("browser_failed", report=str(exception)[:LONGEST])
