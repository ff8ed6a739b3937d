"""Settings > Privacy, Notifications, Appearance, Language and time."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

from collections.abc import Callable
from typing import Any, cast

import reflex as rx

from dreamdot_app.accounts.preferences import choices
from dreamdot_app.accounts.preferences.news import KINDS, WAYS, NewsKind, Way
from dreamdot_app.accounts.preferences.state import NewsState, PreferencesState
from dreamdot_app.accounts.settings_frame import section_path, settings_frame
from dreamdot_app.accounts.state import guarded_page
from dreamdot_app.ui import errors, forms, skeleton, table, theme_switch

_ROWS = "flex flex-col gap-7"
_NEWS_COLUMNS = [
    table.Column("News"),
    *[table.Column(words) for words in WAYS.values()],
]
_DEVICES = "The device’s own"


def add_pages(app: rx.App) -> None:
    """Add the pages to the app."""
    for key, title, page, load in (
        ("privacy", "Privacy", privacy_page, PreferencesState.load),
        ("notifications", "Notifications", notifications_page, NewsState.load),
        ("appearance", "Appearance", appearance_page, PreferencesState.load),
        ("language", "Language and time", language_page, PreferencesState.load),
    ):
        app.add_page(
            page,
            route=section_path(key),
            title=f"{title} · DreamDot",
            on_load=guarded_page(load),
        )


def privacy_page() -> rx.Component:
    """Who may do what with me, and whether I can be found."""
    chosen = PreferencesState.chosen
    return settings_frame(
        "privacy",
        _when_there(
            PreferencesState,
            _choice("may_message", "Who may write to me", choices.WHO, chosen.may_message),
            _choice("may_mention", "Who may mention me", choices.WHO, chosen.may_mention),
            _choice("sees_likes", "Who sees what I like", choices.SEES_LIKES, chosen.sees_likes),
            forms.toggle_row(
                "is_searchable",
                "I can be found",
                help="Search engines show your page. Your works can be found either way.",
                checked=chosen.is_searchable,
                on_change=_keep("is_searchable"),
                class_name="border-t border-hair",
            ),
        ),
        lead="What you publish is for everybody. The rest is yours to decide.",
    )


def appearance_page() -> rx.Component:
    """How DreamDot looks."""
    chosen = PreferencesState.chosen
    return settings_frame(
        "appearance",
        _when_there(
            PreferencesState,
            theme_switch.theme_choice(),
            _choice("text_size", "Size of text", choices.TEXT_SIZES, chosen.text_size),
            _choice(
                "motion",
                "Motion",
                choices.MOTIONS,
                chosen.motion,
                help="Reduced: things appear where they are, nothing slides or fades.",
            ),
        ),
        lead="Kept in your account, so it is the same on your other devices.",
    )


def language_page() -> rx.Component:
    """How days, hours and amounts are written, and on which clock."""
    chosen = PreferencesState.chosen
    zones = [("", _DEVICES), *[(name, name.replace("_", " ")) for name in choices.time_zones()]]
    return settings_frame(
        "language",
        _when_there(
            PreferencesState,
            forms.select_field(
                "language",
                "Language",
                choices.LANGUAGES,
                value=chosen.language,
                on_change=_keep("language"),
                help="DreamDot itself is written in English.",
            ),
            forms.select_field(
                "amounts",
                "Amounts of money",
                choices.AMOUNTS,
                value=chosen.amounts,
                on_change=_keep("amounts"),
            ),
            forms.select_field(
                "time_zone",
                "Time zone",
                zones,
                value=chosen.time_zone,
                on_change=_keep("time_zone"),
                help="It holds here and in letters to you.",
            ),
        ),
        lead="How days, hours and amounts are written for you, and on which clock.",
    )


def notifications_page() -> rx.Component:
    """Which news reach me, and how."""
    return settings_frame(
        "notifications",
        _when_there(
            NewsState,
            table.table(
                *[_news_row(kind) for kind in KINDS.values()],
                caption="Which news reach you, and how",
                columns=_NEWS_COLUMNS,
                class_name="max-sm:[&_td]:px-2 max-sm:[&_th]:px-2",
            ),
        ),
        lead="Choose what reaches you. It is kept as you choose it.",
    )


def _news_row(kind: NewsKind) -> rx.Component:
    about = rx.el.span(
        rx.el.span(kind.label, class_name="block font-medium"),
        rx.el.span(kind.about, class_name="block text-[.8125rem] text-muted whitespace-normal"),
    )
    return table.row(_NEWS_COLUMNS, about, *[_news_box(kind, way) for way in WAYS])


def _news_box(kind: NewsKind, way: Way) -> rx.Component:
    is_fixed, on = way in kind.always, cast("Any", NewsState.on[kind.key])

    def keep(chosen: Any) -> Any:
        return NewsState.choose(kind.key, way.value, chosen)

    # The label makes the target large enough for a finger.
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            checked=is_fixed or on.contains(way.value),
            disabled=is_fixed,
            on_change=keep,
            custom_attrs={"aria-label": f"{kind.label}: {WAYS[way]}"},
            class_name="checkbox checkbox-sm checkbox-primary",
            title="Always on: it keeps your account safe." if is_fixed else "",
        ),
        class_name="inline-flex size-11 items-center justify-center",
    )


def _choice(
    name: str, label: str, options: choices.type_options, value: Any, *, help: str = ""
) -> rx.Component:
    return forms.choice(
        name,
        label,
        options,
        value=value,
        help=help,
        on_change=_keep(name),
    )


def _keep(name: str) -> Callable[[Any], Any]:
    """Keep what is chosen for this setting."""

    def keep(chosen: Any) -> Any:
        return PreferencesState.choose(name, chosen)

    return keep


def _when_there(state: Any, *children: rx.Component) -> rx.Component:
    return rx.cond(
        state.has_failed,
        errors.did_not_load(state.load),
        rx.cond(
            state.is_loading,
            skeleton.text(lines=6),
            rx.el.div(*children, class_name=_ROWS),
        ),
    )
