"""Settings > Account, the section on the username: what it is, and another one."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

from dataclasses import dataclass
from typing import Any

import reflex as rx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dreamdot_app.accounts import renaming
from dreamdot_app.accounts.entry import require_viewer
from dreamdot_app.accounts.settings_frame import settings_part
from dreamdot_app.accounts.state import SessionState, loading, require_user
from dreamdot_app.core import clock
from dreamdot_app.core.allowances import USERNAME
from dreamdot_app.core.rates import spend
from dreamdot_app.core.web.answers import domain_errors, json_body
from dreamdot_app.ui import errors, forms, skeleton, time


@dataclass(frozen=True)
class KeptShown:
    """A former name that still leads to the person; ``until`` is ISO 8601 in UTC."""

    username: str = ""
    until: str = ""


class UsernameState(rx.State):
    """One's own username, and when it can be changed; times are ISO 8601 in UTC, "" for now."""

    username: str = ""
    next_change: str = ""
    kept: tuple[KeptShown, ...] = ()
    is_loading: bool = True
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> None:
        """Show the name, and the names before it that are kept."""
        naming = await renaming.naming(account_id=await require_user(self), now=clock.now())
        self.username = naming.username
        self.next_change = naming.next_change_at.isoformat() if naming.next_change_at else ""
        self.kept = tuple(KeptShown(one.username, one.until.isoformat()) for one in naming.kept)
        self.is_loading = False


def routes() -> list[Route]:
    """The route of this section."""
    return [Route("/auth/username", _change, methods=["POST"])]


@domain_errors
async def _change(request: Request) -> Response:
    viewer = await require_viewer(request)
    await spend([(USERNAME, str(viewer.id))])
    body = await json_body(request)
    name = await renaming.change_username(
        viewer=viewer, username=body.get("username"), now=clock.now()
    )
    return JSONResponse({"message": f"You are @{name} now."}, headers={"cache-control": "no-store"})


def username_section() -> rx.Component:
    """The username, and the form for another one. Its page loads `UsernameState.load`."""
    return settings_part(
        "Username",
        rx.cond(
            UsernameState.has_failed,
            errors.did_not_load(UsernameState.load),
            rx.cond(
                UsernameState.is_loading,
                skeleton.form(1),
                rx.el.div(_name(), _kept(), class_name="space-y-6"),
            ),
        ),
        id="username",
    )


def _name() -> rx.Component:
    waiting = rx.el.p(
        "You are ",
        rx.el.strong("@" + UsernameState.username, class_name="font-semibold wrap-anywhere"),
        ". You can change your name again on ",
        time.day(UsernameState.next_change),
        ".",
        class_name="text-pretty",
    )
    return rx.cond(UsernameState.next_change != "", waiting, _form())


def _form() -> rx.Component:
    return forms.post_form(
        forms.text_field(
            "username",
            "Username",
            value=UsernameState.username,
            prefix="@",
            required=True,
            autocomplete="username",
            help="3 to 30 letters, digits, dots and underscores.",
            custom_attrs={"autoCapitalize": "none", "spellCheck": "false"},
        ),
        rx.el.p(
            "Links to your former name lead here for 90 days, and nobody else can take it until"
            " then. You sign in with the new name only, and can change it again after 30 days.",
            class_name="text-sm text-muted text-pretty",
        ),
        action="/auth/username",
        submit="Change username",
        wide=False,
        tone="quiet",
        on_done=[SessionState.load, UsernameState.load],
        id="change-username",
        class_name="max-w-[27rem]",
    )


def _kept() -> Any:
    kept: Any = UsernameState.kept
    listed = rx.el.div(
        rx.el.h4("Kept for you", class_name="text-lg"),
        rx.el.p(
            "These names still lead to you, and you may take them back.",
            class_name="mt-1 text-sm text-muted",
        ),
        rx.el.ul(
            rx.foreach(kept, _kept_name),
            class_name="mt-3 divide-y divide-hair border-y border-hair",
        ),
    )
    return rx.cond(kept.length() > 0, listed)


def _kept_name(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span("@" + one.username, class_name="font-medium wrap-anywhere"),
        rx.el.span("until ", time.day(one.until), class_name="text-muted"),
        class_name="flex flex-wrap justify-between gap-x-4 py-2.5",
    )
