"""A person's page: banner, picture, words about themselves, and what other slices show of them."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import reflex as rx

from dreamdot_app.accounts.profile import ProfileState
from dreamdot_app.accounts.settings_frame import section_path
from dreamdot_app.accounts.state import SessionState
from dreamdot_app.ui import avatar, buttons, clamped, errors, icon, link, skeleton, tabs, time
from dreamdot_app.ui.kinds import Part

type_slot = Callable[[], rx.Component]

# Seen from pages, a state's vars are more than their annotations say.
_SHOWN: Any = ProfileState.shown
_each: Any = rx.foreach  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] it takes whatever there is to draw
_LINKS_IN_HEAD = 3
_ELSEWHERE = "nofollow noopener ugc"


@dataclass(frozen=True)
class ProfileTab:
    """One tab of a person's page: its key, what it is called, what it shows."""

    key: str
    label: str
    content: type_slot


@dataclass(frozen=True, kw_only=True)
class ProfileSlots:
    """What slices above show on a person's page; `profile.person_shown` tells them whose it is.

    ``counts`` stand in one line with when the person joined, ``actions`` beside their picture when
    it is somebody else, ``notice`` above everything; ``loads`` are the handlers for the page's
    ``on_load``.
    """

    tabs: Sequence[ProfileTab] = ()
    pinned: type_slot | None = None
    counts: Sequence[type_slot] = ()
    actions: Sequence[type_slot] = ()
    notice: type_slot | None = None
    loads: Sequence[Any] = ()


def profile(slots: ProfileSlots) -> rx.Component:
    """The page's content: the person, that they are loading, or that there is nobody."""
    nobody = errors.not_found("Nobody has this name", "The link is old, or the name has changed.")
    person = rx.fragment(
        *([slots.notice()] if slots.notice else []),
        _head(slots),
        rx.el.div(
            *([slots.pinned()] if slots.pinned else []),
            tabs.tabs(
                *[(tab.key, tab.label, tab.content()) for tab in slots.tabs],
                ("about", "About", _about()),
                label="What this person shows",
                class_name="mt-10",
            ),
            class_name="md:px-6",
        ),
    )
    return rx.cond(
        ProfileState.has_failed,
        errors.did_not_load(ProfileState.load, is_page=True),
        rx.cond(
            ProfileState.is_loading,
            skeleton.profile(),
            rx.cond(_SHOWN.username != "", person, nobody),
        ),
    )


def _head(slots: ProfileSlots) -> rx.Component:
    return rx.el.header(
        banner(_SHOWN.banner),
        rx.el.div(
            avatar.avatar(
                _SHOWN.avatar.large,
                _SHOWN.display_name,
                size="hero",
                label=True,
                class_name="relative -mt-10 !size-20 flex-none ring-4 ring-base-100"
                " md:-mt-16 md:!size-32 md:ring-[6px]",
            ),
            _actions(slots),
            class_name="flex items-start justify-between gap-4 md:px-6",
        ),
        rx.el.div(
            rx.el.h1(
                _SHOWN.display_name,
                class_name="text-[2rem] leading-tight text-balance wrap-anywhere md:text-[2.5rem]",
            ),
            _second_line(),
            rx.cond(_SHOWN.bio.length() > 0, _bio(class_name="mt-4 max-w-[38rem]")),
            _facts(slots),
            class_name="mt-4 min-w-0 md:px-6",
        ),
    )


def banner(shown: Any) -> rx.Component:
    """The wide picture at the top; on phones from edge to edge."""
    picture = rx.el.img(
        src=shown.large,
        src_set=shown.srcset,
        sizes="(min-width: 64rem) 61rem, 100vw",
        alt="",
        width="1400",
        height="400",
        class_name="size-full object-cover",
    )
    return rx.el.div(
        picture,
        class_name="aspect-[7/2] overflow-hidden bg-base-300 max-md:-mx-4 max-md:-mt-6"
        " md:rounded-box",
    )


def _actions(slots: ProfileSlots) -> rx.Component:
    edit = buttons.link_button("Edit profile", href=section_path("profile"), icon="pencil")
    others = rx.fragment(*[action() for action in slots.actions])
    is_own = SessionState.is_signed_in & (SessionState.person == _SHOWN.person)
    return rx.el.div(
        rx.cond(is_own, edit, others), class_name="flex flex-wrap justify-end gap-2 pt-3"
    )


def _second_line() -> rx.Component:
    pronouns = rx.fragment(
        rx.el.span("·", class_name="px-1.5", custom_attrs={"aria-hidden": "true"}),
        rx.el.span(_SHOWN.pronouns),
    )
    return rx.el.p(
        rx.el.span("@" + _SHOWN.username),
        rx.cond(_SHOWN.pronouns != "", pronouns),
        class_name="mt-1 text-muted wrap-anywhere",
    )


def _bio(**props: Any) -> rx.Component:
    words = rx.el.p(_bio_parts(), class_name="whitespace-pre-line text-pretty wrap-anywhere")
    return clamped.clamped(words, lines=6, **props)


def _bio_parts() -> Any:
    parts: Any = _each(_SHOWN.bio, _bio_part)
    return parts


def _bio_part(part: Any) -> Any:
    """Text, or a link: elsewhere as one that is only somebody's word, or to a person here."""
    elsewhere = rx.el.a(
        part.text,
        href=part.href,
        rel=_ELSEWHERE,
        class_name="font-medium text-primary underline-offset-4 hover:underline",
    )
    here = link.link(
        part.text,
        href=part.href,
        class_name="font-medium text-primary underline-offset-4 hover:underline",
    )
    return cast("Any", rx.cond(part.href == "", part.text, rx.cond(part.is_ours, here, elsewhere)))


def _fact(glyph: str, *words: Part) -> rx.Component:
    return rx.el.li(
        icon.icon(glyph, 16, class_name="mt-[.2rem] text-muted"),
        rx.el.span(*words, class_name="min-w-0 wrap-anywhere"),
        class_name="flex min-w-0 items-start gap-2",
    )


def _facts(slots: ProfileSlots) -> rx.Component:
    """Where they are, since when, how much they have made, and where else they are."""
    return rx.el.ul(
        *[rx.el.li(count(), class_name="text-base-content") for count in slots.counts],
        rx.cond(_SHOWN.location != "", _fact("map-pin", _SHOWN.location)),
        _fact("calendar", "Joined ", time.day(_SHOWN.joined)),
        _each(
            _SHOWN.links,
            _link_in_head,
        ),
        class_name="mt-4 flex flex-wrap gap-x-5 gap-y-1.5 text-[.9375rem] text-muted",
    )


def _link_in_head(one: Any, index: Any) -> Any:
    return rx.cond(index < _LINKS_IN_HEAD, _fact("link", _link(one)))


def _link(one: Any) -> rx.Component:
    return rx.el.a(
        one.label,
        href=one.url,
        rel=f"me {_ELSEWHERE}",
        class_name="dd-tap font-medium text-primary underline-offset-4 hover:underline",
    )


def _about() -> rx.Component:
    """Everything that they tell of themselves, in full."""
    nothing = rx.el.p("There is nothing here yet.", class_name="text-muted")
    return rx.el.div(
        rx.cond(
            _SHOWN.bio.length() > 0,
            rx.el.p(
                _bio_parts(),
                class_name="max-w-[38rem] leading-relaxed whitespace-pre-line text-pretty"
                " wrap-anywhere",
            ),
            nothing,
        ),
        rx.el.dl(
            rx.cond(_SHOWN.pronouns != "", _row("Pronouns", _SHOWN.pronouns)),
            rx.cond(_SHOWN.location != "", _row("Location", _SHOWN.location)),
            _row("Joined", time.day(_SHOWN.joined)),
            rx.cond(_SHOWN.links.length() > 0, _row("Links", _each(_SHOWN.links, _whole_link))),
            class_name="max-w-[38rem] divide-y divide-hair border-y border-hair",
        ),
        class_name="space-y-8",
    )


def _row(term: str, *words: Any) -> rx.Component:
    return rx.el.div(
        rx.el.dt(term, class_name="text-muted"),
        rx.el.dd(*words, class_name="min-w-0 wrap-anywhere"),
        class_name="grid gap-x-6 gap-y-1 py-3.5 sm:grid-cols-[8rem_minmax(0,1fr)]",
    )


def _whole_link(one: Any) -> rx.Component:
    return rx.el.p(
        _link(one),
        rx.el.span(one.url, class_name="block text-[.8125rem] text-muted"),
        class_name="mt-3 first:mt-0",
    )
