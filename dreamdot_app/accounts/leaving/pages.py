"""Settings > Your data: taking everything along, and leaving."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

from typing import Any

import reflex as rx

from dreamdot_app.accounts.leaving.state import YourDataState
from dreamdot_app.accounts.settings_frame import section_path, settings_frame, settings_part
from dreamdot_app.accounts.state import guarded_page
from dreamdot_app.ui import buttons, dialog, errors, forms, labels, posting, skeleton, time

_LEAVING = "leave"
# Seen from pages, a state's vars are more than their annotations say.
_SHOWN: Any = YourDataState.shown
_GOES = (
    "Your profile, settings, sessions, drafts, reading places and pictures are removed.",
    "Your works are taken down and their texts removed. What people have in their libraries stays"
    " readable to them, by “Somebody who left”.",
    "Sales and purchases stay in the books, which hold no names.",
    "What is in your wallet on that day is given up, sales until then included.",
)


def add_pages(app: rx.App) -> None:
    """Add the page to the app."""
    app.add_page(
        data_page,
        route=section_path("data"),
        title="Your data · DreamDot",
        on_load=[*guarded_page(YourDataState.load), YourDataState.watch],
    )


def data_page() -> rx.Component:
    """Take everything along, or leave."""
    return settings_frame(
        "data",
        rx.cond(
            YourDataState.has_failed,
            errors.did_not_load(YourDataState.load),
            rx.cond(
                YourDataState.is_loading,
                skeleton.text(lines=6),
                rx.el.div(_export(), _leave()),
            ),
        ),
        lead="Take everything of yours along whenever you like, or leave.",
    )


def _export() -> rx.Component:
    return settings_part(
        "Everything as a file",
        rx.cond(
            YourDataState.is_gone,
            errors.notice(
                "This export is not here any more. You can ask for another one.",
                tone="info",
                class_name="mb-4",
            ),
        ),
        rx.cond(YourDataState.is_making, rx.fragment(), _ask("Ask for an export", "quiet")),
        rx.cond(
            _SHOWN.length() > 0,
            rx.el.ul(
                rx.foreach(_SHOWN, _row),
                class_name="mt-6 divide-y divide-hair border-t border-hair",
                custom_attrs={"aria-label": "Your exports"},
            ),
        ),
        lead="One zip file with your profile, works, drafts, pictures, library, money and activity,"
        " for people and programs to read. It can take some minutes; a letter says when it is"
        " ready, and it stays here for seven days.",
    )


def _ask(words: str, tone: buttons.Tone, size: buttons.Size = "md") -> rx.Component:
    return posting.post_action(
        words,
        action="/auth/export",
        on_done=YourDataState.look_again,
        class_name=buttons.look(tone, size),
    )


def _row(export: Any) -> rx.Component:
    return rx.el.li(
        rx.match(
            export.state,
            ("ready", _ready(export)),
            ("failed", _failed(export)),
            _making(export),
        ),
        key=export.id,
        class_name="py-4",
    )


def _ready(export: Any) -> rx.Component:
    return _line(
        _words(
            "Your export",
            rx.fragment(
                time.moment(export.asked),
                " · ",
                export.size,
                " · here until ",
                time.day(export.expires, class_name="whitespace-nowrap"),
            ),
        ),
        buttons.link_button(
            "Download",
            href=export.href,
            tone="primary",
            size="sm",
            icon="download",
            full_page=True,  # a file, not one of our pages
        ),
    )


def _failed(export: Any) -> rx.Component:
    return _line(
        _words(
            rx.fragment("Asked for: ", time.moment(export.asked)),
            "It could not be made. Nothing of yours is lost; have it tried once more.",
        ),
        rx.cond(YourDataState.is_making, rx.fragment(), _ask("Try again", "quiet", "sm")),
    )


def _making(export: Any) -> rx.Component:
    return rx.el.div(
        _line(
            _words("Your export is being made", rx.fragment(export.percent, " of 100")),
        ),
        labels.progress(export.percent, "How far your export is", class_name="mt-3"),
    )


def _line(*children: rx.Component) -> rx.Component:
    return rx.el.div(
        *children, class_name="flex flex-wrap items-center justify-between gap-x-6 gap-y-3"
    )


def _words(title: rx.Component | str, detail: rx.Component | str) -> rx.Component:
    return rx.el.div(
        rx.el.p(title, class_name="font-medium"),
        rx.el.p(detail, class_name="mt-0.5 text-sm text-muted"),
        class_name="min-w-0 flex-1 basis-56",
    )


def _leave() -> rx.Component:
    going = rx.fragment(
        "This happens on ",
        time.day(YourDataState.leaves),
        ". Until then nothing changes, and you can keep your account with one click above.",
    )
    return settings_part(
        "Delete your account",
        rx.cond(YourDataState.leaves == "", _way_out()),
        lead=rx.cond(
            YourDataState.leaves == "",
            rx.fragment(
                "It is deleted thirty days after you ask for it. Until then you can sign in and"
                " keep it. After that nobody can bring it back:"
            ),
            going,
        ),
    )


def _way_out() -> rx.Component:
    return rx.fragment(
        rx.el.ul(
            *[rx.el.li(words) for words in _GOES],
            class_name="max-w-[36rem] list-disc space-y-1.5 pl-5 text-sm text-muted",
        ),
        buttons.button(
            "Delete my account",
            tone="danger-quiet",
            on_click=dialog.open_dialog(_LEAVING),
            class_name="mt-6",
        ),
        _leaving_dialog(),
    )


def _leaving_dialog() -> rx.Component:
    gives_up = forms.check_row(
        "gives_up",
        rx.fragment("I give up the ", YourDataState.stakes, "."),
        required=True,
    )
    return dialog.dialog(
        rx.el.p(
            "You have thirty days to change your mind. All your other sessions end now.",
            class_name="mb-5 leading-relaxed text-muted",
        ),
        forms.post_form(
            forms.text_field(
                "username",
                "Your username",
                help="Type " + YourDataState.username + " to go on.",
                autocomplete="off",
                required=True,
                custom_attrs={"autoCapitalize": "none", "spellCheck": "false"},
            ),
            rx.cond(YourDataState.stakes != "", gives_up),
            rx.el.div(
                buttons.button("Cancel", tone="ghost", on_click=dialog.close_dialog(_LEAVING)),
                forms.submit_button("Delete my account", tone="danger"),
                class_name="mt-6 flex flex-wrap justify-end gap-2",
            ),
            action="/auth/leave",
            submit="",
            id="leave",
        ),
        id=_LEAVING,
        title="Delete your account?",
    )
